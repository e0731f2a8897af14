/** The queue: everybody in charge for one month, those that stand out marked, several accepted at once. */
import { useState } from 'react';
import { isMonth, monthName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Refused } from '../../ui/states.tsx';
import { spreadName } from '../../ui/words.ts';
import { ledgerProcess } from '../ledger/room.ts';
import { checkAcceptMany, type checkQueue, type QueueRow } from './check.contract.ts';
import { counted, filtered, isClean, isWaiting, type QueueFilter, suggested } from './queue.logic.ts';

type Queue = Answer<typeof checkQueue>;

interface Props {
  queue: Queue;
  filter: QueueFilter;
  setFilter: (filter: QueueFilter) => void;
  current: string | undefined;
  onOpen: (ledgerId: string) => void;
  setPeriod: (period: string) => void;
}

const FILTERS: readonly { value: QueueFilter; name: string }[] = [
  { value: 'all', name: '全部' },
  { value: 'signals', name: '有提示' },
  { value: 'missing', name: '缺项' },
  { value: 'clean', name: '无提示' },
];

export function QueueList({ queue, filter, setFilter, current, onOpen, setPeriod }: Props) {
  const { period, periods, rows } = queue;
  const shown = filtered(rows, filter);
  return (
    <section className="check-queue" aria-label="待检查清单">
      <div className="top">
        <div className="head">
          <select
            className="in month"
            aria-label="月份"
            value={period}
            onChange={(event) => isMonth(event.target.value) && setPeriod(event.target.value)}
          >
            {periods.map((one) => (
              <option key={one.period} value={one.period}>
                {monthName(one.period)}
              </option>
            ))}
          </select>
          <h1>
            待检查<span className="nb">{counted(rows, 'all')}份</span>
          </h1>
        </div>
        <Segmented
          label="看哪些"
          options={FILTERS.map(({ value, name }) => ({ value, name: `${name}${counted(rows, value)}` }))}
          value={filter}
          onChange={setFilter}
        />
      </div>
      <QueueRows key={period} rows={shown} all={rows} current={current} onOpen={onOpen} />
    </section>
  );
}

function QueueRows({
  rows,
  all,
  current,
  onOpen,
}: {
  rows: readonly QueueRow[];
  all: readonly QueueRow[];
  current: string | undefined;
  onOpen: (ledgerId: string) => void;
}) {
  // Untouched, the suggestion stands; from the first tick on, the leader's own choice.
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  const waiting = all.filter(isWaiting);
  const chosen = waiting.filter((row) => (picked ?? new Set(suggested(all))).has(row.ledgerId!));
  const ids = new Set(chosen.map((row) => row.ledgerId!));
  const toggle = (id: string): void => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const accept = useAct(checkAcceptMany, ({ accepted, left }) => {
    setPicked(undefined);
    notice(`已通过${accepted.length}份${left.length > 0 ? `，${left.length}份留下` : ''}`);
  });
  const named = chosen.filter((row) => !isClean(row)).length;
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li
            key={row.personId}
            className={
              row.ledgerId !== null && row.ledgerId === current
                ? 'on'
                : row.ledgerId === null
                  ? 'none'
                  : isWaiting(row)
                    ? undefined
                    : 'done'
            }
          >
            {isWaiting(row) ? (
              <label className="tick">
                <input
                  type="checkbox"
                  className="cb"
                  aria-label={`选${row.person}的清单`}
                  checked={ids.has(row.ledgerId!)}
                  onChange={() => toggle(row.ledgerId!)}
                />
              </label>
            ) : (
              <i className="pad" />
            )}
            <button
              type="button"
              className="to"
              disabled={row.ledgerId === null}
              aria-current={row.ledgerId !== null && row.ledgerId === current ? 'true' : undefined}
              onClick={() => row.ledgerId && onOpen(row.ledgerId)}
            >
              <span className="who">{spreadName(row.person)}</span>
              <span className="unit">{row.unit}</span>
              <RowState row={row} />
            </button>
          </li>
        ))}
        {rows.length === 0 && <li className="none">没有这样的清单</li>}
      </ul>
      {waiting.length > 0 && (
        <div className="bulk">
          <label>
            <input
              type="checkbox"
              className="cb"
              aria-label="全选"
              ref={(box) => {
                if (box) box.indeterminate = chosen.length > 0 && chosen.length < waiting.length;
              }}
              checked={chosen.length === waiting.length}
              onChange={() => setPicked(chosen.length > 0 ? new Set() : new Set(waiting.map((row) => row.ledgerId!)))}
            />
            已选<span className="nb">{chosen.length}份</span>
          </label>
          <button
            type="button"
            className="btn"
            disabled={chosen.length === 0 || accept.isPending}
            title={named > 0 ? `其中${named}份有提示或缺项` : '都没有提示，也不缺项'}
            onClick={() =>
              accept.mutate({
                body: {
                  acts: chosen.map((row) => ({ ledgerId: row.ledgerId!, actId: newId(), version: row.version })),
                  named: chosen.filter((row) => !isClean(row)).map((row) => row.ledgerId!),
                },
              })
            }
          >
            通过所选{chosen.length}份
          </button>
        </div>
      )}
      <Refused error={accept.error} />
      {accept.data && accept.data.left.length > 0 && (
        <div className="bulk" role="status">
          <p className="note">
            没有通过的：
            {accept.data.left.map(({ person, why }) => `${person}${why}`).join('；')}
          </p>
        </div>
      )}
    </>
  );
}

function RowState({ row }: { row: QueueRow }) {
  if (row.ledgerId === null) return <span className="note">没有提交</span>;
  if (!isWaiting(row)) return <span className="note">{ledgerProcess.states[row.state].name}</span>;
  if (row.unwritten > 0) return <Mark kind="miss">缺{row.unwritten}</Mark>;
  return row.signals > 0 ? <Mark kind="sig">提示{row.signals}</Mark> : null;
}
