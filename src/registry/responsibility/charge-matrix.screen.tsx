/** Leaders of one team × the items of the Party-building ledger; on the phone one item below the other. */
import { useMemo } from 'react';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { Empty } from '../../ui/states.tsx';
import { useUrlState } from '../../ui/url-state.ts';
import { useEditing } from './charge-editing.screen.tsx';
import { ChargeSlot } from './charge-slot.screen.tsx';
import { cadreOptions, personPath } from './charge-views.screen.tsx';
import { itemGaps } from './gaps.logic.ts';
import type { ResponsibilityMap } from './responsibility.contract.ts';

/** The team that is opened first: one that left items open, else one that ought to have divided them. */
function firstTeam({ orgs, items }: ResponsibilityMap) {
  const gap = itemGaps(orgs, items).find(({ none }) => !none);
  return orgs.find(({ orgId }) => orgId === gap?.orgId) ?? orgs.find(({ leading }) => leading) ?? orgs[0];
}

export function ChargeMatrix({ map }: { map: ResponsibilityMap }) {
  const [asked, choose] = useUrlState('org');
  const size = useSize();
  const { on, stateOf, toggle } = useEditing();
  const org = map.orgs.find(({ orgId }) => String(orgId) === asked) ?? firstTeam(map);
  const held = useMemo(
    () => new Set(org?.items.flatMap(({ itemId, leaders }) => leaders.map(({ personId }) => `${itemId}|${personId}`))),
    [org],
  );
  if (!org) return <Empty>还没有可以分工的单位。</Empty>;
  const inCharge = new Set(org.items.flatMap(({ leaders }) => leaders.map(({ personId }) => personId)));
  const team = map.cadres.filter(({ orgId, personId }) => orgId === org.orgId || inCharge.has(personId));
  const subject = (leaderId: number, itemId: string) => ({ of: 'item', leaderId, orgId: org.orgId, itemId }) as const;
  return (
    <section className="charge-items">
      <label className="charge-which screen-only">
        <span className="note">哪个班子</span>
        <select className="in" value={org.orgId} onChange={(event) => choose(event.target.value)}>
          {map.orgs.map(({ orgId, name }) => (
            <option key={orgId} value={orgId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <h2>{org.name}党建工作分工</h2>
      {team.length === 0 && <p className="ink2">这个单位没有登记领导干部，可以先导入领导干部花名册。</p>}
      {size === 'phone' || team.length === 0 ? (
        <ul className="charge-item-list">
          {map.items.map((item) => {
            const leaders = org.items.find(({ itemId }) => itemId === item.id)?.leaders ?? [];
            return (
              <li key={item.id}>
                <b>{item.name}</b>
                <ChargeSlot
                  label={item.name}
                  holders={leaders.map(({ personId, name }) => ({ id: personId, name, to: personPath(personId) }))}
                  subjectOf={(leaderId) => subject(leaderId, item.id)}
                  offered={team.length > 0 ? cadreOptions(team) : cadreOptions(map.cadres)}
                  none={org.leading ? <Mark kind="miss">没有人负责</Mark> : undefined}
                />
              </li>
            );
          })}
        </ul>
      ) : (
        <div className="charge-matrix">
          <table>
            <thead>
              <tr>
                <th scope="col">十二项</th>
                {team.map((leader) => (
                  <th key={leader.personId} scope="col">
                    <Go to={personPath(leader.personId)}>{leader.name}</Go>
                    <small>{leader.title}</small>
                  </th>
                ))}
                <th scope="col">有几位</th>
              </tr>
            </thead>
            <tbody>
              {map.items.map((item) => {
                const states = team.map(({ personId }) =>
                  stateOf(subject(personId, item.id), held.has(`${item.id}|${personId}`)),
                );
                const number = states.filter((state) => state === 'holds' || state === 'begins').length;
                return (
                  <tr key={item.id}>
                    <th scope="row">{item.name}</th>
                    {team.map(({ personId, name }, at) => {
                      const holds = held.has(`${item.id}|${personId}`);
                      const state = states[at]!;
                      const does = state === 'holds' || state === 'begins';
                      return (
                        <td key={personId} className={state}>
                          {on ? (
                            <button
                              type="button"
                              aria-pressed={does}
                              aria-label={`${name}负责${item.name}`}
                              onClick={() => toggle(subject(personId, item.id), holds)}
                            >
                              {does ? '✓' : state === 'ends' ? '撤下' : ''}
                            </button>
                          ) : (
                            does && (
                              <span role="img" aria-label={`${name}负责`}>
                                ✓
                              </span>
                            )
                          )}
                        </td>
                      );
                    })}
                    <td className="nb">
                      {number === 0 ? (
                        // Only of those whose items somebody ought to be in charge of is it a gap.
                        org.leading ? (
                          <Mark kind="miss">没有</Mark>
                        ) : (
                          <span className="ink3">没有</span>
                        )
                      ) : number > 1 ? (
                        <Mark kind="sig">{number}位</Mark>
                      ) : (
                        '1位'
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
