/**
 * Who goes to one of several places: members and subordinate organizations of the one that is split or dissolved, those too that
 * come only after the effective day.
 */
import { useState } from 'react';
import { type Day, dayName } from '../../core/time/room.ts';
import { useRoute } from '../../ui/query.ts';
import { Failed } from '../../ui/states.tsx';
import { adjustmentPlacing } from './adjustments.contract.ts';
import type { Form } from './form.logic.ts';

interface Chosen {
  members: readonly number[];
  branches: readonly number[];
}

interface Props<C extends Chosen> {
  form: Form;
  correcting: string | undefined;
  chosen: C;
  /** The other places: nobody goes to two. */
  elsewhere: readonly Chosen[];
  problem: string | undefined;
  onChange: (chosen: C) => void;
}

const toggled = (list: readonly number[], id: number): number[] =>
  list.includes(id) ? list.filter((one) => one !== id) : [...list, id];

export function WhoFields<C extends Chosen>({ form, correcting, chosen, elsewhere, problem, onChange }: Props<C>) {
  const [words, setWords] = useState('');
  const on = form.effectiveOn;
  const query = useRoute(
    adjustmentPlacing,
    { query: { orgId: form.orgId ?? 0, on: on as Day, correcting } },
    { enabled: form.orgId !== null && on !== '', hold: true },
  );
  const gone = new Set(elsewhere.flatMap((other) => other.members));
  const goneBranches = new Set(elsewhere.flatMap((other) => other.branches));
  const all = query.data?.members ?? [];
  const free = all.filter((one) => !gone.has(one.personId));
  const members = free.filter((one) => words === '' || one.name.includes(words));
  const branches = (query.data?.branches ?? []).filter((org) => !goneBranches.has(org.orgId));
  const left = {
    members: chosen.members.filter((id) => !all.some(({ personId }) => personId === id)),
    branches: chosen.branches.filter((id) => !query.data?.branches.some(({ orgId }) => orgId === id)),
  };
  const strays = query.data && !query.isPlaceholderData ? left.members.length + left.branches.length : 0;
  const since = (from: Day): string => (from === on ? '' : `${dayName(from)}才到这里`);
  return (
    <fieldset className="adjust-who">
      <legend>
        转入的党员<span className="nb">　已选{chosen.members.length}名</span>
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
              checked={chosen.members.includes(one.personId)}
              onChange={() => onChange({ ...chosen, members: toggled(chosen.members, one.personId) })}
            />
            {one.name}
            <small>{[...one.posts, since(one.from)].filter((part) => part !== '').join('、')}</small>
          </label>
        ))}
        {query.data && members.length === 0 && (
          <p className="note">{free.length > 0 ? '没有这个姓名的党员' : '没有可选的党员'}</p>
        )}
      </div>
      {branches.length > 0 && (
        <>
          <p className="k">转入的下级组织</p>
          <div className="adjust-checks">
            {branches.map((org) => (
              <label key={org.orgId}>
                <input
                  className="cb"
                  type="checkbox"
                  checked={chosen.branches.includes(org.orgId)}
                  onChange={() => onChange({ ...chosen, branches: toggled(chosen.branches, org.orgId) })}
                />
                {org.name}
                <small>{since(org.from)}</small>
              </label>
            ))}
          </div>
        </>
      )}
      {strays > 0 && (
        <p className="note">
          先前选的有{strays}个从这一天起不在这个组织　
          <button
            type="button"
            className="btn txt"
            onClick={() =>
              onChange({
                ...chosen,
                members: chosen.members.filter((id) => !left.members.includes(id)),
                branches: chosen.branches.filter((id) => !left.branches.includes(id)),
              })
            }
          >
            去掉
          </button>
        </p>
      )}
      {problem !== undefined && <p className="err">{problem}</p>}
    </fieldset>
  );
}
