/** Two versions of one month side by side, with what changed marked; every version stays readable. */
import { type ReactNode, useState } from 'react';
import { shortDayName } from '../../core/time/room.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { dayAndClock } from '../../ui/words.ts';
import { compareVersions, nothingChanged } from './compare.logic.ts';
import { Changes } from './entry-signals.screen.tsx';
import type { LedgerEntry, MonthLedgerBody } from './month-ledger.logic.ts';
import type { LedgerEvent } from './standing.logic.ts';

/** A version that can be looked at: submitted, or the one being written. */
export interface VersionShown {
  name: string;
  note: string;
  version: number;
  /** Known already: the one that is being written. */
  body?: MonthLedgerBody;
}

interface Props {
  /** Oldest first; at least two. */
  versions: readonly VersionShown[];
  history: readonly LedgerEvent[];
  items: readonly { id: string; name: string }[];
  /** Fetches a submitted version and shows it. */
  fetched: (version: number, draw: (body: MonthLedgerBody) => ReactNode) => ReactNode;
  onClose: () => void;
}

const WORDS: Readonly<Record<LedgerEvent['what'], string>> = {
  submit: '提交',
  withdraw: '撤回',
  return: '退回',
  accept: '通过',
  comment: '批注',
};

/** What happened to the ledger, in order. */
export function History({ history }: { history: readonly LedgerEvent[] }) {
  return (
    <ol>
      {history.map((event) => (
        <li key={`${event.at}${event.what}${event.entryKey ?? ''}`}>
          <span className="note nb">{dayAndClock(event.at)}</span>　<b>{event.by}</b> {WORDS[event.what]}
          {event.what === 'submit' && `第${event.version}稿`}
          {(event.reason ?? event.text) && `：${event.reason ?? event.text}`}
        </li>
      ))}
    </ol>
  );
}

export function Versions({ versions, history, items, fetched, onClose }: Props) {
  const [first, setFirst] = useState(Math.max(0, versions.length - 2));
  const old = versions[first];
  const now = versions[first + 1];
  const names = new Map([['business', '业务工作'], ...items.map(({ id, name }) => [id, name] as const)]);
  const shown = (version: VersionShown, draw: (body: MonthLedgerBody) => ReactNode): ReactNode =>
    version.body ? draw(version.body) : fetched(version.version, draw);
  return (
    <section className="sheet" aria-labelledby="versions">
      <div className="ledger-head">
        <div className="t">
          <h1 id="versions">历次修改</h1>
          <button type="button" className="a" onClick={onClose}>
            回到清单
          </button>
        </div>
        <History history={history} />
        {versions.length > 2 && (
          <div className="ledger-forms">
            <Segmented
              label="比较哪两稿"
              options={versions.slice(1).map((version, at) => ({
                value: String(at),
                name: `${versions[at]?.name}和${version.name}`,
              }))}
              value={String(first)}
              onChange={(value) => setFirst(Number(value))}
            />
          </div>
        )}
      </div>
      {old && now ? (
        shown(old, (before) =>
          shown(now, (after) => <Compared before={before} after={after} heads={[old, now]} names={names} />),
        )
      ) : (
        <p className="ledger-removed ink2">只有一稿，没有可以比较的。</p>
      )}
    </section>
  );
}

function Compared({
  before,
  after,
  heads,
  names,
}: {
  before: MonthLedgerBody;
  after: MonthLedgerBody;
  heads: readonly [VersionShown, VersionShown];
  names: ReadonlyMap<string, string>;
}) {
  const rows = compareVersions(before, after);
  const changed = rows.filter((row) => row.changed);
  const kept = rows.length - changed.length;
  const nothing = nothingChanged(before, after);
  const saidBefore = new Set(before.nothing.map(({ item }) => item));
  return (
    <table className="versions">
      <thead>
        <tr>
          <th scope="col" className="c-section">
            工作事项
          </th>
          {heads.map((head) => (
            <th key={head.name} scope="col">
              {head.name}　{head.note}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changed.map((row) => (
          <tr key={row.key}>
            <th scope="row">{names.get(row.section) ?? '其他'}</th>
            <td data-head={heads[0].name}>
              {row.before ? (
                <Side entry={row.before}>{row.runs && <Changes runs={row.runs.before} />}</Side>
              ) : (
                <span className="note">这一稿没有</span>
              )}
            </td>
            <td data-head={heads[1].name}>
              {row.after ? (
                <Side entry={row.after}>{row.runs && <Changes runs={row.runs.after} />}</Side>
              ) : (
                <span className="note">这一稿删去了</span>
              )}
            </td>
          </tr>
        ))}
        {nothing.map((item) => (
          <tr key={item}>
            <th scope="row">{names.get(item) ?? '其他'}</th>
            <td data-head={heads[0].name}>{saidBefore.has(item) ? '本月无此项' : <span className="note">—</span>}</td>
            <td data-head={heads[1].name}>{saidBefore.has(item) ? <span className="note">—</span> : '本月无此项'}</td>
          </tr>
        ))}
        <tr className="kept">
          <td colSpan={3}>
            {changed.length + nothing.length === 0 ? '两稿相同，' : '其余'}
            <span className="nb">{kept}条</span>没有改动。加粗的是改动的字句。
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Side({ entry, children }: { entry: LedgerEntry; children: ReactNode }) {
  return (
    <>
      <p className="note">
        {entry.on && shortDayName(entry.on)} {entry.place}
      </p>
      <p>{children || `${entry.content}${entry.result ? `成效：${entry.result}` : ''}`}</p>
    </>
  );
}
