/** Choosing a role, and the organization that it is for where it needs one. */
import { useDeferredValue, useEffect, useEffectEvent, useId, useState } from 'react';
import { GIVEN_ROLES, type Role } from '../../core/scope/room.ts';
import { useRoute } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';
import { isAdministrator, ROLE_NAMES } from '../access/room.ts';
import { accountPosts, accountsFindOrganization } from './accounts.contract.ts';
import { needsOrganization, needsPerson, type Rests } from './accounts.logic.ts';

export interface ChosenRole {
  role: Role;
  orgId: number | null;
  orgName: string | null;
  rests?: Rests;
}

export const sameRole = (a: Pick<ChosenRole, 'role' | 'orgId'>, b: Pick<ChosenRole, 'role' | 'orgId'>): boolean =>
  a.role === b.role && a.orgId === b.orgId;

interface Props {
  /** What the account holds already. */
  held: readonly Pick<ChosenRole, 'role' | 'orgId'>[];
  /** Whether it belongs to a person, and to whom once that is known. */
  ofPerson: boolean;
  personId: number | null;
  onChoose: (role: ChosenRole) => void;
  busy?: boolean;
  /** On the button: 发放, 加上. */
  verb: string;
}

export function RolePicker({ held, ofPerson, personId, onChoose, busy = false, verb }: Props) {
  const [role, setRole] = useState<Role | undefined>();
  const [org, setOrg] = useState<{ id: number; name: string } | undefined>();
  const [rests, setRests] = useState<Rests>({ on: 'nothing' });
  // Roles that this account can hold at all; the server judges again.
  const offered = GIVEN_ROLES.filter(
    (one) =>
      (ofPerson || !needsPerson(one)) &&
      !(isAdministrator(one) && (ofPerson || held.length > 0)) &&
      !held.some((other) => isAdministrator(other.role)),
  );
  const wantsOrg = role !== undefined && needsOrganization(role);
  const chosen: ChosenRole | undefined =
    role === undefined || (wantsOrg && org === undefined)
      ? undefined
      : { role, orgId: wantsOrg ? org!.id : null, orgName: wantsOrg ? org!.name : null, rests };
  const twice = chosen !== undefined && held.some((other) => sameRole(other, chosen));
  if (offered.length === 0) return <p className="note account-note">三员的账号只有这一个角色。</p>;
  return (
    <div>
      <label className="field">
        <span className="k">选一个角色</span>
        <select
          className="in"
          value={role ?? ''}
          onChange={(event) => {
            setRole(offered.find((one) => one === event.target.value));
            setOrg(undefined);
            setRests({ on: 'nothing' });
          }}
        >
          <option value="">请选择</option>
          {offered.map((one) => (
            <option key={one} value={one}>
              {ROLE_NAMES[one]}
            </option>
          ))}
        </select>
      </label>
      {wantsOrg && <OrganizationFinder chosen={org} onChoose={setOrg} />}
      {role !== undefined && role !== 'member' && personId !== null && (!wantsOrg || org !== undefined) && (
        <RestsOn key={`${role}/${org?.id}`} personId={personId} orgId={org?.id} rests={rests} onChange={setRests} />
      )}
      {role === 'member' && <p className="note account-note">随党员身份，组织关系转出当天收回。</p>}
      <div className="do">
        <button
          type="button"
          className="btn"
          disabled={chosen === undefined || twice || busy}
          onClick={() => {
            if (!chosen) return;
            onChoose(chosen);
            setRole(undefined);
            setOrg(undefined);
            setRests({ on: 'nothing' });
          }}
        >
          {twice ? '已有这个角色' : verb}
        </button>
      </div>
    </div>
  );
}

interface RestsProps {
  personId: number;
  orgId: number | undefined;
  rests: Rests;
  onChange: (rests: Rests) => void;
}

/** What the role rests on: a post of today unless another choice is made. Without one it says so. */
function RestsOn({ personId, orgId, rests, onChange }: RestsProps) {
  const query = useRoute(accountPosts, { params: { id: personId }, query: { orgId } });
  const posts = query.data?.posts;
  const first = posts?.[0];
  const offer = useEffectEvent(() => {
    if (first) onChange({ on: 'post', orgId: first.orgId, post: first.post });
  });
  const known = first !== undefined;
  useEffect(() => {
    if (known) offer();
  }, [known]);
  if (query.error) return <Refused error={query.error} />;
  if (posts === undefined) return null;
  if (posts.length === 0) {
    return (
      <p className="note account-note">
        名册里他今天{orgId === undefined ? '没有职务' : '在这个组织没有职务'}：角色不随职务，要由安全管理员收回。
      </p>
    );
  }
  const keyOf = (post: { orgId: number; post: string }): string => `${post.orgId}/${post.post}`;
  return (
    <label className="field">
      <span className="k">随什么收回</span>
      <select
        className="in"
        value={rests.on === 'post' ? keyOf(rests) : ''}
        onChange={(event) => {
          const post = posts.find((one) => keyOf(one) === event.target.value);
          onChange(post ? { on: 'post', orgId: post.orgId, post: post.post } : { on: 'nothing' });
        }}
      >
        {posts.map((post) => (
          <option key={keyOf(post)} value={keyOf(post)}>
            随职务，离任当天收回：{orgId === undefined && `${post.orgName}　`}
            {post.title}
          </option>
        ))}
        <option value="">不随职务，由安全管理员收回</option>
      </select>
    </label>
  );
}

interface FinderProps {
  chosen: { id: number; name: string } | undefined;
  onChoose: (org: { id: number; name: string } | undefined) => void;
}

/** One organization by some characters of its name. */
export function OrganizationFinder({ chosen, onChoose }: FinderProps) {
  const [words, setWords] = useState('');
  const list = useId();
  const q = useDeferredValue(words.trim());
  const query = useRoute(accountsFindOrganization, { query: { q } }, { enabled: q !== '' && !chosen, hold: true });
  const found = q === '' || chosen ? undefined : query.data?.organizations;
  return (
    <div className="field">
      <label>
        <span className="k">在哪个组织（含下级）</span>
        <input
          className="in"
          type="search"
          aria-controls={found === undefined ? undefined : list}
          placeholder="名称里的几个字"
          value={chosen?.name ?? words}
          onChange={(event) => {
            onChoose(undefined);
            setWords(event.target.value);
          }}
        />
      </label>
      {found !== undefined && (
        <div id={list} className="account-found">
          {found.map((org) => (
            <button key={org.id} type="button" onClick={() => onChoose(org)}>
              {org.name}
              <small>{org.detail}</small>
            </button>
          ))}
          {found.length === 0 && <p className="note account-sheet">没有这个名称的组织，换几个字试试。</p>}
        </div>
      )}
    </div>
  );
}
