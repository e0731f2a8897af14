/** Who was there: everybody is present until touched; a touched one is absent and gets a reason. */
import { useState } from 'react';
import { Choice } from './choice.tsx';
import { spreadName } from './words.ts';
import './person-chips.css';

export interface ChipPerson {
  id: number;
  name: string;
}

interface Props {
  people: readonly ChipPerson[];
  /** Reason by person; a person in it is absent, an empty reason is not yet given. */
  absent: ReadonlyMap<number, string>;
  onChange: (absent: ReadonlyMap<number, string>) => void;
  /** 公务, 出差, 病假, 事假, 外出务工, 其他 */
  reasons: readonly string[];
  /** Whether people are due and counted; without it only the chips are drawn. */
  counted?: boolean;
}

/** 应到28人，实到26人, the chips, and the reasons of the one who was touched last. */
export function PersonChips({ people, absent, onChange, reasons, counted = true }: Props) {
  const [current, setCurrent] = useState<number>();
  const change = (id: number, reason: string | undefined): void => {
    const next = new Map(absent);
    if (reason === undefined) next.delete(id);
    else next.set(id, reason);
    onChange(next);
  };
  const touch = (id: number): void => {
    if (!absent.has(id)) {
      change(id, '');
      setCurrent(id);
    } else if (current === id) {
      change(id, undefined);
      setCurrent(undefined);
    } else setCurrent(id);
  };
  const who = people.find((person) => person.id === current && absent.has(person.id));
  return (
    <section className="chips-group" aria-label="到会人员">
      {counted && (
        <div className="chips-head">
          <b>
            <span className="nb">应到{people.length}人</span>，
            <span className="nb">实到{people.length - absent.size}人</span>
          </b>
          <small>没到的点一下</small>
        </div>
      )}
      <div className="chips">
        {people.map((person) => {
          const reason = absent.get(person.id);
          const away = reason !== undefined;
          const classes = `chip${away ? ' off' : ''}${away && current === person.id ? ' cur' : ''}`;
          return (
            <button
              key={person.id}
              type="button"
              className={classes}
              aria-pressed={!away}
              aria-label={away ? `${person.name}，没到${reason ? `，${reason}` : ''}` : `${person.name}，到会`}
              onClick={() => touch(person.id)}
            >
              {spreadName(person.name)}
              {away && <small>{reason === '' ? '选原因' : reason}</small>}
            </button>
          );
        })}
      </div>
      {who !== undefined && (
        <Choice
          label={`${who.name}没到`}
          options={reasons}
          value={absent.get(who.id)}
          onChange={(reason) => change(who.id, reason)}
        />
      )}
    </section>
  );
}
