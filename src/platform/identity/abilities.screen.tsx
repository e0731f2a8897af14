/** The one table of who may do what and how far it reaches, as it holds in the service and in the database; made to be printed. */
import { Fragment, useState } from 'react';
import { GIVEN_ROLES, type Reach, ROLES, type Role } from '../../core/scope/room.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import {
  ABILITIES,
  FIELDS_OF_WORK,
  GRANTS,
  isAdministrator,
  REACH_NAMES,
  REACH_WORDS,
  ROLE_NAMES,
} from '../access/room.ts';
import { abilityKinds } from './abilities.contract.ts';
import './abilities.css';

const REACHES = Object.keys(REACH_NAMES) as Reach[];
const named = (roles: readonly Role[]): string => roles.map((role) => ROLE_NAMES[role]).join('、');

export function Screen() {
  useTitle('权限表');
  return (
    <article className="abilities sheet">
      <PhoneBar title="权限表" />
      <header>
        <div>
          <h1>权限表</h1>
          <p className="ink2">
            每个角色能做什么、管到哪里。服务和数据库都照这张表执行；表上没有的，就不能做。一个账号有几个角色，各管各的组织，合起来算。
          </p>
        </div>
        <button type="button" className="btn txt screen-only" onClick={() => window.print()}>
          打印
        </button>
      </header>
      <Table />
      <ByRole />
      <Reaches />
      <Resting />
      <Kinds />
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
      {FIELDS_OF_WORK.map(({ name, abilities }) => (
        <tbody key={name}>
          <tr className="field-of-work">
            <th scope="rowgroup" colSpan={ROLES.length + 1}>
              {name}
            </th>
          </tr>
          {abilities.map((ability) => (
            <tr key={ability}>
              <th scope="row">{ABILITIES[ability]}</th>
              {ROLES.map((role) => {
                const reach = GRANTS[role][ability];
                return <td key={role}>{reach ? REACH_NAMES[reach] : <span className="unseen">不能</span>}</td>;
              })}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Where there is no room on the screen, one role after the other, with what it may do only. */
function ByRole() {
  const [only, setOnly] = useState<Role | undefined>();
  return (
    <div className="abilities-roles">
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
    </div>
  );
}

function OneRole({ role }: { role: Role }) {
  return (
    <section>
      <h2>{ROLE_NAMES[role]}</h2>
      <ul>
        {FIELDS_OF_WORK.flatMap(({ abilities }) => abilities).flatMap((ability) => {
          const reach = GRANTS[role][ability];
          return reach
            ? [
                <li key={ability}>
                  <span>{ABILITIES[ability]}</span>
                  <span className="ink2 nb">{REACH_NAMES[reach]}</span>
                </li>,
              ]
            : [];
        })}
      </ul>
    </section>
  );
}

function Reaches() {
  return (
    <section>
      <h2>管到哪里</h2>
      <dl>
        {REACHES.map((reach) => (
          <Fragment key={reach}>
            <dt>{REACH_NAMES[reach]}</dt>
            <dd>{REACH_WORDS[reach]}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

/** How each role comes and goes. */
function Resting() {
  const byPost = GIVEN_ROLES.filter((role) => role !== 'member' && !isAdministrator(role));
  return (
    <section>
      <h2>随什么来，随什么去</h2>
      <dl>
        <dt>随党员身份</dt>
        <dd>{ROLE_NAMES.member}。组织关系转出当天，不再算数。</dd>
        <dt>随职务</dt>
        <dd>
          {named(byPost)}
          。发放时选定职务，离任当天不再算数，不用再办手续；没有职务的人也可以不随职务发放，由安全管理员收回。
        </dd>
        <dt>随所代的人</dt>
        <dd>{ROLE_NAMES.delegate}。由支部书记自己请，到期、收回、书记离任，当天停止；安全管理员不发放这个角色。</dd>
        <dt>由安全管理员收回</dt>
        <dd>{named(ROLES.filter(isAdministrator))}。三员各自分开，都不看业务内容。</dd>
      </dl>
    </section>
  );
}

/** Roles that read records of others, each with how far. */
const readersOfRecords = (): string =>
  ROLES.flatMap((role) => {
    const reach = GRANTS[role]['record.read'];
    return reach === undefined ? [] : [`${ROLE_NAMES[role]}（${REACH_NAMES[reach]}）`];
  }).join('、');

function Kinds() {
  const query = useRoute(abilityKinds, {});
  return (
    <section>
      <h2>活动的内容谁能看</h2>
      <p className="ink2">
        开展过这项活动，时间、地点、人数和写下的一般内容，能看活动记录的都能看：{readersOfRecords()}
        。写明保密的内容另存一处，谁的职务都不能破例。
      </p>
      <Shown query={query} rows={10}>
        {({ kinds }) => (
          <table className="abilities-kinds">
            <thead>
              <tr>
                <th scope="col">活动</th>
                <th scope="col">开展过这项活动</th>
                <th scope="col">说了什么</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map(({ id, name, confidentialFields }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>能看活动记录的</td>
                  <td>
                    {confidentialFields.length === 0
                      ? '同左'
                      : `${confidentialFields.join('、')}：只有参加的人，缺席的不能看；看过都留下记录`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Shown>
    </section>
  );
}
