/** The items of a plan with how far each is, what was said of it, and a sheet to say more in seconds. */
import { useState } from 'react';
import { type Day, dayName, shortDayName } from '../../core/time/room.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Mark, type MarkKind } from '../../ui/mark.tsx';
import { newId, useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused } from '../../ui/states.tsx';
import { type KeyPlanLine, type KeyPlanPage, keyPlanSay, keyPlanUnsay } from './key-plan.contract.ts';
import { type PlanStanding, STANDING_WORDS } from './key-plan.logic.ts';

const MARKS: Readonly<Record<PlanStanding, MarkKind>> = { done: 'ok', overdue: 'over', soon: 'soon', open: 'next' };

export const dueWords = ({ dueOn, dueWords: words }: Pick<KeyPlanLine, 'dueOn' | 'dueWords'>): string =>
  words || (dueOn === null ? '没有期限' : dayName(dueOn));

export function StandingMark({ standing, daysOver }: Pick<KeyPlanLine, 'standing' | 'daysOver'>) {
  return (
    <Mark kind={MARKS[standing]}>
      {STANDING_WORDS[standing]}
      {standing === 'overdue' && `${daysOver}天`}
    </Mark>
  );
}

export function KeyPlanLines({ page, maySay }: { page: KeyPlanPage; maySay: boolean }) {
  const [saying, setSaying] = useState<string>();
  const names = new Map(page.catalog.map(({ id, name }) => [id, name]));
  const open = page.items.find(({ key }) => key === saying);
  return (
    <>
      <ol className="plan-lines">
        {page.items.map((item) => (
          <li key={item.key}>
            <div className="plan-what">
              <h2>{item.work}</h2>
              {item.measures !== '' && <p className="plan-measures">{item.measures}</p>}
              {item.itemId !== null && <p className="note">党建事项：{names.get(item.itemId) ?? ''}</p>}
              {item.said.length > 0 && (
                <p className="plan-last">
                  {shortDayName(item.said[0]!.on)}：{item.said[0]!.words || `完成${item.said[0]!.percent}%`}
                  {item.said.length > 1 && <span className="note">（共{item.said.length}条进展）</span>}
                </p>
              )}
            </div>
            <div className="plan-state">
              <p className="nb">{dueWords(item)}</p>
              <p>
                <StandingMark standing={item.standing} daysOver={item.daysOver} />
                {item.percent !== null && item.percent < 100 && <span className="ink2">　{item.percent}%</span>}
              </p>
              {(maySay || item.said.length > 0) && (
                <button
                  type="button"
                  className="btn sm screen-only"
                  aria-label={maySay ? `报进展：${item.work}` : `看进展：${item.work}`}
                  onClick={() => setSaying(item.key)}
                >
                  {maySay ? '报进展' : '看进展'}
                </button>
              )}
            </div>
          </li>
        ))}
      </ol>
      {open && (
        <ProgressSheet
          key={open.key}
          item={open}
          year={page.year}
          maySay={maySay}
          onClose={() => setSaying(undefined)}
        />
      )}
    </>
  );
}

const STEPS = [25, 50, 75, 100] as const;

interface SheetProps {
  item: KeyPlanLine;
  year: number;
  maySay: boolean;
  onClose: () => void;
}

function ProgressSheet({ item, year, maySay, onClose }: SheetProps) {
  const unsay = useAct(keyPlanUnsay);
  const takeBack = (id: string): void =>
    unsay.mutate({ params: { id }, body: { actId: newId() } }, { onSuccess: () => notice('这条进展已收回') });
  return (
    <SideSheet title={maySay ? '报进展' : '进展'} note={item.work} onClose={onClose}>
      <div className="plan-say">
        {maySay && <Say item={item} year={year} onDone={onClose} takeBack={takeBack} />}
        <Refused error={unsay.error} />
        {item.said.length > 0 && (
          <ul>
            {item.said.map((one) => (
              <li key={one.id}>
                <span>
                  {dayName(one.on)}
                  {one.percent !== null && `，完成${one.percent}%`}
                  {one.words !== '' && <span className="plan-words">{one.words}</span>}
                </span>
                {maySay && (
                  <button
                    type="button"
                    className="btn txt"
                    aria-label={`收回${dayName(one.on)}的进展`}
                    onClick={() => takeBack(one.id)}
                  >
                    收回
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </SideSheet>
  );
}

interface SayProps {
  item: KeyPlanLine;
  year: number;
  onDone: () => void;
  takeBack: (id: string) => void;
}

/** One tap on a share, or one line of words; the day is today unless changed. */
function Say({ item, year, onDone, takeBack }: SayProps) {
  const { today } = useFrame();
  const [on, setOn] = useState<Day>(today);
  const [percent, setPercent] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const idFor = useIdFor();
  const say = useAct(keyPlanSay, (_, { body }) => {
    notice('进展已记下', () => takeBack((body as { actId: string }).actId));
    onDone();
  });
  const custom = percent !== null && !STEPS.some((step) => step === percent);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const said = { itemKey: item.key, on, percent, words };
        say.mutate({ params: { year }, body: { actId: idFor(said), ...said } });
      }}
    >
      <fieldset className="plan-steps" aria-label="完成百分比">
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            aria-pressed={percent === step}
            className={percent === step ? 'on' : undefined}
            onClick={() => setPercent(percent === step ? null : step)}
          >
            {step === 100 ? '完成' : `${step}%`}
          </button>
        ))}
        <input
          className="in"
          inputMode="numeric"
          aria-label="别的百分比"
          placeholder="其他%"
          value={custom ? String(percent) : ''}
          onChange={(event) => {
            const number = Number(event.target.value.replace(/\D/g, ''));
            setPercent(event.target.value === '' || number > 100 ? null : number);
          }}
        />
      </fieldset>
      <label className="field">
        <span className="k note">说明（可以不写）</span>
        <textarea
          className="in"
          rows={3}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <div className="field">
        <DayField
          label="日期"
          value={on}
          near={today}
          max={today}
          required
          onChange={(day) => day !== '' && setOn(day)}
        />
      </div>
      <Refused error={say.error} />
      <button
        type="submit"
        className="btn pri big"
        disabled={say.isPending || (percent === null && words.trim() === '')}
      >
        {say.isPending ? '正在记' : '记下'}
      </button>
    </form>
  );
}
