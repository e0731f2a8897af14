/** Posts and memberships over time, several at once side by side on one scale of years. */
import type { ReactNode } from 'react';
import { type Day, dayName, daysBetween } from '../../core/time/room.ts';

export interface Lane {
  key: string;
  what: ReactNode;
  from: Day;
  /** The last day; null while it lasts. */
  until: Day | null;
  of: 'post' | 'membership';
}

const MAX_TICKS = 6;

/** A year written further right would not fit. */
const LAST_TICK = 88;

/** From when until when, in words. */
export const spanWords = ({ from, until }: Pick<Lane, 'from' | 'until'>): string =>
  until === null ? `${dayName(from)}起` : `${dayName(from)}至${dayName(until)}`;

/** Whether something was over on a day. */
export const isOver = ({ until }: Pick<Lane, 'until'>, on: Day): boolean => until !== null && until < on;

/** Years to write on the scale: every one, or every so many. */
function ticks(first: Day, last: Day): number[] {
  const from = Number(first.slice(0, 4)) + 1;
  const to = Number(last.slice(0, 4));
  const step = Math.max(1, Math.ceil((to - from + 1) / MAX_TICKS));
  return Array.from({ length: Math.max(0, Math.ceil((to - from + 1) / step)) }, (_, at) => from + at * step);
}

/** What lasts before what is over; the bars repeat the words for the eye only. */
export function Timeline({ lanes, on, none }: { lanes: readonly Lane[]; on: Day; none: string }) {
  if (lanes.length === 0) return <p className="ink3 person-none">{none}</p>;
  const days = lanes
    .flatMap(({ from, until }) => [from, until ?? from])
    .concat(on)
    .sort();
  const first = days[0]!;
  const last = days.at(-1)!;
  const all = Math.max(1, daysBetween(first, last));
  const place = (on: Day): number => (daysBetween(first, on) / all) * 100;
  return (
    <div className="timeline">
      <p className="timeline-scale" aria-hidden="true">
        {ticks(first, last)
          .map((year) => ({ year, left: place(`${year}-01-01` as Day) }))
          .filter(({ left }) => left < LAST_TICK)
          .map(({ year, left }) => (
            <span key={year} style={{ left: `${left}%` }}>
              {year}
            </span>
          ))}
      </p>
      <ul>
        {lanes.map((lane) => {
          const left = place(lane.from);
          const right = lane.until === null ? 100 : place(lane.until);
          return (
            <li key={lane.key} className={isOver(lane, on) ? 'ended' : undefined}>
              <span className="x">{lane.what}</span>
              <span className="timeline-track" aria-hidden="true">
                <i className={lane.of} style={{ left: `${left}%`, width: `${Math.max(0.8, right - left)}%` }} />
              </span>
              <span className="w">{spanWords(lane)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
