/** The desk of the leader in charge: one ledger a screen, the queue left, the facts right, one key an act. */
import { type ReactNode, useEffect, useState } from 'react';
import { monthName } from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import type { Answer } from '../../ui/api.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, usePrefetch, useRoute } from '../../ui/query.ts';
import { useRoomForSide, useSize } from '../../ui/screen-size.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dayAndClock } from '../../ui/words.ts';
import type { MonthLedgerBody } from '../ledger/room.ts';
import { type VersionShown, Versions } from '../ledger/versions.screen.tsx';
import { checkAccept, checkOpen, checkQueue, checkVersion } from './check.contract.ts';
import { type Checked, CheckedHead, CheckedText, SCROLLS_BY_KEYS } from './checked-ledger.screen.tsx';
import { Facts } from './facts.screen.tsx';
import { filtered, isWaiting, neighbor, nextWaiting, type QueueFilter } from './queue.logic.ts';
import { QueueList } from './queue.screen.tsx';
import { ReturnDialog } from './return-dialog.screen.tsx';
import '../ledger/ledger.css';
import './desk.css';

type Queue = Answer<typeof checkQueue>;
const FILTERS: readonly QueueFilter[] = ['all', 'signals', 'missing', 'clean'];

export function Screen() {
  const [period] = useUrlState('period');
  const query = useRoute(checkQueue, { query: period ? { period } : {} }, { hold: true });
  return (
    <Shown query={query} rows={20}>
      {(queue) => <Desk queue={queue} />}
    </Shown>
  );
}

function Desk({ queue }: { queue: Queue }) {
  const size = useSize();
  const [chosenFilter, setFilter] = useUrlState('show');
  const [chosen] = useUrlState('ledger');
  const change = useUrlChange();
  const filter = FILTERS.find((one) => one === chosenFilter) ?? 'all';
  const shown = filtered(queue.rows, filter);
  useTitle(`${monthName(queue.period)}检查清单`);

  // The desk always has one in hand; the phone starts with the list.
  const first = size === 'desk' ? (shown.find(isWaiting) ?? shown.find((row) => row.ledgerId !== null)) : undefined;
  const current = chosen ?? first?.ledgerId ?? undefined;
  const open = (ledgerId: string | undefined, step = false): void => change({ ledger: ledgerId }, step);
  const prefetch = usePrefetch();
  const next = neighbor(shown, current, 1);
  useEffect(() => {
    if (next) prefetch(checkOpen, { params: { ledgerId: next } });
  }, [next, prefetch]);

  const list = (
    <QueueList
      queue={queue}
      filter={filter}
      setFilter={(value) => setFilter(value === 'all' ? undefined : value)}
      current={current}
      onOpen={(ledgerId) => open(ledgerId, size === 'phone')}
      setPeriod={(period) => change({ period, ledger: undefined })}
    />
  );
  const ledger = current && (
    <OneLedger
      key={current}
      ledgerId={current}
      position={position(shown, current)}
      prev={neighbor(shown, current, -1)}
      next={next}
      open={open}
      // After a decision the next that waits comes up by itself.
      decided={() => open(nextWaiting(queue.rows, current), false)}
      onMonth={(ledgerId, period) => change({ ledger: ledgerId, period }, true)}
    />
  );
  if (size === 'phone') return ledger || list;
  return (
    <div className="check-desk fill">
      {list}
      {ledger || (
        <div className="check-mid">
          <Empty>
            {queue.rows.length === 0
              ? '没有分管的干部。分管关系由组织部在花名册里维护。'
              : `${monthName(queue.period)}还没有人提交清单。`}
          </Empty>
        </div>
      )}
    </div>
  );
}

function position(rows: Queue['rows'], current: string): string {
  const submitted = rows.filter((row) => row.ledgerId !== null);
  const at = submitted.findIndex((row) => row.ledgerId === current);
  return at < 0 ? '' : `第${at + 1}份，共${submitted.length}份`;
}

interface OneProps {
  ledgerId: string;
  position: string;
  prev: string | undefined;
  next: string | undefined;
  open: (ledgerId: string | undefined, step?: boolean) => void;
  decided: () => void;
  onMonth: (ledgerId: string, period: string) => void;
}

function OneLedger(props: OneProps) {
  const query = useRoute(checkOpen, { params: { ledgerId: props.ledgerId } });
  return (
    <Shown query={query} rows={16}>
      {(checked) => <Checking {...props} checked={checked} />}
    </Shown>
  );
}

function Checking({ checked, ...props }: OneProps & { checked: Checked }) {
  const { open, prev, next, decided } = props;
  const size = useSize();
  const wide = useRoomForSide();
  const [entryKey, setEntryKey] = useState<string | undefined>(checked.signals[0]?.key);
  const [commenting, setCommenting] = useState(false);
  const [returning, setReturning] = useState(false);
  const [factsOpen, setFactsOpen] = useState(false);
  const [comparing, setComparing] = useState(false);
  const [actId] = useState(newId);
  const accept = useAct(checkAccept, () => {
    notice(`已通过${checked.person.name}的清单`);
    decided();
  });
  const may = new Set(checked.may);
  const doAccept = (): void => {
    if (!may.has('accept') || accept.isPending) return;
    accept.mutate({ params: { ledgerId: checked.ledgerId }, body: { actId, version: checked.version } });
  };
  const comment = (): void => {
    if (!may.has('comment')) return;
    setEntryKey(entryKey ?? checked.body.entries[0]?.key);
    setCommenting(true);
  };
  useDeskKeys({
    j: () => next && open(next),
    k: () => prev && open(prev),
    a: doAccept,
    r: () => may.has('return') && setReturning(true),
    c: comment,
  });

  const facts = (
    <Facts
      checked={checked}
      onEntry={(key) => {
        setEntryKey(key);
        setFactsOpen(false);
      }}
      onMonth={props.onMonth}
    />
  );
  const dialog = returning && (
    <ReturnDialog
      checked={checked}
      close={() => setReturning(false)}
      done={() => {
        notice(`已退回给${checked.person.name}`);
        decided();
      }}
    />
  );
  if (comparing) {
    return (
      <div className="check-text">
        <Compare checked={checked} onClose={() => setComparing(false)} />
      </div>
    );
  }
  const text = (
    <CheckedText
      checked={checked}
      entryKey={entryKey}
      setEntryKey={setEntryKey}
      commenting={commenting}
      setCommenting={setCommenting}
      onVersions={() => setComparing(true)}
    />
  );
  if (size === 'phone') {
    return (
      <div className="check-mid">
        <PhoneBar title={checked.person.name} note={props.position} back="/check" />
        <CheckedHead checked={checked} onVersions={() => setComparing(true)} />
        <section className="check-facts" aria-label="事实和提示">
          {facts}
        </section>
        {text}
        <PhoneActs
          checked={checked}
          error={accept.error}
          pending={accept.isPending}
          accept={doAccept}
          giveBack={() => setReturning(true)}
          next={next ? () => open(next) : undefined}
        />
        {dialog}
      </div>
    );
  }
  return (
    <>
      <section className="check-mid" aria-label={`${checked.person.name}的清单`}>
        <CheckedHead checked={checked} onVersions={() => setComparing(true)} />
        {text}
        <Refused error={accept.error} />
        <div className="foot">
          {checked.may.length > 0 && (
            <>
              <button
                type="button"
                className="btn pri"
                aria-keyshortcuts="A"
                title="通过后本月清单不再改动，不能撤销"
                disabled={accept.isPending}
                onClick={doAccept}
              >
                通过
                <Kbd>A</Kbd>
              </button>
              <button type="button" className="btn" aria-keyshortcuts="R" onClick={() => setReturning(true)}>
                退回
                <Kbd>R</Kbd>
              </button>
              <button type="button" className="btn" aria-keyshortcuts="C" onClick={comment}>
                批注
                <Kbd>C</Kbd>
              </button>
            </>
          )}
          {!wide && (
            <button type="button" className="btn" onClick={() => setFactsOpen(true)}>
              事实和提示
            </button>
          )}
          <span className="gap" />
          {wide && <span className="note">{props.position}</span>}
          <button type="button" className="btn" aria-keyshortcuts="K" disabled={!prev} onClick={() => open(prev)}>
            上一份
            <Kbd>K</Kbd>
          </button>
          <button type="button" className="btn" aria-keyshortcuts="J" disabled={!next} onClick={() => open(next)}>
            下一份
            <Kbd>J</Kbd>
          </button>
        </div>
      </section>
      {wide ? (
        <aside className="check-facts" aria-label="事实和提示" {...SCROLLS_BY_KEYS}>
          {facts}
        </aside>
      ) : (
        factsOpen && (
          <SideSheet title="事实和提示" note={checked.person.name} onClose={() => setFactsOpen(false)}>
            <div className="check-facts">{facts}</div>
          </SideSheet>
        )
      )}
      {dialog}
    </>
  );
}

function PhoneActs({
  checked,
  error,
  pending,
  accept,
  giveBack,
  next,
}: {
  checked: Checked;
  error: unknown;
  pending: boolean;
  accept: () => void;
  giveBack: () => void;
  next: (() => void) | undefined;
}) {
  if (checked.may.length === 0) {
    return (
      <ActionBar>
        {next && (
          <button type="button" className="btn big" onClick={next}>
            下一份
          </button>
        )}
      </ActionBar>
    );
  }
  return (
    <ActionBar says={error ? <Refused error={error} /> : `通过后本月清单不再改动，不能撤销`}>
      <button type="button" className="btn big" onClick={giveBack}>
        退回
      </button>
      <button type="button" className="btn pri big" disabled={pending} onClick={accept}>
        通过
      </button>
    </ActionBar>
  );
}

/** Keys of the desk, while nobody is writing and no dialog is open. */
function useDeskKeys(acts: Readonly<Record<string, () => unknown>>): void {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest('textarea,select,input:not([type="checkbox"]),[contenteditable],[role="dialog"],dialog'))
        return;
      const act = acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });
}

function Compare({ checked, onClose }: { checked: Checked; onClose: () => void }) {
  const versions = checked.history
    .filter(({ what }) => what === 'submit')
    .map(
      ({ version, at }): VersionShown => ({
        name: `第${version}稿`,
        note: dayAndClock(at),
        version,
        ...(version === checked.version ? { body: checked.body } : {}),
      }),
    );
  return (
    <Versions
      versions={versions}
      history={checked.history}
      items={checked.items}
      fetched={(version, draw) => (
        <Fetched key={version} ledgerId={checked.ledgerId} version={version}>
          {draw}
        </Fetched>
      )}
      onClose={onClose}
    />
  );
}

function Fetched({
  ledgerId,
  version,
  children,
}: {
  ledgerId: string;
  version: number;
  children: (body: MonthLedgerBody) => ReactNode;
}) {
  return <Shown query={useRoute(checkVersion, { params: { ledgerId, version } })}>{children}</Shown>;
}
