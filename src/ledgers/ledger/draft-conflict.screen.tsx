/** Two drafts of one month side by side: choose one, or put them together entry by entry. Nothing is lost before a choice. */
import { useState } from 'react';
import { shortDayName } from '../../core/time/room.ts';
import { useAct } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';
import { clock } from '../../ui/words.ts';
import { differences, mergeDrafts } from './draft.logic.ts';
import { ledgerResolveDraft } from './ledger.contract.ts';
import { type Conflict, deviceName, deviceWord, type Opened } from './ledger-draft.screen.tsx';
import type { LedgerDraft, LedgerEntry } from './month-ledger.logic.ts';

interface Props {
  opened: Opened;
  conflict: Conflict;
  /** Whose kept draft is settled. */
  fork: string;
  settled: (rev: number, body: LedgerDraft) => void;
  /** Given when it can be put off: nothing is lost by waiting. */
  later?: () => void;
}

export function DraftConflict({ opened, conflict, fork, settled, later }: Props) {
  const { mine, theirs } = conflict;
  const rows = differences(mine.body, theirs.body);
  const [choice, setChoice] = useState<ReadonlyMap<string, 'mine' | 'theirs'>>(new Map());
  const resolve = useAct(ledgerResolveDraft, (answer) => settled(answer.rev, answer.draft));
  const save = (body: LedgerDraft): void =>
    resolve.mutate({
      params: { period: opened.period },
      body: { baseRev: conflict.rev, device: deviceName(), fork, body },
    });
  const names = new Map([['business', '业务工作'], ...opened.items.map(({ id, name }) => [id, name] as const)]);
  const picked = (key: string, side: 'mine' | 'theirs'): boolean => (choice.get(key) ?? 'mine') === side;
  const pick = (key: string, side: 'mine' | 'theirs'): void => setChoice(new Map(choice).set(key, side));
  const there = `${deviceWord(theirs.device)}${theirs.savedAt ? `　${clock(theirs.savedAt)}` : ''}`;
  const here = mine.device === deviceName() ? '这里写的' : `${deviceWord(mine.device)}写的`;
  return (
    <section className="sheet" aria-labelledby="conflict">
      <div className="ledger-head">
        <h1 id="conflict">两处都改过，请选一稿</h1>
        <p className="who">
          两处写的都在，选定以前都不会丢。下面是说得不一样的{rows.length}
          条，逐条点选后合在一起；“本月无此项”两处说过的都保留。
        </p>
      </div>
      <table className="versions">
        <thead>
          <tr>
            <th scope="col" className="c-section">
              工作事项
            </th>
            <th scope="col">{here}</th>
            <th scope="col">另一处：{there}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{names.get((row.mine ?? row.theirs)!.section) ?? '其他'}</th>
              {(['mine', 'theirs'] as const).map((side) => {
                const entry = row[side];
                const chosen =
                  picked(row.key, side) ||
                  (entry !== undefined && row[side === 'mine' ? 'theirs' : 'mine'] === undefined);
                return (
                  <td
                    key={side}
                    className={entry && chosen ? 'picked' : undefined}
                    data-head={side === 'mine' ? here : `另一处：${there}`}
                  >
                    {entry ? (
                      <label>
                        <input type="radio" name={row.key} checked={chosen} onChange={() => pick(row.key, side)} />
                        <span>
                          <Words entry={entry} />
                        </span>
                      </label>
                    ) : (
                      <span className="note">没有这一条，合在一起时保留</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="ledger-removed">
        <Refused error={resolve.error} />
        <p className="acts">
          <button
            type="button"
            className="btn pri"
            disabled={resolve.isPending}
            onClick={() => save(mergeDrafts(mine.body, theirs.body, choice))}
          >
            按所选合在一起
          </button>
          <button type="button" className="btn" disabled={resolve.isPending} onClick={() => save(mine.body)}>
            全用{here}
          </button>
          <button type="button" className="btn" disabled={resolve.isPending} onClick={() => save(theirs.body)}>
            全用另一处的
          </button>
          {later && (
            <button type="button" className="btn txt" onClick={later}>
              以后再选
            </button>
          )}
        </p>
      </div>
    </section>
  );
}

const Words = ({ entry }: { entry: LedgerEntry }) => (
  <>
    <span className="note">
      {entry.on && shortDayName(entry.on)} {entry.place}
    </span>
    <br />
    {entry.content}
    {entry.result && <span className="ink2">成效：{entry.result}</span>}
  </>
);
