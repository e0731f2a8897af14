/** One entry of the table, edited where it stands: a cell opens on click or Enter, and closes when it is left. */
import { type ReactNode, useState } from 'react';
import { type Day, firstDay, type Month, shortDayName, weekdayName } from '../../core/time/room.ts';
import { DayField } from '../../ui/day-field.tsx';
import { Go } from '../../ui/go.tsx';
import { dayAndClock } from '../../ui/words.ts';
import { isBlank, type PageEntry } from './assemble.logic.ts';
import { EntrySignals } from './entry-signals.screen.tsx';
import { GrowingText } from './growing-text.screen.tsx';
import { type LedgerEdit, plainEntry } from './ledger-edit.logic.ts';
import type { LedgerSignal } from './ledger-signals.logic.ts';
import type { LedgerEntry } from './month-ledger.logic.ts';
import type { LedgerEvent } from './standing.logic.ts';

export type CellName = 'matter' | 'when' | 'content' | 'result';
const NAMES: Readonly<Record<CellName, string>> = {
  matter: '工作事项',
  when: '时间、地点',
  content: '工作内容',
  result: '成效',
};

export interface EntryContext {
  period: Month;
  /** Sections that an entry can be moved to. */
  sections: readonly { id: string; name: string }[];
  signals: readonly LedgerSignal[];
  limits: { lateAfterDays: number; nearCopy: number };
  comments: readonly LedgerEvent[];
  /** Undefined where the page is only read. */
  edit?: LedgerEdit;
}

/** A text that opens to be edited; `empty` is said while nothing stands there. */
function Cell({
  name,
  open,
  onOpen,
  empty,
  children,
}: {
  name: CellName;
  open?: ReactNode;
  onOpen?: () => void;
  empty?: boolean;
  children: ReactNode;
}) {
  if (open !== undefined) return open;
  if (!onOpen) return children;
  return (
    <button type="button" className="led-cell" onClick={onOpen}>
      <span className="unseen">改{NAMES[name]}：</span>
      {empty ? <span className="ghost">{NAMES[name]}</span> : children}
    </button>
  );
}

function When({ entry }: { entry: PageEntry }) {
  return (
    <>
      {entry.on && (
        <>
          <time dateTime={entry.on}>{shortDayName(entry.on)}</time>{' '}
          <span className="note nb">{weekdayName(entry.on)}</span>
        </>
      )}
      {entry.place && <span className="note pl">{entry.place}</span>}
    </>
  );
}

/** Day and place; a day outside the month can be written and is for the checker to see. */
export function WhenFields({
  entry,
  period,
  write,
}: {
  entry: LedgerEntry;
  period: Month;
  write: (part: { on?: Day | null; place?: string }) => void;
}) {
  return (
    <>
      <DayField
        name="日期"
        placeholder="日期"
        value={entry.on ?? ''}
        near={firstDay(period)}
        month={period}
        autoFocus
        onChange={(on) => write({ on: on === '' ? null : on })}
      />
      <input
        className="in"
        aria-label="地点"
        placeholder="地点"
        maxLength={80}
        value={entry.place}
        onChange={(event) => write({ place: event.target.value })}
      />
    </>
  );
}

/** Where an entry came from, in words. */
export function Source({ entry, edit }: { entry: PageEntry; edit?: LedgerEdit }) {
  if (entry.source === null) return <span className="note src">本人补写</span>;
  return (
    <span className="note src">
      来自：<Go to={`/records/${entry.source.recordId}`}>{entry.source.label}</Go>
      {entry.sourceGone && '（记录已收回）'}
      {entry.origin === 'edited' && !entry.sourceGone && (
        <>
          {'　有改动'}
          {edit && (
            <>
              {' '}
              <button type="button" className="a" onClick={() => edit.revert(entry.key)}>
                改回原文
              </button>
            </>
          )}
        </>
      )}
    </span>
  );
}

/** A record was corrected after its entry had been changed by hand. */
export function Newer({ entry, edit }: { entry: PageEntry; edit?: LedgerEdit }) {
  if (!entry.newer) return null;
  return (
    <div className="side">
      <b>记录已更正</b>　{entry.newer.content}
      {edit && (
        <div className="side-acts">
          <button type="button" className="a" onClick={() => edit.revert(entry.key)}>
            用更正后的
          </button>
        </div>
      )}
    </div>
  );
}

export function Comments({ comments }: { comments: readonly LedgerEvent[] }) {
  if (comments.length === 0) return null;
  return (
    <div className="cmt">
      {comments.map((comment) => (
        <p key={comment.at}>
          <b>{comment.by}</b>　<span className="note">{dayAndClock(comment.at)}</span>　{comment.text}
        </p>
      ))}
    </div>
  );
}

/** 移出本月 · 改到其他事项 */
export function EntryTools({
  entry,
  sections,
  edit,
  className = 'a',
}: {
  entry: PageEntry;
  sections: readonly { id: string; name: string }[];
  edit: LedgerEdit;
  /** Of the buttons: links at the desk, buttons for the thumb. */
  className?: string;
}) {
  const [moving, setMoving] = useState(false);
  return (
    <>
      <button type="button" className={className} onClick={() => edit.remove(plainEntry(entry))}>
        移出本月
      </button>
      {moving ? (
        <select
          className="in"
          aria-label="改到哪一项"
          value={entry.section}
          onChange={(event) => {
            setMoving(false);
            edit.write({ ...plainEntry(entry), section: event.target.value });
          }}
        >
          {sections.map((section) => (
            <option key={section.id} value={section.id}>
              {section.name}
            </option>
          ))}
        </select>
      ) : (
        <button type="button" className={className} onClick={() => setMoving(true)}>
          改到其他事项
        </button>
      )}
    </>
  );
}

/** The cell was a button that is gone: the keyboard goes on in its first field. */
const goOnInside = (box: HTMLElement | null): void => box?.querySelector<HTMLElement>('[data-autofocus]')?.focus();

/** The cells of one entry after the item's own. `opening`: a cell to open at once, for an entry just added. */
export function EntryCells({
  entry,
  context,
  opening,
  matter,
}: {
  entry: PageEntry;
  context: EntryContext;
  opening?: CellName;
  /** Business work: the first cell is the matter. */
  matter?: boolean;
}) {
  const [open, setOpen] = useState<CellName | undefined>(opening);
  const { edit } = context;
  const write = (part: Partial<LedgerEntry>): void => edit?.write({ ...plainEntry(entry), ...part });
  const close = (): void => setOpen(undefined);
  const at = (name: CellName) => (edit ? { name, onOpen: () => setOpen(name) } : { name });
  const own = context.signals.filter((signal) => signal.key === entry.key);
  const left = (event: { currentTarget: Element; relatedTarget: EventTarget | null }): void => {
    if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
    // A day that cannot be read stays open, with what is wrong beside it.
    if (event.currentTarget.querySelector('.in:invalid')) return;
    close();
    const row = event.currentTarget.closest('tr');
    if (isBlank(entry) && !row?.contains(event.relatedTarget as Node | null)) edit?.drop(entry.key);
  };
  const tools = open !== undefined && edit && !isBlank(entry) && (
    <div className="tools">
      <EntryTools entry={entry} sections={context.sections} edit={edit} />
      <button type="button" className="a" onClick={close}>
        写好了
      </button>
    </div>
  );
  const text = (name: 'matter' | 'content' | 'result', max: number): ReactNode =>
    open === name ? (
      <GrowingText
        label={NAMES[name]}
        value={entry[name]}
        max={max}
        onChange={(value) => write({ [name]: value })}
        onDone={close}
      />
    ) : undefined;
  return (
    <>
      {matter && (
        <th scope="row" onBlur={left}>
          <Cell {...at('matter')} open={text('matter', 60)} empty={entry.matter === ''}>
            {entry.matter}
          </Cell>
          {open === 'matter' && tools}
        </th>
      )}
      <td className="when" onBlur={left}>
        <Cell
          {...at('when')}
          empty={entry.on === null && entry.place === ''}
          open={
            open === 'when' ? (
              <div className="led-edit-when" ref={goOnInside}>
                <WhenFields entry={entry} period={context.period} write={write} />
              </div>
            ) : undefined
          }
        >
          <When entry={entry} />
        </Cell>
        {open === 'when' && tools}
      </td>
      <td onBlur={left}>
        <Cell {...at('content')} open={text('content', 1000)} empty={entry.content === ''}>
          {entry.content}
        </Cell>
        {open === 'content' && tools}
        <Comments comments={context.comments.filter((comment) => comment.entryKey === entry.key)} />
      </td>
      <td onBlur={left}>
        <Cell {...at('result')} open={text('result', 500)} empty={entry.result === ''}>
          {entry.result}
        </Cell>
        {open === 'result' && tools}
      </td>
      <td className="mar">
        <Source entry={entry} edit={edit} />
        <Newer entry={entry} edit={edit} />
        <EntrySignals
          signals={own}
          limits={context.limits}
          {...(edit ? { explain: (explanation: string) => write({ explanation }) } : {})}
        />
      </td>
    </>
  );
}
