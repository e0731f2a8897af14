/** The one action bar of the month: what is missing, what will happen and to whom. */
import { useState } from 'react';
import { shortDayName } from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useOnline } from '../../ui/online.ts';
import { useAct } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Refused } from '../../ui/states.tsx';
import { type LedgerPage, unwrittenSections } from './assemble.logic.ts';
import { ledgerSubmit, ledgerWithdraw } from './ledger.contract.ts';
import type { LedgerDraftState, Opened } from './ledger-draft.screen.tsx';
import { isBusiness, type LedgerEdit } from './ledger-edit.logic.ts';
import { toSection } from './ledger-toc.screen.tsx';
import type { LedgerForm } from './month-ledger.logic.ts';

interface Props {
  opened: Opened;
  state: LedgerDraftState;
  page: LedgerPage;
  edit: LedgerEdit | undefined;
  form: LedgerForm;
  setForm: (form: string | undefined) => void;
}

export function SubmitBar({ opened, state, page, edit, form, setForm }: Props) {
  const size = useSize();
  const online = useOnline();
  // One id a submission: sent again after a lost answer, it is the same one.
  const [actId, setActId] = useState(newId);
  const checker = opened.checker;
  const done = (): void => setActId(newId());
  const submit = useAct(ledgerSubmit, () => {
    done();
    notice(checker ? `已提交，等${checker}检查` : '已提交');
  });
  const withdraw = useAct(ledgerWithdraw, () => {
    done();
    notice('已撤回，可以再改');
  });
  const [unsent, setUnsent] = useState(false);
  const params = { period: opened.period };

  if (opened.may.includes('withdraw')) {
    return (
      <ActionBar says={<Said error={withdraw.error}>撤回后可以再改，改好后重新提交</Said>}>
        <button
          type="button"
          className="btn big"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate({ params, body: { actId } })}
        >
          撤回
        </button>
      </ActionBar>
    );
  }
  if (!opened.may.includes('submit') || !edit) return null;

  const unwritten = unwrittenSections(page);
  const first = unwritten[0];
  const goTo = (): void => {
    if (!first) return;
    // Business work stands in one of the two documents only.
    if (isBusiness(first.id) && form === 'partyBuildingLedger') {
      setForm(undefined);
      setTimeout(() => toSection(first.id), 50);
    } else toSection(first.id);
  };
  const send = async (): Promise<void> => {
    const baseRev = await state.send();
    setUnsent(baseRev === undefined);
    if (baseRev !== undefined) submit.mutate({ params, body: { actId, baseRev } });
  };
  const missing = first && (
    <>
      <Mark kind={opened.workingDaysLeft !== null && opened.workingDaysLeft < 0 ? 'over' : 'miss'}>
        还有<span className="nb">{unwritten.length}项</span>未写
        {unwritten.length === 1 && `：${first.name}`}
      </Mark>
      <button type="button" className="a" onClick={goTo}>
        转到
      </button>
      {unwritten.length > 1 && (
        <button type="button" className="btn" onClick={() => edit.sayNothing(unwritten.map(({ id }) => id))}>
          这{unwritten.length}项本月都没有
        </button>
      )}
    </>
  );
  const deadline = size === 'phone' && opened.deadline ? `${shortDayName(opened.deadline)}前提交；` : '';
  const says = !online
    ? '暂时送不出去，写好的已存在本机；恢复后再提交'
    : unsent
      ? '还没有存好，稍后再提交'
      : checker
        ? `${deadline}${size === 'phone' ? '' : `提交后送${checker}检查；`}${size === 'phone' ? checker : ''}检查前可以撤回`
        : `${deadline}还没有定分管领导，提交后由组织部指定检查人`;
  return (
    <ActionBar missing={missing} says={<Said error={submit.error}>{says}</Said>}>
      <button
        type="button"
        className="btn pri big"
        disabled={submit.isPending || !online}
        onClick={() => (first && size === 'desk' ? goTo() : void send())}
      >
        {checker ? `提交给${checker}` : '提交'}
      </button>
    </ActionBar>
  );
}

function Said({ error, children }: { error: unknown; children: string }) {
  return error ? <Refused error={error} /> : children;
}
