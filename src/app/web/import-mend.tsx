/** One cell mended in place: written anew, its unit chosen from near names, or its row left out. */
import { useRef } from 'react';
import { chooseForFile, type TrayFile } from '../../platform/open/import.contract.ts';
import { columnIndex } from '../../platform/open/workbook.logic.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
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
  withRow,
  withUnit,
} from './mending.logic.ts';

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
  const choose = useAct(chooseForFile);
  const { sheet, cell } = place;
  const row = rowOfCell(cell);
  const own = file.sheets.find((one) => one.sheet === sheet);
  const text = textAtPlace(file, place);
  const mended = own?.mended.find((one) => one.cell === cell);
  const left = own?.leftOut.includes(row) ?? false;
  const problem = problemsOf(file).find((one) => samePlace(place, one));
  const before = file.choices;

  const save = (choices: Choices, said: string): void =>
    choose.mutate(
      { params: { id: file.id }, body: choices },
      {
        onSuccess: () => notice(said, () => choose.mutate({ params: { id: file.id }, body: before })),
      },
    );
  const write = (): void => {
    const typed = input.current?.value ?? '';
    if (typed !== (text ?? '')) save(withCell(before, place, typed), `已改${cell}`);
    next();
  };
  const same = problem && text ? alike(file, place, text) : [];
  const writeAll = (): void => {
    const typed = input.current?.value ?? '';
    // A unit holds for the whole file, also for rows that are not listed here.
    const all =
      problem?.written === undefined ? withCells(before, same, typed) : withUnit(before, problem.written, typed);
    if (typed !== text && typed.trim() !== '') save(all, `“${problem?.written ?? text}”都改了`);
  };

  if (left)
    return (
      <div className="import-mend">
        <span>第{row}行不导入，是您定的。</span>
        <button
          type="button"
          className="btn txt"
          onClick={() => save(withRow(before, sheet, row, false), `第${row}行照样导入`)}
        >
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
      {problem && (
        <Near
          problem={problem}
          take={(written, means) => save(withUnit(before, written, means), `“${written}”都当作${means}`)}
        />
      )}
      <div className="import-mend-more">
        {mended && (
          <>
            <span className="note">原来是{mended.was === '' ? '空的' : `“${mended.was}”`}</span>
            <button
              type="button"
              className="btn txt"
              onClick={() => save(withCell(before, place, undefined), `${cell}改回了原样`)}
            >
              改回
            </button>
          </>
        )}
        <button
          type="button"
          className="btn txt"
          onClick={() => save(withRow(before, sheet, row, true), `第${row}行不导入`)}
        >
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
