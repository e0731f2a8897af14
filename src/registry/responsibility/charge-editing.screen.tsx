/** Changes to who is in charge, gathered in place and registered together: what was toggled, and the sheet that registers it. */
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Day } from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Mark } from '../../ui/mark.tsx';
import { newId, useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Loading, Refused } from '../../ui/states.tsx';
import { type ChargeChange, chargeActDo, chargeActPreview, chargeActTakeBack } from './charge-acts.contract.ts';
import { chargeKey } from './charges.logic.ts';

type Subject = ChargeChange extends infer C ? (C extends ChargeChange ? Omit<C, 'do'> : never) : never;

interface Editing {
  on: boolean;
  /** What a charge is once all that was toggled holds: as it was, begun, or ended. */
  stateOf: (subject: Subject, holds: boolean) => 'holds' | 'begins' | 'ends' | 'none';
  toggle: (subject: Subject, holds: boolean) => void;
  /** All that was toggled on about a subject of this kind, to be shown beside what holds. */
  begun: readonly ChargeChange[];
}

const EditingContext = createContext<Editing>({
  on: false,
  stateOf: (_, holds) => (holds ? 'holds' : 'none'),
  toggle: () => undefined,
  begun: [],
});
export const useEditing = (): Editing => useContext(EditingContext);

const keyOf = (subject: Subject): string => chargeKey({ ...subject, do: 'begin' } as ChargeChange);

/** Holds what was toggled while it is edited, and registers it. */
export function ChargeEditing({ on, onEnd, children }: { on: boolean; onEnd: () => void; children: ReactNode }) {
  const [changes, setChanges] = useState<readonly ChargeChange[]>([]);
  const [registering, setRegistering] = useState(false);
  const editing = useMemo((): Editing => {
    const byKey = new Map(changes.map((change) => [chargeKey(change), change]));
    return {
      on,
      stateOf: (subject, holds) => {
        if (!byKey.has(keyOf(subject))) return holds ? 'holds' : 'none';
        return holds ? 'ends' : 'begins';
      },
      toggle: (subject, holds) => {
        const key = keyOf(subject);
        setChanges((former) =>
          former.some((one) => chargeKey(one) === key)
            ? former.filter((one) => chargeKey(one) !== key)
            : [...former, { ...subject, do: holds ? 'end' : 'begin' } as ChargeChange],
        );
      },
      begun: changes.filter((change) => change.do === 'begin'),
    };
  }, [on, changes]);
  const drop = (): void => {
    setChanges([]);
    setRegistering(false);
    onEnd();
  };
  return (
    <EditingContext value={editing}>
      {children}
      {on && (
        <ActionBar
          says={
            changes.length === 0
              ? '点名字旁的 × 撤下，点“＋”添上，都改好后一次登记'
              : `改了${changes.length}处，还没有登记`
          }
        >
          <button type="button" className="btn" onClick={drop}>
            {changes.length === 0 ? '不改了' : '放弃改动'}
          </button>
          <button
            type="button"
            className="btn pri big"
            disabled={changes.length === 0}
            onClick={() => setRegistering(true)}
          >
            看结果并登记
          </button>
        </ActionBar>
      )}
      {registering && <Register changes={changes} onClose={() => setRegistering(false)} onDone={drop} />}
    </EditingContext>
  );
}

interface RegisterProps {
  changes: readonly ChargeChange[];
  onClose: () => void;
  onDone: () => void;
}

function Register({ changes, onClose, onDone }: RegisterProps) {
  const { today } = useFrame();
  const [on, setOn] = useState<Day>(today);
  const [basis, setBasis] = useState('');
  const [documentNumber, setDocumentNumber] = useState('');
  const idFor = useIdFor();
  const preview = useRoute(chargeActPreview, { query: { act: JSON.stringify({ changes, on }) } }, { hold: true });
  const takeBack = useAct(chargeActTakeBack);
  const register = useAct(chargeActDo, ({ summary }, input) => {
    const { actId: done } = input.body as { actId: string };
    notice(summary, () => takeBack.mutate({ params: { id: done }, body: { actId: newId(), why: '' } }));
    onDone();
  });
  const problems = preview.data?.problems ?? [];
  const refused = problems.some((problem) => problem.refused);
  return (
    <SideSheet
      title="登记分工调整"
      note={`${changes.length}处改动，登记后可以收回`}
      onClose={onClose}
      acts={
        <button
          type="button"
          className="btn pri big"
          disabled={refused || preview.isFetching || register.isPending}
          onClick={() => {
            const act = { changes: [...changes], on, basis, documentNumber, note: '' };
            register.mutate({ body: { actId: idFor(act), act } });
          }}
        >
          {register.isPending ? '正在登记' : '登记'}
        </button>
      }
    >
      <div className="charge-register">
        <div className="field">
          <DayField
            label="从哪天起"
            value={on}
            near={today}
            required
            autoFocus
            onChange={(day) => day !== '' && setOn(day)}
          />
        </div>
        <label className="field">
          <span className="k note">依据</span>
          <input
            className="in"
            value={basis}
            maxLength={200}
            placeholder="如：市委常委会议定"
            onChange={(event) => setBasis(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="k note">文号</span>
          <input
            className="in"
            value={documentNumber}
            maxLength={60}
            onChange={(event) => setDocumentNumber(event.target.value)}
          />
        </label>
        {problems.length > 0 && (
          <section>
            <h3>{refused ? '有不能登记的' : '请核对'}</h3>
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.field}${problem.reason}`}>
                  <Mark kind={problem.refused ? 'over' : 'sig'}>{problem.what}。</Mark>
                  <span className="ink2">{problem.now}。</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-busy={preview.isFetching}>
          <h3>登记后</h3>
          {preview.data ? (
            <ul>
              {preview.data.effects.map((effect) => (
                <li key={effect.what} className={effect.effect === 'rights' ? 'ink2' : undefined}>
                  {effect.what}
                </li>
              ))}
            </ul>
          ) : (
            <Loading rows={3} />
          )}
        </section>
        <Refused error={preview.error ?? register.error} />
      </div>
    </SideSheet>
  );
}
