/** What was done about a person: each act with its basis and number, and what it said; and taking one back. */
import { type FormEvent, useRef, useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import type { PersonPage } from './people.contract.ts';
import { personActTakeBack } from './person-acts.contract.ts';

type Act = NonNullable<PersonPage['acts']>[number];
type Line = NonNullable<PersonPage['history']>[number];

interface Entry {
  id: string;
  act?: Act;
  lines: Line[];
  author: string;
  recordedAt: string;
  summary: string;
  takenBack: boolean;
}

/** One entry an act, the latest first: also of those that brought nothing else than what is on this page. */
function entriesOf(acts: readonly Act[], lines: readonly Line[]): Entry[] {
  const byAct = new Map<string, Line[]>();
  for (const line of lines) byAct.set(line.actId, [...(byAct.get(line.actId) ?? []), line]);
  const said = acts.map((act) => ({
    id: act.id,
    act,
    lines: byAct.get(act.id) ?? [],
    author: act.author,
    recordedAt: act.recordedAt,
    summary: act.summary,
    takenBack: act.takenBack !== null,
  }));
  const known = new Set(acts.map(({ id }) => id));
  const others = [...byAct].flatMap(([id, of]) => {
    const [first] = of;
    if (known.has(id) || !first) return [];
    const { author, recordedAt, summary, takenBack } = first;
    return [{ id, lines: of, author, recordedAt, summary, takenBack }];
  });
  return [...said, ...others].sort((one, other) => (one.recordedAt < other.recordedAt ? 1 : -1));
}

export function History({ acts, lines }: { acts: readonly Act[]; lines: readonly Line[] }) {
  const [taking, setTaking] = useState<Act>();
  return (
    <section>
      <h2>变动</h2>
      <ul className="person-spans">
        {entriesOf(acts, lines).map(({ id, act, ...entry }) => (
          <li key={id} className={entry.takenBack ? 'ended' : undefined}>
            <span className="x">
              {act ? `${dayName(act.effectiveOn)}起，${act.summary}` : entry.summary}
              {entry.takenBack && '（已收回）'}
              {act && <Ground act={act} />}
              {entry.lines.map((line) => (
                <small className="line" key={line.id}>
                  {dayName(line.validFrom)}起，{line.what}
                </small>
              ))}
              {act?.opens && (
                <button type="button" className="btn txt person-take-back" onClick={() => setTaking(act)}>
                  收回<span className="unseen">：{act.summary}</span>
                </button>
              )}
            </span>
            <small className="by">
              <span>{entry.author}</span>
              <span>{dateAndClock(entry.recordedAt)}登记</span>
            </small>
          </li>
        ))}
      </ul>
      {taking && <TakeBack act={taking} onClose={() => setTaking(undefined)} />}
    </section>
  );
}

function Ground({ act: { basis, documentNumber, note, takenBack } }: { act: Act }) {
  const words = [
    ...(basis ? [`依据：${basis}`] : []),
    ...(documentNumber ? [documentNumber] : []),
    ...(note ? [`备注：${note}`] : []),
    ...(takenBack ? [`${takenBack.author}${dateAndClock(takenBack.at)}收回`] : []),
  ];
  return words.length > 0 ? <small className="line">{words.join('　')}</small> : null;
}

function TakeBack({ act, onClose }: { act: Act; onClose: () => void }) {
  // The same for every try, so that sending twice takes back once.
  const actId = useRef(newId());
  const doIt = useAct(personActTakeBack, () => {
    notice('已收回，恢复到登记以前');
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const why = String(new FormData(event.currentTarget).get('why') ?? '');
    doIt.mutate({ params: { id: act.id }, body: { actId: actId.current, why } });
  };
  return (
    <SideSheet title="收回这项变动" note={act.summary} onClose={onClose}>
      <form className="person-act" onSubmit={submit}>
        <p>收回以后，恢复到登记这一项以前的样子；这一项和收回都留在记录里。后来的登记以它为前提的，要先收回后来的。</p>
        <label className="field">
          <span className="k">为什么收回</span>
          <input className="in" name="why" maxLength={200} data-autofocus />
        </label>
        <Refused error={doIt.error} />
        <p className="do">
          <button type="submit" className="btn pri" disabled={doIt.isPending}>
            收回
          </button>
        </p>
      </form>
    </SideSheet>
  );
}
