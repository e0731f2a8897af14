/** The form of one act on a person: its fields, what it rests on, and what it would bring, live. */
import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';
import type { PersonPage } from './people.contract.ts';
import { type ActDraft, type ActKind, actOf, draftOf } from './person-act-draft.logic.ts';
import { ActFields } from './person-act-fields.screen.tsx';
import { personActDo, personActPreview } from './person-acts.contract.ts';
import './person-acts.css';

type Preview = Answer<typeof personActPreview>;
type Problem = Preview['problems'][number];

/** How long the form must be left alone before it is asked what it would bring. */
const STILL_MS = 400;

function useStill<T>(value: T): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), STILL_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}

interface Props {
  kind: ActKind;
  /** Null: somebody new. */
  person: PersonPage | null;
  onDone: (personId: number) => void;
}

export function ActForm({ kind, person, onDone }: Props) {
  const { today } = useFrame();
  const [draft, setDraft] = useState<ActDraft>(() => draftOf(kind, person, today));
  const change = (part: Partial<ActDraft>): void => setDraft((former) => ({ ...former, ...part }));
  const idFor = useIdFor();
  const act = actOf(kind, draft, person?.id ?? null);
  const json = act && JSON.stringify(act);
  const still = useStill(json);
  const preview = useRoute(
    personActPreview,
    { query: { act: still ?? '' } },
    { enabled: still !== undefined, hold: true },
  );
  const doIt = useAct(personActDo, ({ personId, summary }) => {
    notice(`已登记：${summary}`);
    onDone(personId);
  });
  const shown = json !== undefined && still !== undefined ? preview.data : undefined;
  const problems = shown?.problems ?? [];
  const seen = json === still && shown !== undefined && !preview.isFetching;
  const ready = act !== undefined && seen && !problems.some(({ refused }) => refused);

  const wrong = (field: string): ReactNode =>
    problems
      .filter((one) => one.field === field || one.field.startsWith(`${field}.`))
      .map((one) => <Wrong key={one.reason + one.what} problem={one} />);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (act && ready) doIt.mutate({ body: { actId: idFor(act), act } });
  };
  const basis = useId();
  return (
    <form className="person-act" onSubmit={submit}>
      <ActFields {...{ kind, person, draft, change, wrong }} />
      <div className="field">
        <DayField
          label="生效日期（这一天起）"
          value={draft.on}
          near={today}
          required
          autoFocus={kind === 'becomeFull'}
          onChange={(on) => change({ on })}
        />
        {wrong('on')}
      </div>
      <div className="field">
        <label className="k" htmlFor={basis}>
          依据
        </label>
        <input
          id={basis}
          className="in"
          value={draft.basis}
          maxLength={200}
          placeholder="如 市委组织部通知、支部党员大会决议"
          onChange={(event) => change({ basis: event.target.value })}
        />
      </div>
      <label className="field">
        <span className="k">文号（没有就空着）</span>
        <input
          className="in"
          value={draft.documentNumber}
          maxLength={60}
          onChange={(event) => change({ documentNumber: event.target.value })}
        />
      </label>
      <label className="field">
        <span className="k">备注</span>
        <input
          className="in"
          value={draft.note}
          maxLength={200}
          onChange={(event) => change({ note: event.target.value })}
        />
      </label>
      <Brings preview={shown} error={json === undefined ? undefined : preview.error} />
      <Refused error={doIt.error} />
      <p className="do">
        <button type="submit" className="btn pri" disabled={!ready || doIt.isPending}>
          登记
        </button>
      </p>
    </form>
  );
}

function Wrong({ problem: { refused, what, now } }: { problem: Problem }) {
  return (
    <small className={refused ? 'err' : 'person-act-look'} role={refused ? 'alert' : undefined}>
      {refused ? '' : '请核对：'}
      {what}。{now}。
    </small>
  );
}

const EFFECTS = { begins: '开始', ends: '终止', changes: '变更', moves: '随之' } as const;

function Brings({ preview, error }: { preview: Preview | undefined; error: unknown }) {
  return (
    <section className="person-act-brings" aria-live="polite" aria-label="登记以后">
      <p>
        <b>登记以后</b>
      </p>
      {error !== null && error !== undefined && <Refused error={error} />}
      {preview === undefined ? (
        <p className="ink2">填好以后，这里会写明哪些开始、哪些终止。</p>
      ) : preview.changes.length === 0 ? (
        <p className="ink2">没有变化。</p>
      ) : (
        <ul>
          {preview.changes.map((one) => (
            <li key={`${one.effect}${one.what}${one.from}`}>
              <b>{EFFECTS[one.effect]}</b>
              <span>
                {one.what}
                <small>{dayName(one.from)}起</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
