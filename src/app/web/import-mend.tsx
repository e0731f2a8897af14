/** One cell mended in place: written anew, its unit chosen from near names, or its row left out. */
import { useRef } from 'react';
import type { TrayFile } from '../../platform/open/import.contract.ts';
import { columnIndex } from '../../platform/open/workbook.logic.ts';
import { notice } from '../../ui/notices.tsx';
import { Refused } from '../../ui/states.tsx';
import {
  type Choices,
  type Place,
  type Problem,
  problemsOf,
  rowOfCell,
  samePlace,
  withCell,
  withCells,
  withoutUnit,
  withRow,
  withUnit,
} from './mending.logic.ts';
import { useChoices } from './use-choices.ts';

/** Problems in the same column whose cell says the same: mended at once where that is wanted. */
function alike(file: TrayFile, place: Place, text: string): readonly Place[] {
  const column = place.cell.replace(/\d+$/, '');
  return problemsOf(file).filter(
    (one) => one.sheet === place.sheet && one.cell.replace(/\d+$/, '') === column && textAtPlace(file, one) === text,
  );
}

/** The text of a cell as it is read now; undefined where its row is not at hand. */
export function textAtPlace(file: TrayFile, { sheet, cell }: Place): string | undefined {
  const row = file.sheets.find((one) => one.sheet === sheet)?.table.find((one) => one.row === rowOfCell(cell));
  return row && (row.cells[columnIndex(cell.replace(/\d+$/, ''))] ?? '');
}

interface Props {
  file: TrayFile;
  place: Place;
  /** To the next problem, once this one is mended. */
  next: () => void;
}

export function MendCell({ file, place, next }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const choose = useChoices(file);
  const { sheet, cell } = place;
  const row = rowOfCell(cell);
  const own = file.sheets.find((one) => one.sheet === sheet);
  const text = textAtPlace(file, place);
  const mended = own?.mended.find((one) => one.cell === cell);
  const left = own?.leftOut.includes(row) ?? false;
  const problem = problemsOf(file).find((one) => samePlace(place, one));
  const before = file.choices;

  type Change = (choices: Choices) => Choices;
  const save = (change: Change, back: Change, said: string): void =>
    choose.change(change, () => notice(said, () => choose.change(back)));
  const cellWas = (at: Place): Change => {
    const was = before.sheets?.[at.sheet]?.cells?.[at.cell];
    return (choices) => withCell(choices, at, was);
  };
  const write = (): void => {
    const typed = input.current?.value ?? '';
    if (typed !== (text ?? '')) save((choices) => withCell(choices, place, typed), cellWas(place), `已改${cell}`);
    next();
  };
  const takeUnit = (written: string, means: string): void =>
    save(
      (choices) => withUnit(choices, written, means),
      (choices) => withoutUnit(choices, written),
      `“${written}”都当作${means}`,
    );
  const setLeft = (out: boolean): void =>
    save(
      (choices) => withRow(choices, sheet, row, out),
      (choices) => withRow(choices, sheet, row, !out),
      out ? `第${row}行不导入` : `第${row}行照样导入`,
    );
  const same = problem && text ? alike(file, place, text) : [];
  const writeAll = (): void => {
    const typed = input.current?.value ?? '';
    if (typed === text || typed.trim() === '') return;
    // A unit holds for the whole file, also for rows that are not listed here.
    if (problem?.written !== undefined) takeUnit(problem.written, typed);
    else
      save(
        (choices) => withCells(choices, same, typed),
        (choices) => same.reduce((all, at) => cellWas(at)(all), choices),
        `“${text}”都改了`,
      );
  };

  if (left)
    return (
      <div className="import-mend">
        <span>第{row}行不导入，是您定的。</span>
        <button type="button" className="btn txt" onClick={() => setLeft(false)}>
          还是导入这一行
        </button>
      </div>
    );
  return (
    <div className="import-mend" aria-busy={choose.isPending}>
      <div className="import-write">
        <input
          ref={input}
          key={`${sheet}${cell}${text}`}
          className="in"
          aria-label={`${cell}改成`}
          defaultValue={text ?? ''}
          maxLength={500}
          onKeyDown={(event) => event.key === 'Enter' && write()}
        />
        <button type="button" className="btn" disabled={choose.isPending} onClick={write}>
          改
        </button>
        {same.length > 1 && (
          <button type="button" className="btn" disabled={choose.isPending} onClick={writeAll}>
            同样的都改
          </button>
        )}
      </div>
      {problem && <Near problem={problem} take={takeUnit} />}
      <div className="import-mend-more">
        {mended && (
          <>
            <span className="note">原来是{mended.was === '' ? '空的' : `“${mended.was}”`}</span>
            <button
              type="button"
              className="btn txt"
              onClick={() =>
                save((choices) => withCell(choices, place, undefined), cellWas(place), `${cell}改回了原样`)
              }
            >
              改回
            </button>
          </>
        )}
        <button type="button" className="btn txt" onClick={() => setLeft(true)}>
          这一行不导入
        </button>
      </div>
      <Refused error={choose.error} />
    </div>
  );
}

/** Names that may be meant; one click holds for every cell of the file with the same text. */
function Near({ problem, take }: { problem: Problem; take: (written: string, means: string) => void }) {
  const { written, near = [] } = problem;
  if (written === undefined || near.length === 0) return null;
  return (
    <fieldset className="import-near" aria-label={`“${written}”都当作`}>
      <span className="note">凡写“{written}”的，都当作：</span>
      {near.map((name) => (
        <button key={name} type="button" className="btn" onClick={() => take(written, name)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
