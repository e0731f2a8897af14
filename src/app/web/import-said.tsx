/** At the top of a file: what is doubtful, asked once; what was said before; what was mended; whether a newer edition lies here. */
import { forgetLayout, replaceFile, type TrayFile } from '../../platform/open/import.contract.ts';
import type { Certainty } from '../../platform/open/layout.logic.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import { type Choices, type Place, withAnswer, withCell, withoutUnit, withRow } from './mending.logic.ts';
import { useChoices } from './use-choices.ts';

export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  chosen: '您定的',
  sure: '有把握',
  likely: '大概是',
  unsure: '拿不准',
};

interface Props {
  file: TrayFile;
  goTo: ((place: Place) => void) | undefined;
}

export function Said({ file, goTo }: Props) {
  const { change: save, error } = useChoices(file);
  return (
    <div className="import-said">
      <Edition file={file} />
      <Remembered file={file} save={save} />
      <Questions file={file} save={save} goTo={goTo} />
      <Mended file={file} save={save} />
      <Refused error={error} />
    </div>
  );
}

interface Saving {
  file: TrayFile;
  save: (change: (choices: Choices) => Choices) => void;
}

function Questions({ file, save, goTo }: Saving & Pick<Props, 'goTo'>) {
  const questions = file.account?.questions ?? [];
  if (questions.length === 0) return null;
  const open = questions.filter((one) => one.answer === undefined && one.default === null).length;
  return (
    <section className="import-questions" aria-labelledby="import-questions">
      <h2 id="import-questions">
        {open > 0 ? `有${open}处要您说一声` : '按这样理解，不对就改'}
        {open > 0 && <span className="note">不说，牵涉的行不导入</span>}
      </h2>
      <ul>
        {questions.map((one) => {
          const answer = file.choices.answers?.[one.id] ?? one.answer;
          const taken = answer ?? one.default;
          const cell = one.cell;
          return (
            <li key={one.id}>
              <fieldset aria-label={one.ask}>
                <span className="import-ask">
                  {one.ask}
                  {cell !== undefined && goTo && (
                    <button type="button" className="a nb" onClick={() => goTo({ sheet: one.sheet, cell })}>
                      {cell}
                    </button>
                  )}
                </span>
                {one.options.map((option) => (
                  <button
                    key={option.value}
                    type="button"
                    className={option.value === taken ? 'btn on' : 'btn'}
                    aria-pressed={option.value === taken}
                    onClick={() => save((choices) => withAnswer(choices, one.id, option.value))}
                  >
                    {option.says}
                  </button>
                ))}
                {taken !== null && (
                  <span className="note">{CERTAINTY_WORDS[answer === undefined ? one.certainty : 'chosen']}</span>
                )}
              </fieldset>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whether anything was said that would hold for the next workbook of this kind too. */
const saysMuch = ({ layout, sheets = {}, answers = {}, units = {} }: Choices): boolean =>
  layout !== undefined ||
  Object.keys(answers).length + Object.keys(units).length > 0 ||
  Object.values(sheets).some((one) => one.headerRow !== undefined || Object.keys(one.columns ?? {}).length > 0);

function Remembered({ file, save }: Saving) {
  const forget = useAct(forgetLayout, () => {
    save(() => ({}));
    notice('已忘掉，下次重新理解这种表');
  });
  const { remembered, choices } = file;
  return (
    <>
      {remembered && (
        <p className="import-remembered">
          按上次对这种表的理解：{remembered.author}，{dateAndClock(remembered.savedAt)}，“{remembered.file}”。
          <button type="button" className="a" onClick={() => save(() => ({}))}>
            这次不用
          </button>
          <button
            type="button"
            className="a"
            disabled={forget.isPending}
            onClick={() => forget.mutate({ params: { heads: remembered.heads } })}
          >
            忘掉它
          </button>
        </p>
      )}
      {saysMuch(choices) && (
        <label className="import-keep">
          <input
            type="checkbox"
            checked={!choices.once}
            onChange={() => save((said) => ({ ...said, once: said.once ? undefined : true }))}
          />
          下次遇到这种表，也这样理解
        </label>
      )}
      <Refused error={forget.error} />
    </>
  );
}

function Mended({ file, save }: Saving) {
  const cells = file.sheets.flatMap((sheet) => sheet.mended);
  const rows = file.sheets.flatMap(({ sheet, leftOut }) => leftOut.map((row) => ({ sheet, row })));
  const units = Object.entries(file.choices.units ?? {});
  const parts = [
    cells.length > 0 ? `改了${cells.length}格` : '',
    units.length > 0 ? `认了${units.length}个叫法` : '',
    rows.length > 0 ? `${rows.length}行不导入` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <details className="import-mended">
      <summary>您{parts.join('，')}；原表不动</summary>
      <ul>
        {cells.map((one) => (
          <Undo
            key={`${one.sheet}${one.cell}`}
            words={`${one.cell}　${one.was === '' ? '空' : one.was} → ${one.now === '' ? '空' : one.now}`}
            undo={() => save((choices) => withCell(choices, one, undefined))}
          />
        ))}
        {units.map(([written, means]) => (
          <Undo
            key={written}
            words={`“${written}”当作${means}`}
            undo={() => save((choices) => withoutUnit(choices, written))}
          />
        ))}
        {rows.map(({ sheet, row }) => (
          <Undo
            key={`${sheet}${row}`}
            words={`第${row}行不导入`}
            undo={() => save((choices) => withRow(choices, sheet, row, false))}
          />
        ))}
      </ul>
    </details>
  );
}

const Undo = ({ words, undo }: { words: string; undo: () => void }) => (
  <li>
    <span>{words}</span>
    <button type="button" className="a" onClick={undo}>
      改回<span className="unseen">{words}</span>
    </button>
  </li>
);

function Edition({ file }: { file: TrayFile }) {
  const replace = useAct(replaceFile, () => notice('已换下旧的一份'));
  const { edition } = file;
  if (!edition) return null;
  const { name, cells, rows, examples } = edition;
  const differs =
    cells === 0 ? '内容没有不同' : `有${cells}格不同${rows === 0 ? '' : rows > 0 ? `，多${rows}行` : `，少${-rows}行`}`;
  return (
    <section className="import-edition" aria-label="新的一份">
      <p>
        像是“{name}”改过的一份：{differs}。
        <button
          type="button"
          className="btn"
          disabled={replace.isPending}
          onClick={() => replace.mutate({ params: { id: file.id }, body: { old: edition.of } })}
        >
          换下旧的那份
        </button>
      </p>
      {examples.length > 0 && (
        <details>
          <summary>改了哪里</summary>
          <ul>
            {examples.map((one) => (
              <li key={`${one.sheet}${one.cell}`}>
                {one.cell}　{one.was === '' ? '空' : one.was} → {one.now === '' ? '空' : one.now}
              </li>
            ))}
          </ul>
          {cells > examples.length && <p className="note">还有{cells - examples.length}格</p>}
        </details>
      )}
      <Refused error={replace.error} />
    </section>
  );
}
