/** What of a file cannot be taken over and what needs a second look, each with the way to its cell. */
import type { ReactNode } from 'react';
import { isMonth, monthName } from '../../core/time/room.ts';
import { type ImportAccount, markedWorkbook, type TrayFile } from '../../platform/open/import.contract.ts';
import { placeOfCell } from '../../platform/open/mending.logic.ts';
import { fileUrl } from '../../ui/api.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { MendCell } from './import-mend.tsx';
import { type Place, type Problem, problemsOf, samePlace } from './mending.logic.ts';

interface Props {
  file: TrayFile;
  place: Place | undefined;
  goTo: (place: Place) => void;
  /** To the next problem, or back. */
  step: (by: 1 | -1) => void;
}

export function Problems({ file, place, goTo, step }: Props) {
  if (!file.account) return null;
  const { rejected, warnings, rows, accepted } = file.account;
  const mend = (at: Place) => <MendCell file={file} place={at} next={() => step(1)} />;
  const more = { several: file.sheets.length > 1, place, goTo, mend };
  const isProblem = place && problemsOf(file).some((one) => samePlace(place, one));
  return (
    <>
      <Brings account={file.account} />
      {problemsOf(file).length > 0 && (
        <div className="import-walk">
          <button type="button" className="btn" onClick={() => step(-1)}>
            上一处<Kbd>K</Kbd>
          </button>
          <button type="button" className="btn" onClick={() => step(1)}>
            下一处<Kbd>J</Kbd>
          </button>
          <AnyCell file={file} place={place} goTo={goTo} />
          <a className="a" href={fileUrl(markedWorkbook, { params: { id: file.id } })} download>
            下载标出问题的表格
          </a>
        </div>
      )}
      {place && !isProblem && (
        <section className="import-problem-part" aria-label={`改${place.cell}`}>
          <h2>
            {place.cell}
            <span className="note">这一格</span>
          </h2>
          {mend(place)}
        </section>
      )}
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

/** A cell by its address, for whoever finds something wrong that no list names. */
function AnyCell({ file, place, goTo }: Pick<Props, 'file' | 'place' | 'goTo'>) {
  const sheet = place?.sheet ?? file.sheets[0]?.sheet;
  const go = (typed: string): void => {
    const cell = typed.normalize('NFKC').trim().toUpperCase();
    if (sheet !== undefined && placeOfCell(cell)) goTo({ sheet, cell });
  };
  return (
    <label className="import-any">
      改哪一格
      <input
        className="in"
        placeholder="D21"
        size={5}
        maxLength={10}
        onKeyDown={(event) => event.key === 'Enter' && go(event.currentTarget.value)}
      />
    </label>
  );
}

const WORDS: Record<ImportAccount['kind'], (account: ImportAccount) => string> = {
  organizations: (one) => `党组织${one.accepted}个`,
  members: (one) => `党员${one.people}人`,
  roster: (one) => `领导干部${one.people}人`,
  ledger: (one) => `业务工作${one.businessEntries ?? 0}条、党建工作${one.partyBuildingEntries ?? 0}条`,
  life: (one) => `组织生活${one.accepted}次，到会${one.personTimesPresent ?? 0}人次、缺席${one.absences ?? 0}人次`,
  responsibility: (one) => `责任分工${one.accepted}行`,
  keyPlan: (one) => `重点工作${one.accepted}项`,
  training: (one) => `培训${one.people}人`,
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
      {accepted > 0 && <p className="import-none">{WORDS[kind](account)}</p>}
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
  /** What mends the problem that is looked at, below its line. */
  mend?: (place: Place) => ReactNode;
}

/** Problems in the order in which their reasons first appear. */
export function groupedByReason<P extends { reason: string }>(problems: readonly P[]): [reason: string, same: P[]][] {
  const groups = new Map<string, P[]>();
  for (const problem of problems) groups.set(problem.reason, [...(groups.get(problem.reason) ?? []), problem]);
  return [...groups];
}

/** Many of one kind are folded up: the reason counts, not each row. */
export const FOLD_FROM = 6;

/** Those that say the same, word for word: one line for all of them, since one word mends them all. */
function alikeIn(problems: readonly Problem[]): readonly [first: Problem, others: readonly Problem[]][] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) groups.set(problem.what, [...(groups.get(problem.what) ?? []), problem]);
  return [...groups.values()].map(([first, ...others]) => [first!, others]);
}

export function ProblemList({ problems, ...rest }: ListProps) {
  return (
    <ul>
      {groupedByReason(problems).map(([reason, same]) => {
        const alike = alikeIn(same);
        const folded = alike.length >= FOLD_FROM;
        const tail = folded ? alike.slice(2) : [];
        const inFold = tail.some(([first, others]) =>
          [first, ...others].some((problem) => samePlace(rest.place, problem)),
        );
        const lines = (shown: typeof alike) =>
          shown.map(([first, others]) => (
            <Alike key={`${first.sheet}${first.cell}${first.what}`} first={first} others={others} {...rest} />
          ));
        return (
          <li key={reason} className="import-reason">
            {lines(folded ? alike.slice(0, 2) : alike)}
            {folded && (
              <details open={inFold || undefined}>
                <summary>同类的还有{tail.reduce((sum, [, others]) => sum + 1 + others.length, 0)}处</summary>
                {lines(tail)}
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** One line, and the other cells of which the same is said behind it. */
function Alike({
  first,
  others,
  ...rest
}: { first: Problem; others: readonly Problem[] } & Omit<ListProps, 'problems'>) {
  const { place, goTo, several } = rest;
  const isInside = others.some((problem) => samePlace(place, problem));
  return (
    <>
      <Line problem={first} {...rest} />
      {others.length > 0 && (
        <details className="import-alike" open={isInside || undefined}>
          <summary>另有{others.length}处一样</summary>
          {others.map((problem) =>
            samePlace(place, problem) ? (
              <Line key={`${problem.sheet}${problem.cell}`} problem={problem} {...rest} />
            ) : (
              <Where key={`${problem.sheet}${problem.cell}`} problem={problem} several={several} goTo={goTo} />
            ),
          )}
        </details>
      )}
    </>
  );
}

/** The way to a cell. */
function Where({ problem, several, goTo }: { problem: Problem } & Pick<ListProps, 'several' | 'goTo'>) {
  const { sheet, cell } = problem;
  const address = several ? `${sheet} ${cell}` : cell;
  return goTo ? (
    <button type="button" className="a nb import-at" onClick={() => goTo({ sheet, cell })}>
      {address}
    </button>
  ) : (
    <span className="nb import-at">{address}</span>
  );
}

function Line({ problem, several, place, goTo, mend }: { problem: Problem } & Omit<ListProps, 'problems'>) {
  const { sheet, cell, what } = problem;
  const here = samePlace(place, problem);
  const line = (
    <p className={here ? 'import-line on' : 'import-line'}>
      <Where problem={problem} several={several} goTo={goTo} />
      <span>{what}</span>
    </p>
  );
  if (!here || !mend) return line;
  return (
    <div className="import-here">
      {line}
      {mend({ sheet, cell })}
    </div>
  );
}
