/** Choosing who plays a part, and who is on the roll of a group. */
import { useCallback } from 'react';
import type { Part } from '../../core/record/room.ts';
import { searchFind } from '../../registry/people/room.ts';
import { call } from '../../ui/api.ts';
import { type PersonOption, PersonPicker } from '../../ui/person-picker.tsx';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { spreadName } from '../../ui/words.ts';
import type { NamedPerson } from './record-draft.logic.ts';

export interface Offered extends NamedPerson {
  committee: boolean;
}

/** Those who are offered for a part, its likely ones first. */
function offeredFor(part: Part, people: readonly Offered[]): Offered[] {
  if (part.offer === 'committee') return [...people].sort((a, b) => Number(b.committee) - Number(a.committee));
  return [...people];
}

async function findPeople(words: string): Promise<PersonOption[]> {
  const { hits } = await call(searchFind, { query: { q: words } });
  return hits.filter((hit) => hit.subject === 'person').map(({ id, name, detail }) => ({ id, name, detail }));
}

interface PartProps {
  part: Part;
  people: readonly Offered[];
  chosen: readonly NamedPerson[];
  onChange: (chosen: NamedPerson[]) => void;
  onClose: () => void;
}

/** One person is chosen and the sheet closes; of several each is put in or taken out. */
export function PartSheet({ part, people, chosen, onChange, onClose }: PartProps) {
  const ids = new Set(chosen.map((person) => person.id));
  const choose = ({ id, name, detail }: PersonOption): void => {
    const person: NamedPerson = detail ? { id, name, detail } : { id, name };
    if (part.single) {
      onChange([person]);
      onClose();
    } else onChange(ids.has(id) ? chosen.filter((one) => one.id !== id) : [...chosen, person]);
  };
  // Anybody may sit in, lecture or visit: whoever is not of this branch is found by name.
  const find = useCallback(findPeople, []);
  return (
    <SideSheet
      title={part.name}
      note={part.single ? '点一下就选好' : '点一下选上，再点一下去掉'}
      onClose={onClose}
      acts={
        part.single ? undefined : (
          <button type="button" className="btn big" onClick={onClose}>
            {chosen.length > 0 ? `选好${chosen.length}人` : '选好了'}
          </button>
        )
      }
    >
      {chosen.length > 0 && !(part.single && part.required) && (
        <ul className="chosen-people" aria-label={`已选的${part.name}`}>
          {chosen.map((person) => (
            <li key={person.id}>
              {person.name}
              <button
                type="button"
                className="a"
                onClick={() => onChange(chosen.filter((one) => one.id !== person.id))}
              >
                去掉
              </button>
            </li>
          ))}
        </ul>
      )}
      <PersonPicker label={part.name} offered={offeredFor(part, people)} find={find} chosen={ids} onChoose={choose} />
    </SideSheet>
  );
}

interface RollProps {
  people: readonly NamedPerson[];
  roll: readonly NamedPerson[];
  onChange: (roll: NamedPerson[]) => void;
  onClose: () => void;
}

/** Who belongs to the group that met; remembered for the next time. */
export function RollSheet({ people, roll, onChange, onClose }: RollProps) {
  const ids = new Set(roll.map((person) => person.id));
  return (
    <SideSheet
      title="应到名单"
      note="点一下选上或去掉；下次自动照这次的名单"
      onClose={onClose}
      acts={
        <button type="button" className="btn big" onClick={onClose}>
          选好{roll.length}人
        </button>
      }
    >
      <div className="roll-tools">
        <button type="button" className="btn txt" onClick={() => onChange([...people])}>
          全选
        </button>
        <button type="button" className="btn txt" onClick={() => onChange([])}>
          全不选
        </button>
      </div>
      <div className="chips roll-chips">
        {people.map((person) => (
          <button
            key={person.id}
            type="button"
            className={`chip${ids.has(person.id) ? '' : ' off'}`}
            aria-pressed={ids.has(person.id)}
            onClick={() =>
              onChange(people.filter((one) => (one.id === person.id ? !ids.has(one.id) : ids.has(one.id))))
            }
          >
            {spreadName(person.name)}
          </button>
        ))}
      </div>
    </SideSheet>
  );
}
