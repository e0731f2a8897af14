/** The cells of a sheet with their addresses, what each column means above it, and each problem at its cell. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImportAccount, TrayFile } from '../../platform/open/import.contract.ts';
import { columnIndex, columnLetter } from '../../platform/open/workbook.logic.ts';
import type { Column } from './import-file.tsx';
import { FOLD_FROM, groupedByReason } from './import-problems.tsx';
import type { Place } from './mending.logic.ts';

type Sheet = TrayFile['sheets'][number];

interface Props {
  file: TrayFile;
  sheet: Sheet;
  place: Place | undefined;
  goTo: (place: Place) => void;
  head: (column: Column) => ReactNode;
}

interface CellProblem {
  kind: 'bad' | 'doubt';
  what: string;
  /** Said in the cell itself; what many rows have in common is said once, in the list. */
  said: boolean;
}

function problemsAt(file: TrayFile, sheet: string): Map<string, CellProblem> {
  const found = new Map<string, CellProblem>();
  const put = (kind: CellProblem['kind'], list: ImportAccount['rejected']): void => {
    const times = new Map<string, number>();
    for (const { what } of list) times.set(what, (times.get(what) ?? 0) + 1);
    for (const [, same] of groupedByReason(list))
      for (const one of same)
        if (one.sheet === sheet)
          found.set(one.cell, {
            kind: one.reason === 'duplicate' ? 'doubt' : kind,
            what: one.what,
            said: same.length < FOLD_FROM && times.get(one.what)! < 3,
          });
  };
  // What is rejected counts more than what is to be looked at.
  put('doubt', file.account?.warnings ?? []);
  put('bad', file.account?.rejected ?? []);
  return found;
}

export function SheetTable({ file, sheet, place, goTo, head }: Props) {
  const region = useRef<HTMLElement>(null);
  const here = place?.sheet === sheet.sheet ? place.cell : undefined;
  useEffect(() => {
    if (here)
      region.current?.querySelector(`[data-cell="${here}"]`)?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [here]);
  // One listener for all cells: the pointer's short way, beside J, K, the list of problems and 到哪一格.
  useEffect(() => {
    const cells = region.current;
    const press = ({ target }: MouseEvent): void => {
      const cell = target instanceof Element ? target.closest<HTMLElement>('.import-data [data-cell]') : null;
      if (cell?.dataset.cell) goTo({ sheet: sheet.sheet, cell: cell.dataset.cell });
    };
    cells?.addEventListener('click', press);
    return () => cells?.removeEventListener('click', press);
  }, [sheet.sheet, goTo]);
  const problems = problemsAt(file, sheet.sheet);
  const width = Math.max(
    ...sheet.table.map((row) => row.cells.length),
    ...sheet.columns.map((column) => columnIndex(column.letter) + 1),
  );
  const letters = Array.from({ length: width }, (_, at) => columnLetter(at));
  const was = new Map(sheet.mended.map((one) => [one.cell, one.was]));
  const left = new Set(sheet.leftOut);
  const columnOf = new Map(sheet.columns.map((column) => [column.letter, column]));

  return (
    <section ref={region} className="import-cells" aria-label={`工作表${sheet.sheet}的内容`}>
      <table>
        <thead>
          <tr>
            <td />
            {letters.map((letter) => (
              <th key={letter} scope="col">
                {letter}
              </th>
            ))}
          </tr>
          <tr className="import-meaning">
            <th scope="row">当作</th>
            {letters.map((letter) => {
              const column = columnOf.get(letter);
              return <td key={letter}>{column && head(column)}</td>;
            })}
          </tr>
        </thead>
        <tbody>
          {sheet.table.map((row, at) => (
            <Row
              key={row.row}
              row={row}
              letters={letters}
              kind={kindOf(row.row, sheet)}
              skipped={row.row - (sheet.table[at - 1]?.row ?? row.row - 1) - 1}
              problems={problems}
              here={here}
              was={was}
              left={left.has(row.row)}
            />
          ))}
        </tbody>
      </table>
      <p className="note import-rest">
        {lastRow(sheet) < sheet.length && `第${lastRow(sheet) + 1}—${sheet.length}行没有问题，这里不列。`}
      </p>
    </section>
  );
}

const lastRow = (sheet: Sheet): number => sheet.table.at(-1)?.row ?? 0;

const kindOf = (row: number, { headerRow, headerRows }: Sheet): 'above' | 'head' | 'data' =>
  row < headerRow ? 'above' : row < headerRow + headerRows ? 'head' : 'data';

interface RowProps {
  row: Sheet['table'][number];
  letters: readonly string[];
  kind: 'above' | 'head' | 'data';
  /** Rows before this one that are not shown. */
  skipped: number;
  problems: ReadonlyMap<string, CellProblem>;
  here: string | undefined;
  /** What stood in cells that were written anew. */
  was: ReadonlyMap<string, string>;
  /** The user left this row out. */
  left: boolean;
}

function Row({ row, letters, kind, skipped, problems, here, was, left }: RowProps) {
  const filled = row.cells.filter((cell) => cell !== '').length;
  return (
    <>
      {skipped > 0 && (
        <tr className="import-skip">
          <td colSpan={letters.length + 1}>
            第{row.row - skipped}
            {skipped > 1 && `—${row.row - 1}`}行没有问题
          </td>
        </tr>
      )}
      <tr className={left ? `import-${kind} import-out` : `import-${kind}`}>
        <th scope="row">
          {row.row}
          {left && <span className="unseen">行不导入</span>}
        </th>
        {/* A title alone in its row runs over the whole width, as in the sheet. */}
        {kind === 'above' && filled <= 1 ? (
          <td colSpan={letters.length}>{row.cells.find((cell) => cell !== '')}</td>
        ) : (
          letters.map((letter, at) => {
            const cell = `${letter}${row.row}`;
            const problem = problems.get(cell);
            const before = was.get(cell);
            const classes = [
              problem?.kind,
              before === undefined ? undefined : 'mended',
              cell === here ? 'here' : undefined,
            ].filter(Boolean);
            return (
              <td key={letter} data-cell={cell} className={classes.join(' ') || undefined} title={problem?.what}>
                {row.cells[at]}
                {before !== undefined && <del className="import-was">{before === '' ? '空' : before}</del>}
                {problem?.said && <span className="import-what">{problem.what}</span>}
              </td>
            );
          })
        )}
      </tr>
    </>
  );
}
