/** A conflict: what oneself wrote and what is already there, side by side. */
import type { RecordKind } from '../../core/record/room.ts';
import { dayName, isDay } from '../../core/time/room.ts';
import { ApiError } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { valueWords } from './record-field.screen.tsx';

interface Side {
  heldOn?: string;
  startsAt?: string | null;
  place?: string;
  due?: number | null;
  present?: number | null;
  people?: { part: string; name?: string; reason?: string | null }[];
  body?: Record<string, unknown>;
}

export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.detail.code === 'version-conflict';

function linesOf(kind: RecordKind, side: Side): [name: string, words: string][] {
  const heldOn = side.heldOn !== undefined && isDay(side.heldOn) ? dayName(side.heldOn) : '';
  return [
    ['时间', `${heldOn} ${side.startsAt ?? ''}`.trim()],
    ['地点', side.place ?? ''],
    ['应到、实到', side.due == null ? '' : `应到${side.due}人，实到${side.present ?? ''}人`],
    ...kind.fields.map((field): [string, string] => [field.name, valueWords(field, side.body?.[field.key]) ?? '']),
  ];
}

export function Both({ error, kind }: { error: ApiError; kind: RecordKind }) {
  const { yours, theirs } = (error.detail.data ?? {}) as { yours?: Side; theirs?: Side };
  if (!yours || !theirs) return <Refused error={error} />;
  const mine = linesOf(kind, yours);
  const rows = linesOf(kind, theirs)
    .map(([name, words], at) => ({ name, theirs: words, yours: mine[at]?.[1] ?? '' }))
    .filter((row) => row.theirs !== '' || row.yours !== '');
  return (
    <div>
      <Refused error={error} />
      <table className="both">
        <thead>
          <tr>
            <th scope="col">　</th>
            <th scope="col">您写的</th>
            <th scope="col">已经记下的</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.yours === row.theirs ? row.yours : <b>{row.yours || '（没有写）'}</b>}</td>
              <td>{row.yours === row.theirs ? row.theirs : <b>{row.theirs || '（没有写）'}</b>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
