/** The responsibility map read in three ways: what is missing or double, by leader, by organization. */
import type { ReactNode } from 'react';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import type { PersonOption } from '../../ui/person-picker.tsx';
import { rankName } from '../people/room.ts';
import { useEditing } from './charge-editing.screen.tsx';
import { Findable } from './charge-find.screen.tsx';
import { ChargeSlot } from './charge-slot.screen.tsx';
import { itemGaps, orgGaps, overlaps } from './gaps.logic.ts';
import type { ChargedCadre, ChargedOrg, ResponsibilityMap } from './responsibility.contract.ts';

export const personPath = (id: number): string => `/people/${id}`;
const orgPath = (id: number): string => `/organizations/${id}`;
const matrixPath = (orgId: number): string => `/responsibility?view=items&org=${orgId}`;
const where = (cadre: ChargedCadre): string => [cadre.orgName ?? '', cadre.title].filter(Boolean).join('　');

/** Leaders of the city first: who is in charge of units is mostly one of them. */
export const cadreOptions = (cadres: readonly ChargedCadre[]): PersonOption[] =>
  [...cadres]
    .sort((a, b) => Number(b.rank === 'cityLevel') - Number(a.rank === 'cityLevel'))
    .map((cadre) => ({ id: cadre.personId, name: cadre.name, detail: where(cadre) }));
const orgOptions = (orgs: readonly ChargedOrg[]): PersonOption[] =>
  orgs.map(({ orgId, name }) => ({ id: orgId, name }));

interface GapLine {
  name: string;
  value: number;
  unit: string;
  title: string;
  /** What follows the number: 个单位没有人分管. */
  words: string;
  /** Said where there are none. */
  fine: string;
  why: string;
  rows: readonly FigureRow[];
}

function gapLines(map: ResponsibilityMap): GapLine[] {
  const alone = orgGaps(map.orgs);
  const undivided = itemGaps(map.orgs, map.items);
  const twice = overlaps(map.orgs, map.items);
  return [
    {
      name: 'orgGaps',
      value: alone.length,
      unit: '个单位',
      title: '没有人分管的单位',
      words: '没有人分管',
      fine: '每个单位都有人分管',
      why: '市直党委、党组和区县委，以及有领导干部的单位，都要有一位领导分管',
      rows: alone.map((org) => ({ id: org.orgId, title: org.name, to: orgPath(org.orgId) })),
    },
    {
      name: 'cadreGaps',
      value: map.gaps.length,
      unit: '名干部',
      title: '没有分管领导的干部',
      words: '没有分管领导',
      fine: '每名干部都有分管领导',
      why: '没有分管领导的，月清单没有人检查',
      rows: map.gaps.map((cadre) => ({
        id: cadre.personId,
        title: cadre.name,
        to: personPath(cadre.personId),
        note: where(cadre),
        at: cadre.rank === null ? '' : rankName(cadre.rank),
      })),
    },
    {
      name: 'itemGaps',
      value: undivided.length,
      unit: '个单位',
      title: '党建工作没有分全的单位',
      words: '的党建工作没有分全',
      fine: '党建工作都分全了',
      why: '十二项里有没有人负责的',
      rows: undivided.map((gap) => ({
        id: gap.orgId,
        title: gap.name,
        to: matrixPath(gap.orgId),
        note: gap.none ? '还没有分工' : gap.missing.map(({ name }) => name).join('、'),
        at: `${gap.missing.length}项`,
      })),
    },
    {
      name: 'overlaps',
      value: twice.length,
      unit: '处',
      title: '有两位以上领导的',
      words: '有两位以上领导',
      fine: '没有重叠',
      why: '同一个单位或同一项工作分给了几位领导，情况属实可以不改',
      rows: twice.map((one) => ({
        id: `${one.orgId}/${one.item?.id ?? ''}`,
        title: one.item ? `${one.name}　${one.item.name}` : one.name,
        to: one.item ? matrixPath(one.orgId) : orgPath(one.orgId),
        note: one.leaders.map(({ name }) => name).join('、'),
      })),
    },
  ];
}

/** What is to be mended, each number with its rows; cadres without a leader can be given one here. */
export function Gaps({ map }: { map: ResponsibilityMap }) {
  const options = cadreOptions(map.cadres);
  const alone = orgGaps(map.orgs);
  return (
    <>
      <ul className="charge-gaps">
        {gapLines(map).map((line) => (
          <li key={line.name}>
            <p>
              {line.value === 0 ? (
                <Mark kind="ok">{line.fine}</Mark>
              ) : (
                <>
                  <FigureLink
                    name={line.name}
                    value={line.value}
                    title={line.title}
                    heads={['单位或姓名', '']}
                    rows={async () => line.rows}
                    total={`共${line.value}${line.unit === '处' ? '处' : line.unit.slice(0, 1)}`}
                  />
                  {line.unit}
                  {line.words}
                </>
              )}
            </p>
            <p className="note">{line.why}</p>
          </li>
        ))}
      </ul>
      {alone.length > 0 && (
        <Lines title="没有人分管的单位">
          {alone.map((org) => (
            <li key={org.orgId}>
              <Go to={orgPath(org.orgId)}>{org.name}</Go>
              <ChargeSlot
                label={`${org.name}的分管领导`}
                holders={[]}
                subjectOf={(leaderId) => ({ of: 'org', leaderId, orgId: org.orgId, relation: 'charge' })}
                offered={options}
                none={<Mark kind="miss">没有人分管</Mark>}
              />
            </li>
          ))}
        </Lines>
      )}
      {map.gaps.length > 0 && (
        <Lines title="没有分管领导的干部">
          {map.gaps.map((cadre) => (
            <li key={cadre.personId}>
              <span>
                <Go to={personPath(cadre.personId)}>{cadre.name}</Go>
                <small>{where(cadre)}</small>
              </span>
              <ChargeSlot
                label={`${cadre.name}的分管领导`}
                holders={[]}
                subjectOf={(leaderId) => ({ of: 'person', leaderId, personId: cadre.personId })}
                offered={options}
                none={<Mark kind="miss">没有分管领导</Mark>}
              />
            </li>
          ))}
        </Lines>
      )}
    </>
  );
}

function Lines({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="charge-lines">
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

/** Each leader with all that is in his charge. */
export function ByLeader({ map }: { map: ResponsibilityMap }) {
  const orgs = orgOptions(map.orgs);
  const cadres = map.cadres
    .filter(({ rank }) => rank !== null && rank !== 'cityLevel')
    .map((cadre) => ({ id: cadre.personId, name: cadre.name, detail: where(cadre) }));
  const itemName = new Map(map.items.map(({ id, name }) => [id, name]));
  const { on: editing } = useEditing();
  const section = ({ leader, people, orgs: own, items }: ResponsibilityMap['leaders'][number]) => {
    const { personId: leaderId } = leader;
    const of = (relation: 'charge' | 'contact' | 'contactPoint', title: string) =>
      // Where nothing stands there is nothing to read, only a place to put something.
      (editing || own.some((one) => one.relation === relation)) && (
        <div>
          <dt>{title}</dt>
          <dd>
            <ChargeSlot
              label={`${leader.name}${title}`}
              holders={own
                .filter((one) => one.relation === relation)
                .map(({ orgId, name }) => ({ id: orgId, name, to: orgPath(orgId) }))}
              subjectOf={(orgId) => ({ of: 'org', leaderId, orgId, relation })}
              of="organization"
              offered={orgs}
            />
          </dd>
        </div>
      );
    const teams = [...new Set(items.map(({ orgId }) => orgId))].map((orgId) => ({
      orgId,
      some: items.filter((one) => one.orgId === orgId),
    }));
    return (
      <section key={leaderId} className="charge-leader">
        <h2>
          <Go to={personPath(leaderId)}>{leader.name}</Go>
          <small>{where(leader)}</small>
        </h2>
        <dl>
          {of('charge', '分管单位')}
          {teams.length > 0 && (
            <div>
              <dt>分管党建工作</dt>
              <dd>
                {teams.map(({ orgId, some }) => (
                  <p key={orgId}>
                    {some.map(({ itemId }) => itemName.get(itemId)).join('、')}
                    <Go className="note" to={matrixPath(orgId)}>
                      {some[0]!.orgName}
                    </Go>
                  </p>
                ))}
              </dd>
            </div>
          )}
          {of('contact', '联系单位')}
          {of('contactPoint', '联系点')}
          {(editing || people.length > 0) && (
            <div>
              <dt>分管干部</dt>
              <dd>
                <ChargeSlot
                  label={`${leader.name}分管的干部`}
                  holders={people.map(({ personId, name }) => ({ id: personId, name, to: personPath(personId) }))}
                  subjectOf={(personId) => ({ of: 'person', leaderId, personId })}
                  offered={cadres}
                />
              </dd>
            </div>
          )}
        </dl>
      </section>
    );
  };
  return (
    <Findable
      label="领导姓名或单位"
      all={map.leaders}
      namesOf={({ leader }) => [leader.name, leader.orgName ?? '']}
      unit="位领导"
    >
      {(shown) => shown.map(section)}
    </Findable>
  );
}

const RELATIONS = [
  ['charge', '分管领导'],
  ['contact', '联系领导'],
  ['contactPoint', '作为联系点'],
] as const;

/** Each organization with its leaders, and how far its team has divided the items. */
export function ByOrg({ map }: { map: ResponsibilityMap }) {
  const options = cadreOptions(map.cadres);
  return (
    <Findable
      label="单位或领导姓名"
      all={map.orgs}
      namesOf={(org) => [org.name, ...RELATIONS.flatMap(([relation]) => org[relation].map(({ name }) => name))]}
      unit="个单位"
    >
      {(shown) => <OrgTable orgs={shown} map={map} options={options} />}
    </Findable>
  );
}

interface OrgTableProps {
  orgs: readonly ChargedOrg[];
  map: ResponsibilityMap;
  options: readonly PersonOption[];
}

function OrgTable({ orgs, map, options }: OrgTableProps) {
  return (
    <table className="charge-orgs">
      <thead>
        <tr>
          <th scope="col">单位</th>
          {RELATIONS.map(([relation, title]) => (
            <th key={relation} scope="col">
              {title}
            </th>
          ))}
          <th scope="col">党建分工</th>
        </tr>
      </thead>
      <tbody>
        {orgs.map((org) => (
          <tr key={org.orgId}>
            <th scope="row">
              <Go to={orgPath(org.orgId)}>{org.name}</Go>
            </th>
            {RELATIONS.map(([relation, title]) => (
              <td key={relation} data-title={title}>
                <ChargeSlot
                  label={`${org.name}的${title}`}
                  holders={org[relation].map(({ personId, name }) => ({
                    id: personId,
                    name,
                    to: personPath(personId),
                  }))}
                  subjectOf={(leaderId) => ({ of: 'org', leaderId, orgId: org.orgId, relation })}
                  offered={options}
                  none={relation === 'charge' && org.leading ? <Mark kind="miss">没有人分管</Mark> : undefined}
                />
              </td>
            ))}
            <td data-title="党建分工">
              <Go to={matrixPath(org.orgId)}>
                {org.items.length === 0 ? '还没有分工' : `已分${org.items.length}项，共${map.items.length}项`}
              </Go>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
