/** What of a file cannot be taken over and what needs a second look, each with the way to its cell. */
import { isMonth, monthName } from '../../core/time/room.ts';
import type { ImportAccount, TrayFile } from '../../platform/open/import.contract.ts';
import type { Place } from './import.screen.tsx';

type Problem = ImportAccount['rejected'][number];

interface Props {
  file: TrayFile;
  place: Place | undefined;
  /** Left out where there are no cells to go to. */
  goTo: ((place: Place) => void) | undefined;
}

export function Problems({ file, place, goTo }: Props) {
  if (!file.account) return null;
  const { rejected, warnings, rows, accepted } = file.account;
  const more = { several: file.sheets.length > 1, place, goTo };
  return (
    <>
      <Brings account={file.account} />
      <section className="import-problem-part">
        <h2>
          不导入<span className="note">{rejected.length > 0 ? `${rejected.length}行，共${rows}行` : ''}</span>
        </h2>
        {rejected.length === 0 ? (
          <p className="ink2 import-none">没有，{accepted}行都能导入。</p>
        ) : (
          <ProblemList problems={rejected} {...more} />
        )}
      </section>
      {warnings.length > 0 && (
        <section className="import-problem-part">
          <h2>
            请核对<span className="note">{warnings.length}处，照样导入</span>
          </h2>
          <ProblemList problems={warnings} {...more} />
        </section>
      )}
    </>
  );
}

const WORDS: Record<ImportAccount['kind'], (account: ImportAccount) => string> = {
  organizations: (one) => `党组织${one.accepted}个`,
  members: (one) => `党员${one.people}人`,
  roster: (one) => `领导干部${one.people}人`,
  ledger: (one) => `业务工作${one.businessEntries ?? 0}条、党建工作${one.partyBuildingEntries ?? 0}条`,
  life: (one) => `组织生活${one.accepted}次，到会${one.personTimesPresent ?? 0}人次、缺席${one.absences ?? 0}人次`,
};

/** In the words of what it is, so that it can be held against the paper. */
function Brings({ account }: { account: ImportAccount }) {
  const { kind, accepted, person, unit, period, byKind } = account;
  return (
    <section className="import-problem-part">
      <h2>
        会导入<span className="note">{accepted}行</span>
      </h2>
      {person !== undefined && period !== undefined && (
        <p className="import-none">
          {person}　{unit}　{isMonth(period) && monthName(period)}
        </p>
      )}
      <p className="import-none">{WORDS[kind](account)}</p>
      {byKind && (
        <p className="import-none ink2">
          {Object.entries(byKind)
            .map(([name, count]) => `${name}${count}次`)
            .join('、')}
        </p>
      )}
    </section>
  );
}

interface ListProps {
  problems: readonly Problem[];
  several: boolean;
  place: Place | undefined;
  /** Left out where the sheet itself is not at hand any more. */
  goTo: ((place: Place) => void) | undefined;
}

/** Problems in the order in which their reasons first appear. */
export function groupedByReason<P extends { reason: string }>(problems: readonly P[]): [reason: string, same: P[]][] {
  const groups = new Map<string, P[]>();
  for (const problem of problems) groups.set(problem.reason, [...(groups.get(problem.reason) ?? []), problem]);
  return [...groups];
}

/** Many of one kind are folded up: the reason counts, not each row. */
export const FOLD_FROM = 6;

export function ProblemList({ problems, ...rest }: ListProps) {
  const byReason = groupedByReason(problems);
  return (
    <ul>
      {byReason.map(([reason, same]) => {
        const folded = same.length >= FOLD_FROM;
        return (
          <li key={reason} className="import-reason">
            {(folded ? same.slice(0, 2) : same).map((problem) => (
              <Line key={`${problem.sheet}${problem.cell}${problem.what}`} problem={problem} {...rest} />
            ))}
            {folded && (
              <details>
                <summary>同样的还有{same.length - 2}处</summary>
                {same.slice(2).map((problem) => (
                  <Line key={`${problem.sheet}${problem.cell}${problem.what}`} problem={problem} {...rest} />
                ))}
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Line({ problem, several, place, goTo }: { problem: Problem } & Omit<ListProps, 'problems'>) {
  const { sheet, cell, what } = problem;
  const address = several ? `${sheet} ${cell}` : cell;
  const here = place?.sheet === sheet && place.cell === cell;
  return (
    <p className={here ? 'import-line on' : 'import-line'}>
      {goTo ? (
        <button type="button" className="a nb import-at" onClick={() => goTo({ sheet, cell })}>
          {address}
        </button>
      ) : (
        <span className="nb import-at">{address}</span>
      )}
      <span>{what}</span>
    </p>
  );
}
