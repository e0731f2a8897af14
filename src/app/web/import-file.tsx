/** One file as it was understood: what it was taken for, which row is the head, what each column means, and its cells. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Tray, TrayFile } from '../../platform/open/import.contract.ts';
import { IGNORED_WORDS } from '../../platform/open/layout.logic.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Refused } from '../../ui/states.tsx';
import { CERTAINTY_WORDS, Said } from './import-said.tsx';
import { SheetTable } from './import-sheet.tsx';
import type { Place } from './mending.logic.ts';
import { useChoices, useUnsent } from './use-choices.ts';

type Layouts = Tray['layouts'];
type Sheet = TrayFile['sheets'][number];
export type Column = Sheet['columns'][number];

interface Props {
  file: TrayFile;
  layouts: Layouts;
  place: Place | undefined;
  goTo: (place: Place) => void;
  /** Problems, where they have no column of their own. */
  above: ReactNode;
}

const WHY_LEFT: Record<TrayFile['left'][number]['why'], string> = {
  hidden: '是隐藏的',
  empty: '是空的',
  other: '不是这种表',
  chosen: '您没有选',
};

/** Another layout: what columns mean is understood anew, what was mended stays. */
const kept = ({ sheets = {}, units, once }: TrayFile['choices']): TrayFile['choices'] => ({
  units,
  once,
  sheets: Object.fromEntries(Object.entries(sheets).map(([name, { cells, leaveOut }]) => [name, { cells, leaveOut }])),
});

export function ImportedFile({ file, layouts, place, goTo, above }: Props) {
  const size = useSize();
  const choose = useChoices(file);
  const isUnsent = useUnsent();
  const [asked, setAsked] = useState(file.sheets[0]?.sheet);
  useEffect(() => {
    if (place) setAsked(place.sheet);
  }, [place]);
  const sheet = file.sheets.find((one) => one.sheet === asked) ?? file.sheets[0];
  const layout = layouts.find((one) => one.id === file.layout);

  const change = (part: NonNullable<TrayFile['choices']['sheets']>[string]): void => {
    if (!sheet) return;
    choose.change((choices) => {
      const own = choices.sheets?.[sheet.sheet];
      const columns = part.columns ? { ...own?.columns, ...part.columns } : part.headerRow ? undefined : own?.columns;
      return { ...choices, sheets: { ...choices.sheets, [sheet.sheet]: { ...own, ...part, columns } } };
    });
  };
  /** What was said last, also while the server has not heard of it. */
  const meant = (column: Column): Column => {
    const said = file.choices.sheets?.[sheet?.sheet ?? '']?.columns?.[column.letter];
    return said === undefined || said === column.field ? column : { ...column, field: said, certainty: 'chosen' };
  };
  const setColumn = (letter: string, field: string | null): void => change({ columns: { [letter]: field } });

  return (
    <section className="import-file" aria-labelledby="import-file" aria-busy={choose.isPending}>
      <header>
        <h1 id="import-file">{file.name}</h1>
        <div className="import-how">
          <span className="import-as">
            <label>
              当作
              <select
                className="in"
                value={file.layout ?? ''}
                onChange={({ target }) =>
                  choose.change((choices) => ({
                    ...kept(choices),
                    layout: target.value as NonNullable<TrayFile['layout']>,
                  }))
                }
              >
                {!file.layout && <option value="">请选择</option>}
                {layouts.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {sheet && <span className="note">{CERTAINTY_WORDS[sheet.certainty]}</span>}
          </span>
          {sheet && (
            <HeaderRow
              key={`${sheet.sheet}${sheet.headerRow}`}
              sheet={sheet}
              set={(headerRow) => change({ headerRow })}
            />
          )}
          {file.sheets.length > 1 && (
            <Segmented
              label="工作表"
              options={file.sheets.map((one) => ({ value: one.sheet, name: one.sheet }))}
              value={sheet?.sheet ?? ''}
              onChange={setAsked}
            />
          )}
        </div>
        {sheet && layout && <Missing sheet={sheet} asked={askedAbout(file)} layout={layout} set={setColumn} />}
        {!file.layout && <p>从表头看不出这是哪一种表。请选择它当作什么，或检查是不是放错了文件。</p>}
        {file.left.length > 0 && (
          <p className="note import-left">
            没有用的工作表：{file.left.map(({ sheet: name, why }) => `${name}（${WHY_LEFT[why]}）`).join('、')}
          </p>
        )}
        {isUnsent && (
          <p className="import-unsent" role="status">
            没有连上服务器，您说的先留在这一页，连上后自动送出。
          </p>
        )}
        <Refused error={choose.error} />
        <Said file={file} goTo={goTo} />
      </header>
      {above !== null && <div className="import-problems">{above}</div>}
      {sheet && layout && size === 'phone' && (
        <ColumnList columns={sheet.columns.map(meant)} layout={layout} set={setColumn} />
      )}
      {sheet && layout && size === 'desk' && (
        <SheetTable
          key={sheet.sheet}
          file={file}
          sheet={sheet}
          place={place}
          goTo={goTo}
          head={(column) => <Meaning column={meant(column)} layout={layout} set={setColumn} />}
        />
      )}
    </section>
  );
}

/** What questions without an answer offer as a meaning: not asked a second time. */
const askedAbout = ({ account }: TrayFile): ReadonlySet<string> =>
  new Set(
    (account?.questions ?? [])
      .filter((one) => one.answer === undefined && one.default === null)
      .flatMap((one) => one.options.map(({ says }) => says)),
  );

type MissingProps = { sheet: Sheet; asked: ReadonlySet<string> } & Pick<MeaningProps, 'layout' | 'set'>;

/** Columns that must be there and were not found: one click on the one that is meant. */
function Missing({ sheet, asked, layout, set }: MissingProps) {
  const free = sheet.columns.filter(({ field, ignoredBecause }) => field === null && ignoredBecause === 'unknown');
  const missing = sheet.missing.filter((name) => !asked.has(name));
  return missing.map((name) => {
    const field = layout.columns.find((column) => column.name === name)?.field;
    return (
      <fieldset key={name} className="import-missing" aria-label={`哪一列是${name}`}>
        <b>
          没有找到“{name}”列，{free.length > 0 ? '是哪一列？' : '请在下面各列里指明'}
        </b>
        {field !== undefined &&
          free.map(({ letter, header }) => (
            <button key={letter} type="button" className="btn" onClick={() => set(letter, field)}>
              {header || `${letter}列`}
            </button>
          ))}
      </fieldset>
    );
  });
}

/** The row of the head, taken over when it is left or Enter is pressed. */
function HeaderRow({ sheet, set }: { sheet: Sheet; set: (row: number) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = (): void => {
    const row = Number(input.current?.value);
    if (Number.isInteger(row) && row >= 1 && row <= sheet.length && row !== sheet.headerRow) set(row);
  };
  return (
    <label>
      表头在第
      <input
        ref={input}
        className="in import-row"
        type="number"
        inputMode="numeric"
        min={1}
        max={sheet.length}
        defaultValue={sheet.headerRow}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      行{sheet.headerRows > 1 && `起，共${sheet.headerRows}行`}
    </label>
  );
}

interface MeaningProps {
  column: Column;
  layout: Layouts[number];
  set: (letter: string, field: string | null) => void;
}

/** What a column is taken for. What must not be stored cannot be chosen. */
export function Meaning({ column, layout, set }: MeaningProps) {
  const { letter, header, field, certainty, ignoredBecause } = column;
  if (ignoredBecause === 'identityCard' || ignoredBecause === 'phone')
    return <span className="import-never">{IGNORED_WORDS[ignoredBecause]}</span>;
  const name = layout.columns.find((one) => one.field === field)?.name ?? '不导入';
  return (
    <>
      <select
        className={field === null ? 'in ink3' : 'in'}
        style={{ minWidth: `calc(${name.length}em + 34px)` }}
        aria-label={`${letter}列“${header}”当作`}
        value={field ?? ''}
        onChange={(event) => set(letter, event.target.value === '' ? null : event.target.value)}
      >
        <option value="">不导入</option>
        {layout.columns.map(({ field: id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {field !== null && certainty !== 'sure' && (
        <span className="import-certain note">{CERTAINTY_WORDS[certainty]}</span>
      )}
    </>
  );
}

/** On the phone the columns stand one below the other; the cells are looked at on the desk. */
function ColumnList({ columns, layout, set }: { columns: readonly Column[] } & Omit<MeaningProps, 'column'>) {
  return (
    <section className="import-columns" aria-labelledby="import-columns">
      <h2 id="import-columns">各列当作</h2>
      <ul>
        {columns.map((column) => (
          <li key={column.letter}>
            <span>{column.header || `${column.letter}列`}</span>
            <Meaning column={column} layout={layout} set={set} />
          </li>
        ))}
      </ul>
    </section>
  );
}
