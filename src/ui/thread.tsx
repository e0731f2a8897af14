/** The way of something through time: who did what, when, on what ground; the waiting step stays in sight at the foot. */
import type { ReactNode } from 'react';
import { type Day, shortDayName, weekdayName } from '../core/time/room.ts';
import './thread.css';

export interface ThreadStep {
  key: string;
  on: Day;
  /** 10:20 */
  time?: string;
  /** 交办 */
  name: string;
  /** 韩岚宁 */
  who: string;
  /** 市委组织部组织科 */
  post?: string;
  /** `done` filled dot, `say` ring (somebody's own words), `failed` square. */
  kind: 'done' | 'say' | 'failed';
  children: ReactNode;
  /** Links: 依据：现场查看记录 */
  evidence?: ReactNode;
}

interface Props {
  steps: readonly ThreadStep[];
  /** The step that waits for the reader, with its buttons. */
  now?: { on: Day; name: string; who: string; post?: string; children: ReactNode };
}

export function Thread({ steps, now }: Props) {
  return (
    <ol className="thread">
      {steps.map((step) => (
        <li key={step.key}>
          <span className="w">
            <time dateTime={step.on}>{shortDayName(step.on)}</time>
            <small>
              {weekdayName(step.on)} {step.time}
            </small>
          </span>
          <span className={`dot ${step.kind}`} aria-hidden="true" />
          <b className="n">{step.name}</b>
          <span className="p">
            {step.who}
            {step.post !== undefined && <small>{step.post}</small>}
          </span>
          <div className="c">
            {step.children}
            {step.evidence !== undefined && <p className="ev">{step.evidence}</p>}
          </div>
        </li>
      ))}
      {now !== undefined && (
        <li className="now" aria-current="step">
          <span className="w">
            <time dateTime={now.on}>今天</time>
            <small>
              {shortDayName(now.on)} {weekdayName(now.on)}
            </small>
          </span>
          <span className="dot next" aria-hidden="true" />
          <b className="n">{now.name}</b>
          <span className="p">
            {now.who}
            {now.post !== undefined && <small>{now.post}</small>}
          </span>
          <div className="c">{now.children}</div>
        </li>
      )}
    </ol>
  );
}
