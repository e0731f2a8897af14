/** Who goes to an organization that is split off: members and subordinate organizations of the one that is split. */
import { useState } from 'react';
import { useRoute } from '../../ui/query.ts';
import { Failed } from '../../ui/states.tsx';
import { organizationPeople } from '../organizations/room.ts';
import type { Form, PartDraft } from './form.logic.ts';
import type { OrgChoices } from './org-field.screen.tsx';

interface Props {
  form: Form;
  part: PartDraft;
  choices: OrgChoices;
  /** The other parts: nobody goes to two. */
  elsewhere: readonly PartDraft[];
  problem: string | undefined;
  onChange: (part: PartDraft) => void;
}

const toggled = (list: readonly number[], id: number): number[] =>
  list.includes(id) ? list.filter((one) => one !== id) : [...list, id];

export function PartFields({ form, part, choices, elsewhere, problem, onChange }: Props) {
  const [words, setWords] = useState('');
  const asOf = form.effectiveOn === '' ? undefined : form.effectiveOn;
  const query = useRoute(
    organizationPeople,
    { params: { id: form.orgId ?? 0 }, query: { asOf } },
    { enabled: form.orgId !== null, hold: true },
  );
  const gone = new Set(elsewhere.flatMap((other) => other.members));
  const goneBranches = new Set(elsewhere.flatMap((other) => other.branches));
  const members = (query.data?.members ?? []).filter(
    (one) => !gone.has(one.personId) && (words === '' || one.name.includes(words)),
  );
  const branches = choices.all.filter((org) => org.parentId === form.orgId && !goneBranches.has(org.id));
  return (
    <fieldset className="adjust-who">
      <legend>
        转入的党员<span className="nb">　已选{part.members.length}名</span>
      </legend>
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      <input
        className="in"
        type="search"
        aria-label="在党员里找"
        placeholder="姓名"
        value={words}
        onChange={(event) => setWords(event.target.value.trim())}
      />
      <div className="adjust-checks">
        {members.map((one) => (
          <label key={one.personId}>
            <input
              className="cb"
              type="checkbox"
              checked={part.members.includes(one.personId)}
              onChange={() => onChange({ ...part, members: toggled(part.members, one.personId) })}
            />
            {one.name}
            {one.posts.length > 0 && <small>{one.posts.join('、')}</small>}
          </label>
        ))}
        {query.data && members.length === 0 && <p className="note">没有可选的党员</p>}
      </div>
      {branches.length > 0 && (
        <>
          <p className="k">转入的下级组织</p>
          <div className="adjust-checks">
            {branches.map((org) => (
              <label key={org.id}>
                <input
                  className="cb"
                  type="checkbox"
                  checked={part.branches.includes(org.id)}
                  onChange={() => onChange({ ...part, branches: toggled(part.branches, org.id) })}
                />
                {org.name}
              </label>
            ))}
          </div>
        </>
      )}
      {problem !== undefined && <p className="err">{problem}</p>}
    </fieldset>
  );
}
