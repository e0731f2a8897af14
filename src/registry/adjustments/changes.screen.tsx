/** What an adjustment changes, as lists: in the preview and on the page of one that was made. */
import type { ReactNode } from 'react';
import { type Day, dayName } from '../../core/time/room.ts';
import { Mark } from '../../ui/mark.tsx';
import type { ChangesAnswer } from './adjustments.contract.ts';

/** Longer lists are folded. */
const OPEN_UP_TO = 6;

function Lines({ head, count, children }: { head: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <details className="adjust-lines" open={count <= OPEN_UP_TO}>
      <summary>
        {head}
        <span className="nb">　{count}</span>
      </summary>
      <ul>{children}</ul>
    </details>
  );
}

/** A line's own day, when it is not that of the act. */
const since = (on: Day, from: Day): string => (on === from ? '' : `自${dayName(on)}`);

export function ChangesView({ changes, from }: { changes: ChangesAnswer; from: Day }) {
  return (
    <div className="adjust-changes">
      <ul className="adjust-organizations">
        {changes.organizations.map((line) => (
          <li key={`${line.orgId}/${line.on}`}>
            <b>{line.name}</b>
            <span>
              {line.what}
              {line.on !== from && <small>　{since(line.on, from)}</small>}
            </span>
          </li>
        ))}
      </ul>
      {changes.notes.map((note) => (
        <p key={note} className="note adjust-note">
          <Mark kind="sig">{note}</Mark>
        </p>
      ))}
      <Lines head="转入的下级组织" count={changes.branches.length}>
        {changes.branches.map((line) => (
          <li key={line.orgId}>
            <span>{line.name}</span>
            <small>
              {line.from} → {line.to} {since(line.on, from)}
            </small>
          </li>
        ))}
      </Lines>
      <Lines head="转入的党员" count={changes.members.length}>
        {changes.members.map((line) => (
          <li key={`${line.personId}/${line.from}`}>
            <span>{line.name}</span>
            <small>
              {line.from} → {line.to} {since(line.on, from)}
            </small>
          </li>
        ))}
      </Lines>
      <Lines head="终止的职务" count={changes.posts.length}>
        {changes.posts.map((line) => (
          <li key={`${line.personId}/${line.org}/${line.title}`}>
            <span>{line.name}</span>
            <small>
              {line.org}　{line.title} {since(line.on, from)}
            </small>
          </li>
        ))}
      </Lines>
      <Lines head="终止的分管、联系" count={changes.charges.length}>
        {changes.charges.map((line) => (
          <li key={`${line.personId}/${line.org}/${line.what}`}>
            <span>{line.name}</span>
            <small>
              {line.what} {line.org} {since(line.on, from)}
            </small>
          </li>
        ))}
      </Lines>
      <Lines head="不再应报的清单" count={changes.ledgers.length}>
        {changes.ledgers.map((line) => (
          <li key={`${line.personId}/${line.form}`}>
            <span>{line.name}</span>
            <small>{line.form}</small>
          </li>
        ))}
      </Lines>
    </div>
  );
}
