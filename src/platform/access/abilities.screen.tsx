/** The one table of who may do what and how far it reaches, as it holds in the service and in the database. */
import { useState } from 'react';
import { ROLES, type Role } from '../../core/scope/room.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoomForSide } from '../../ui/screen-size.ts';
import { useTitle } from '../../ui/title.ts';
import { ABILITIES, type Ability, GRANTS, REACH_NAMES, ROLE_NAMES } from './room.ts';
import './abilities.css';

const NAMED = Object.entries(ABILITIES) as [Ability, string][];

export function Screen() {
  const wide = useRoomForSide();
  useTitle('权限表');
  return (
    <article className="abilities sheet">
      <PhoneBar title="权限表" />
      <header>
        <h1>权限表</h1>
        <p className="ink2">
          每个角色能做什么、管到哪里。服务和数据库都照这张表执行；表上没有的，就不能做。一个账号有几个角色，取最宽的。
        </p>
      </header>
      {wide ? <Table /> : <ByRole />}
    </article>
  );
}

function Table() {
  return (
    <table className="abilities-table">
      <thead>
        <tr>
          <th scope="col">能做的事</th>
          {ROLES.map((role) => (
            <th key={role} scope="col">
              {ROLE_NAMES[role]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {NAMED.map(([ability, name]) => (
          <tr key={ability}>
            <th scope="row">{name}</th>
            {ROLES.map((role) => (
              <Reach key={role} role={role} ability={ability} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Reach({ role, ability }: { role: Role; ability: Ability }) {
  const reach = GRANTS[role][ability];
  return <td>{reach ? REACH_NAMES[reach] : <span className="unseen">不能</span>}</td>;
}

/** Where there is no room, one role after the other, with what it may do only. */
function ByRole() {
  const [only, setOnly] = useState<Role | undefined>();
  return (
    <>
      <label className="abilities-only">
        <span className="note">看哪个角色</span>
        <select
          className="in"
          value={only ?? ''}
          onChange={(event) => setOnly(ROLES.find((role) => role === event.target.value))}
        >
          <option value="">全部</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {ROLE_NAMES[role]}
            </option>
          ))}
        </select>
      </label>
      {ROLES.filter((role) => only === undefined || role === only).map((role) => (
        <OneRole key={role} role={role} />
      ))}
    </>
  );
}

function OneRole({ role }: { role: Role }) {
  return (
    <section>
      <h2>{ROLE_NAMES[role]}</h2>
      <ul>
        {NAMED.flatMap(([ability, name]) => {
          const reach = GRANTS[role][ability];
          return reach
            ? [
                <li key={ability}>
                  <span>{name}</span>
                  <span className="ink2 nb">{REACH_NAMES[reach]}</span>
                </li>,
              ]
            : [];
        })}
      </ul>
    </section>
  );
}
