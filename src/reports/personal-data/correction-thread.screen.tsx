/** What was asked and what was answered, in the order of time. */
import { dayName, dayOf } from '../../core/time/room.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Thread, type ThreadStep } from '../../ui/thread.tsx';
import { clock } from '../../ui/words.ts';
import { correctionProcess } from './correction-process.logic.ts';
import type { Correction } from './corrections.contract.ts';

const MARKS = { asked: 'next', accepted: 'soon', declined: 'none', done: 'ok', withdrawn: 'none' } as const;

/** Where it stands, and by when it is to be answered. */
export function CorrectionState({ state, due, left }: Pick<Correction, 'state' | 'due' | 'left'>) {
  const over = left !== null && left < 0;
  return (
    <span className="nb">
      <Mark kind={over ? 'over' : MARKS[state]}>{correctionProcess.states[state].name}</Mark>
      {due !== null && left !== null && (
        <small className={over ? 'correction-due red' : 'correction-due'}>
          {over ? `已过${dayName(due)}` : `${dayName(due)}前答复，还有${left}个工作日`}
        </small>
      )}
    </span>
  );
}

function stepOf(step: Correction['steps'][number], { wrong, shouldBe, note }: Correction): ThreadStep {
  const { act, at, by, reason, link } = step;
  const asks = act === 'ask';
  return {
    key: at + act,
    on: dayOf(new Date(at)),
    time: clock(at),
    name: asks ? '申请更正' : correctionProcess.acts[act].name,
    who: by,
    kind: asks ? 'say' : act === 'decline' ? 'failed' : 'done',
    children: asks ? (
      <>
        <p>哪里不对：{wrong}</p>
        <p>应当是：{shouldBe}</p>
        {note !== '' && <p className="ink2">{note}</p>}
      </>
    ) : (
      <p>{reason ?? correctionProcess.acts[act].says}</p>
    ),
    evidence:
      link === null ? undefined : link.kind === 'record' ? (
        <Go to={`/records/${link.recordId}`}>看更正后的记录，第{link.version}版</Go>
      ) : (
        `更正见：${link.summary}`
      ),
  };
}

export const CorrectionThread = ({ correction }: { correction: Correction }) => (
  <Thread steps={correction.steps.map((step) => stepOf(step, correction))} />
);
