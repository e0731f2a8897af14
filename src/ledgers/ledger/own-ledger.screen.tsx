/** The month that is already written: correct, add, say "nothing", submit. */
import { useMemo, useState } from 'react';
import { type Month, monthName, shortDayName, shortMonthName } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { FigureLink } from '../../ui/figure-link.tsx';
import { Mark } from '../../ui/mark.tsx';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { SaveState } from '../../ui/save-state.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Refused } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dayAndClock } from '../../ui/words.ts';
import {
  allEntries,
  assemble,
  entriesFromRecords,
  type LedgerPage,
  type PageEntry,
  pageOfBody,
  sectionsOf,
} from './assemble.logic.ts';
import { DraftConflict } from './draft-conflict.screen.tsx';
import { ledgerWorkbook } from './ledger.contract.ts';
import {
  type Conflict,
  deviceWord,
  type LedgerDraftState,
  type Opened,
  useLedgerDraft,
} from './ledger-draft.screen.tsx';
import { ledgerEdit } from './ledger-edit.logic.ts';
import { LedgerPhone } from './ledger-phone.screen.tsx';
import { LedgerTable } from './ledger-table.screen.tsx';
import { LedgerToc, toSection } from './ledger-toc.screen.tsx';
import { Deadline, stateWords, Word } from './ledger-words.screen.tsx';
import { LEDGER_FORMS, type LedgerForm } from './month-ledger.logic.ts';
import { OwnVersions } from './own-versions.screen.tsx';
import { SubmitBar } from './submit-bar.screen.tsx';

const formName = (form: LedgerForm): string => LEDGER_FORMS.find(({ id }) => id === form)!.name;

export function OwnLedger({ opened }: { opened: Opened }) {
  const size = useSize();
  const active = opened.may.includes('edit');
  const state = useLedgerDraft(opened, active);
  const [formInUrl, setForm] = useUrlState('form');
  const [comparing] = useUrlState('versions');
  const change = useUrlChange();
  const setComparing = (on: string | undefined): void => change({ versions: on }, on !== undefined);
  const [settling, setSettling] = useState<Conflict & { fork: string }>();
  const form: LedgerForm = formInUrl === 'partyBuildingLedger' ? 'partyBuildingLedger' : 'dutyLedger';
  const page = useMemo(
    () =>
      !active && opened.submitted
        ? pageOfBody(opened.submitted, opened.items)
        : assemble({ proposals: opened.proposals, draft: state.draft, items: opened.items, forms: opened.forms }),
    [active, opened, state.draft],
  );
  const title = `${monthName(opened.period)}${formName(form)}`;
  useTitle(title);

  const conflict = state.conflict ? { ...state.conflict, fork: state.conflict.mine.device } : settling;
  if (conflict) {
    return (
      <div className="ledger one">
        <DraftConflict
          opened={opened}
          conflict={conflict}
          fork={conflict.fork}
          settled={(rev, body) => {
            state.settled(rev, body);
            setSettling(undefined);
          }}
          {...(state.conflict ? {} : { later: () => setSettling(undefined) })}
        />
      </div>
    );
  }
  if (comparing !== undefined) {
    return (
      <div className="ledger one">
        <OwnVersions opened={opened} page={page} active={active} onClose={() => setComparing(undefined)} />
      </div>
    );
  }
  const sections = sectionsOf(page, form);
  const overdue = opened.workingDaysLeft !== null && opened.workingDaysLeft < 0;
  const context = {
    period: opened.period,
    sections: page.sections.map(({ id, name }) => ({ id, name })),
    signals: state.signals,
    limits: { lateAfterDays: opened.lateAfterDays, nearCopy: opened.nearCopy },
    comments: opened.history.filter(({ what }) => what === 'comment'),
    ...(active
      ? {
          edit: ledgerEdit(
            opened.proposals,
            state.change,
            (_entry, undo) => notice('已移出本月', undo),
            () => new Date().toISOString(),
          ),
        }
      : {}),
  };
  const save = <SaveState {...state.save} />;
  const fork = opened.forks[0];
  const aside = (
    <>
      <Word opened={opened} />
      {active && fork && (
        <p className="ledger-word">
          {deviceWord(fork.device)}　{dayAndClock(fork.savedAt)}写的一稿还没有并进来。
          <button
            type="button"
            className="a"
            onClick={() =>
              setSettling({
                fork: fork.device,
                rev: state.rev,
                mine: { device: fork.device, body: fork.body },
                theirs: { device: opened.savedBy ?? '', savedAt: opened.savedAt ?? '', body: state.draft },
              })
            }
          >
            对照着看
          </button>
        </p>
      )}
      {state.refused && (
        <div className="ledger-word">
          <Refused error={state.refused} />
        </div>
      )}
    </>
  );
  const bar = <SubmitBar opened={opened} state={state} page={page} edit={context.edit} form={form} setForm={setForm} />;
  if (size === 'phone') {
    return (
      <>
        <PhoneBar title={`${shortMonthName(opened.period)}写实清单`} note={active ? save : stateWords(opened)} />
        {aside}
        <LedgerPhone sections={page.sections} context={context} overdue={overdue} written={allEntries(page).length} />
        {bar}
      </>
    );
  }
  return (
    <div className="ledger">
      <LedgerToc sections={sections} period={opened.period} />
      <article className="sheet">
        <div className="ledger-head">
          <div className="t">
            <h1>{title}</h1>
            <p className="tools">
              {active ? save : <span>{stateWords(opened)}</span>}
              {opened.version > 0 && (
                <button type="button" className="a" onClick={() => setComparing('1')}>
                  历次修改
                </button>
              )}
              <button type="button" className="a" onClick={() => window.print()}>
                打印
              </button>
              <a href={fileUrl(ledgerWorkbook, { params: { period: opened.period }, query: { form } })} download>
                下载表格
              </a>
            </p>
          </div>
          <p className="who">
            <span>
              {opened.person.name}　{opened.person.unit}
              {opened.person.title}
            </span>
            {opened.checker && <span>分管领导　{opened.checker}</span>}
            {active && (
              <span className="screen-only">
                <Deadline opened={opened} />
              </span>
            )}
          </p>
          {opened.forms.length > 1 && (
            <div className="ledger-forms">
              <Segmented
                label="看哪一份清单"
                options={LEDGER_FORMS.map(({ id, name }) => ({ value: id, name }))}
                value={form}
                onChange={(value) => setForm(value === 'dutyLedger' ? undefined : value)}
              />
            </div>
          )}
        </div>
        {aside}
        <Summary page={page} form={form} state={state} period={opened.period} active={active} overdue={overdue} />
        <LedgerTable label={title} sections={sections} context={context} overdue={overdue} />
        {context.edit && page.removed.length > 0 && <Removed entries={page.removed} restore={context.edit.restore} />}
      </article>
      {bar}
    </div>
  );
}

function Summary({
  page,
  form,
  state,
  period,
  active,
  overdue,
}: {
  page: LedgerPage;
  form: LedgerForm;
  state: LedgerDraftState;
  period: Month;
  active: boolean;
  overdue: boolean;
}) {
  const shown = { ...page, sections: sectionsOf(page, form) };
  const entries = allEntries(shown);
  const fromRecords = entriesFromRecords(shown);
  const unwritten = active ? shown.sections.filter(({ state: of }) => of === 'unwritten') : [];
  const keys = new Set(entries.map(({ key }) => key));
  const signals = state.signals.filter(({ key }) => keys.has(key));
  const names = new Map(shown.sections.map(({ id, name }) => [id, name]));
  const listed = (name: string, title: string, of: readonly PageEntry[]) => (
    <FigureLink
      name={name}
      value={of.length}
      unit="条"
      title={`${monthName(period)}${title}${of.length}条`}
      heads={['工作内容', '日期']}
      rows={async () =>
        of.map((entry) => ({
          id: entry.key,
          title: entry.content,
          note: [names.get(entry.section), entry.source?.label].filter(Boolean).join('　'),
          ...(entry.on ? { at: shortDayName(entry.on) } : {}),
          ...(entry.source ? { to: `/records/${entry.source.recordId}` } : {}),
        }))
      }
    />
  );
  return (
    <p className="ledger-sum">
      <span>
        已写好{listed('written', '写好的', entries)}
        {fromRecords.length > 0 && <>，其中{listed('fromRecords', '由记录写入的', fromRecords)}由记录自动写入</>}
      </span>
      {unwritten.length > 0 && (
        <Mark kind={overdue ? 'over' : 'miss'}>
          <span className="nb">{unwritten.length}项未写</span>：
          {unwritten.slice(0, 2).map((section, at) => (
            <span key={section.id}>
              {at > 0 && '、'}
              <button type="button" className="a" onClick={() => toSection(section.id)}>
                {section.name}
              </button>
            </span>
          ))}
          {unwritten.length > 2 && '等'}
        </Mark>
      )}
      {signals.length > 0 && (
        <Mark kind="sig">
          <span className="nb">{signals.length}处提示</span>
          <span className="note">　只给本人和检查人看，不扣分</span>
        </Mark>
      )}
    </p>
  );
}

function Removed({ entries, restore }: { entries: readonly PageEntry[]; restore: (key: string) => void }) {
  return (
    <section className="ledger-removed">
      <h2>
        移出本月的记录<span className="note">　{entries.length}条，不随清单提交</span>
      </h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.key}>
            <span>
              {entry.on && `${shortDayName(entry.on)}　`}
              {entry.content}
            </span>
            <button type="button" className="a" onClick={() => restore(entry.key)}>
              放回
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
