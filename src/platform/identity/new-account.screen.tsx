/** Making an account: for somebody found by name, or for an office; with roles; its first password is shown once. */
import { useDeferredValue, useState } from 'react';
import { useAct, useRoute } from '../../ui/query.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused } from '../../ui/states.tsx';
import { ROLE_NAMES } from '../access/room.ts';
import { accountCreate, accountsFindPerson } from './accounts.contract.ts';
import { type ChosenRole, RolePicker, sameRole } from './role-picker.screen.tsx';

interface Person {
  id: number;
  name: string;
  detail: string;
}

export function OncePassword({ username, password, awaits }: { username?: string; password: string; awaits: boolean }) {
  return (
    <div className="account-once" role="status">
      {username !== undefined && <p>用户名 {username}，首次登录密码</p>}
      {username === undefined && <p>新密码</p>}
      <b>{password}</b>
      <p className="note">只显示这一次，请当面或用安全的方式告诉本人；登录后必须先改密码。</p>
      {awaits && <p className="note">管理员账号要两人办：系统管理员或审计管理员在“两人办理”里确认后才能登录。</p>}
    </div>
  );
}

export function NewAccount({ onClose }: { onClose: () => void }) {
  const [of, setOf] = useState<'person' | 'office'>('person');
  const [person, setPerson] = useState<Person | undefined>();
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const [roles, setRoles] = useState<readonly ChosenRole[]>([]);
  const create = useAct(accountCreate);
  const ofPerson = of === 'person';
  const called = ofPerson ? (person?.name ?? '') : name.trim();
  const missing = [
    ...(called === '' ? [ofPerson ? '选人' : '写名称'] : []),
    ...(username.trim() === '' ? ['写用户名'] : []),
    ...(roles.length === 0 ? ['加上角色'] : []),
  ];

  if (create.data) {
    return (
      <SideSheet title={`已给${called}建账号`} onClose={onClose}>
        <div className="account-sheet">
          <OncePassword username={username.trim()} password={create.data.password} awaits={create.data.awaits} />
        </div>
      </SideSheet>
    );
  }
  return (
    <SideSheet
      title="建账号"
      onClose={onClose}
      acts={
        <>
          {missing.length > 0 && <span className="note">还要{missing.join('、')}</span>}
          <button
            type="button"
            className="btn pri"
            disabled={missing.length > 0 || create.isPending}
            onClick={() =>
              create.mutate({
                body: {
                  username: username.trim(),
                  name: called,
                  personId: ofPerson ? person!.id : null,
                  roles: roles.map(({ role, orgId, rests }) => ({ role, orgId, rests })),
                },
              })
            }
          >
            建账号
          </button>
        </>
      }
    >
      <div className="account-sheet">
        <section>
          <Segmented
            label="给谁建"
            options={[
              { value: 'person', name: '给一个人' },
              { value: 'office', name: '给一个科室或管理员' },
            ]}
            value={of}
            onChange={(value) => {
              setOf(value);
              setRoles([]);
            }}
          />
        </section>
        <section>
          {ofPerson ? (
            <PersonFinder chosen={person} onChoose={setPerson} />
          ) : (
            <label className="field">
              <span className="k">名称，显示为记录的作者</span>
              <input className="in" value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
            </label>
          )}
          <label className="field">
            <span className="k">用户名，登录时输入</span>
            <input
              className="in"
              value={username}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => setUsername(event.target.value)}
            />
          </label>
        </section>
        <section>
          <h3>角色</h3>
          <ul className="account-list">
            {roles.map((role) => (
              <li key={`${role.role}/${role.orgId}`}>
                <span>
                  {ROLE_NAMES[role.role]}
                  {role.orgName !== null && <small>{role.orgName}</small>}
                </span>
                <button
                  type="button"
                  className="btn txt"
                  onClick={() => setRoles(roles.filter((one) => !sameRole(one, role)))}
                >
                  去掉
                </button>
              </li>
            ))}
          </ul>
          <RolePicker
            held={roles}
            ofPerson={ofPerson}
            personId={ofPerson ? (person?.id ?? null) : null}
            verb="加上"
            onChoose={(role) => setRoles([...roles, role])}
          />
        </section>
        {create.error && <Refused error={create.error} />}
      </div>
    </SideSheet>
  );
}

function PersonFinder({
  chosen,
  onChoose,
}: {
  chosen: Person | undefined;
  onChoose: (to: Person | undefined) => void;
}) {
  const [words, setWords] = useState('');
  const q = useDeferredValue(words.trim());
  const query = useRoute(accountsFindPerson, { query: { q } }, { enabled: q !== '' && !chosen, hold: true });
  const found = q === '' || chosen ? undefined : query.data?.people;
  return (
    <div className="field">
      <label>
        <span className="k">姓名</span>
        <input
          className="in"
          type="search"
          data-autofocus
          placeholder="姓名里的字"
          value={chosen ? `${chosen.name}　${chosen.detail}` : words}
          onChange={(event) => {
            onChoose(undefined);
            setWords(chosen ? '' : event.target.value);
          }}
        />
      </label>
      {found !== undefined && (
        <div className="account-found">
          {found.map((person) => (
            <button key={person.id} type="button" disabled={person.hasAccount} onClick={() => onChoose(person)}>
              {person.name}
              {person.hasAccount && '（已有账号）'}
              <small>{person.detail}</small>
            </button>
          ))}
          {found.length === 0 && <p className="note account-sheet">没有这个姓名。人员由组织部导入花名册登记。</p>}
        </div>
      )}
    </div>
  );
}
