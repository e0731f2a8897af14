/** Asking for the correction of one item: what is wrong, how it should be. */
import { type FormEvent, useRef } from 'react';
import { dayName } from '../../core/time/room.ts';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused } from '../../ui/states.tsx';
import type { CorrectableClass } from './correction-records.logic.ts';
import { askCorrection } from './corrections.contract.ts';
import type { HeldItem } from './held.logic.ts';

export function AskSheet({ of, held, onClose }: { of: CorrectableClass; held: HeldItem; onClose: () => void }) {
  // The same for every try, so that sending twice asks once.
  const id = useRef(newId());
  const ask = useAct(askCorrection, ({ goesTo, due }) => {
    notice(`已送${goesTo}${due === null ? '' : `，${dayName(due)}前答复`}`);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => String(fields.get(name) ?? '');
    ask.mutate({
      body: { id: id.current, of, key: held.key, wrong: text('wrong'), shouldBe: text('shouldBe'), note: text('note') },
    });
  };
  return (
    <SideSheet title="申请更正" note={`${held.what}：${held.says}`} onClose={onClose}>
      <form className="own-data-form" onSubmit={submit}>
        <label className="field">
          <span className="k">哪里不对</span>
          <textarea className="in" name="wrong" rows={3} maxLength={300} required data-autofocus />
        </label>
        <label className="field">
          <span className="k">应当是什么</span>
          <textarea className="in" name="shouldBe" rows={2} maxLength={300} required />
        </label>
        <label className="field">
          <span className="k">补充说明（可以不写）</span>
          <textarea className="in" name="note" rows={2} maxLength={500} />
        </label>
        <Refused error={ask.error} />
        <p className="do">
          <button type="submit" className="btn pri" disabled={ask.isPending}>
            送出申请
          </button>
        </p>
        <p className="note">
          {of === 'records' ? '送记录这条的支部和组织部答复。' : '送组织部答复。'}
          送出后在“更正申请”里看办理情况，答复前可以撤回。原来的内容在更正之前不变，更正后旧的版本也留着。
        </p>
      </form>
    </SideSheet>
  );
}
