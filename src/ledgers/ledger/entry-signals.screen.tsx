/** Signals at one entry: why, both places side by side, and the cadre's own word. Never a score. */
import { useState } from 'react';
import { dayOf, shortDayName, shortMonthName } from '../../core/time/room.ts';
import { likenessName, type Run } from '../../platform/signals/room.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Signal } from '../../ui/signal.tsx';
import { GrowingText } from './growing-text.screen.tsx';
import type { LedgerSignal } from './ledger-signals.logic.ts';

/** Words that both texts have are marked. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  const starts = runs.map((_, at) => runs.slice(0, at).reduce((sum, { text }) => sum + text.length, 0));
  return runs.map(({ text, same }, at) =>
    same ? (
      <mark key={starts[at]} className="same">
        {text}
      </mark>
    ) : (
      <span key={starts[at]}>{text}</span>
    ),
  );
}

/** Words that only this text has stand out. */
export function Changes({ runs }: { runs: readonly Run[] }) {
  const starts = runs.map((_, at) => runs.slice(0, at).reduce((sum, { text }) => sum + text.length, 0));
  return runs.map(({ text, same }, at) =>
    same ? <span key={starts[at]}>{text}</span> : <b key={starts[at]}>{text}</b>,
  );
}

/** 与5月相近 · 补记较晚 */
export const signalTitle = (signal: LedgerSignal): string =>
  signal.kind === 'late' ? '补记较晚' : `与${shortMonthName(signal.there.period)}相近`;

/** Why a signal stands there, in one line. */
export const signalReason = (signal: LedgerSignal): string =>
  signal.kind === 'late'
    ? `${shortDayName(signal.on)}的事，${shortDayName(dayOf(new Date(signal.recordedAt)))}记录，相隔${signal.days}天。`
    : `与${shortMonthName(signal.there.period)}写的${likenessName(signal.share)}。`;

/** The two places of a near copy, the earlier one at the left. */
export function Pair({ signal }: { signal: Extract<LedgerSignal, { kind: 'nearCopy' }> }) {
  return (
    <div className="pair">
      {[signal.there, signal.here].map((place) => (
        <div key={place.period}>
          <p className="note">{place.on ? shortDayName(place.on) : shortMonthName(place.period)}</p>
          <p className="said">
            <Runs runs={place.runs} />
          </p>
        </div>
      ))}
    </div>
  );
}

/** From where on a signal speaks, and that it does not count. */
export function WhySignal({
  signal,
  lateAfterDays,
  nearCopy,
}: {
  signal: LedgerSignal;
  lateAfterDays: number;
  nearCopy: number;
}) {
  return (
    <p className="note">
      {signal.kind === 'late'
        ? `事情发生${lateAfterDays}天以后才记录的，提示一次。`
        : `与本人前十二个月写过的内容有${Math.round(nearCopy * 100)}%以上文字相同的，提示一次。`}
      只给本人和检查人看，供核对，不扣分。
    </p>
  );
}

interface Props {
  signals: readonly LedgerSignal[];
  limits: { lateAfterDays: number; nearCopy: number };
  /** Given where the cadre may explain. */
  explain?: (text: string) => void;
}

/** All signals at one entry. */
export function EntrySignals({ signals, limits, explain }: Props) {
  const [opened, setOpened] = useState<LedgerSignal>();
  const [explaining, setExplaining] = useState(false);
  const first = signals[0];
  if (!first) return null;
  return (
    <>
      {signals.map((signal) => (
        <Signal
          key={signal.kind}
          title={signalTitle(signal)}
          acts={
            <>
              <button type="button" className="a" onClick={() => setOpened(signal)}>
                {signal.kind === 'nearCopy' ? '对照着看' : '为什么提示'}
              </button>
              {explain && signal === first && !explaining && (
                <button type="button" className="a" onClick={() => setExplaining(true)}>
                  {signal.explanation ? '改说明' : '写明情况'}
                </button>
              )}
            </>
          }
        >
          {signalReason(signal)}
        </Signal>
      ))}
      {first.explanation && !explaining && <p className="note explain">本人说明：{first.explanation}</p>}
      {explaining && explain && (
        <Explanation
          text={first.explanation ?? ''}
          done={(text) => {
            if (text !== undefined) explain(text);
            setExplaining(false);
          }}
        />
      )}
      {opened && (
        <SideSheet title={signalTitle(opened)} note={signalReason(opened)} onClose={() => setOpened(undefined)}>
          <div className="signal-sheet">
            {opened.kind === 'nearCopy' && <Pair signal={opened} />}
            <p>{opened.explanation ? `本人说明：${opened.explanation}` : '本人没有说明'}</p>
            <WhySignal signal={opened} {...limits} />
          </div>
        </SideSheet>
      )}
    </>
  );
}

/** The cadre's own word on a signal. `done` without a text: nothing was said. */
export function Explanation({ text, done }: { text: string; done: (text: string | undefined) => void }) {
  const [value, setValue] = useState(text);
  return (
    <form
      className="explain"
      onSubmit={(event) => {
        event.preventDefault();
        done(value.trim());
      }}
    >
      <GrowingText
        label="说明情况"
        placeholder="说明情况，检查人能看到"
        className="in"
        max={300}
        value={value}
        onChange={setValue}
        onDone={() => done(undefined)}
      />
      <span className="side-acts">
        <button type="submit" className="a">
          保存说明
        </button>
        <button type="button" className="a" onClick={() => done(undefined)}>
          不写了
        </button>
      </span>
    </form>
  );
}
