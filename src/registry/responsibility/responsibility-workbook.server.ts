/** The responsibility table as offices keep it, so that it can be read in again: one row a leader and team. */
import { dayName } from '../../core/time/room.ts';
import type { FileAnswer } from '../../platform/open/handler.server.ts';
import { listWorkbook } from '../../platform/open/list-workbook.server.ts';
import type { LeaderCharges, ResponsibilityMap } from './responsibility.contract.ts';

type Row = readonly string[];
const listed = (names: readonly string[]): string => names.join('、');

/** What a leader has in hand: the first row with all that is his alone, one more for each further team in which he has items. */
function rowsOf({ leader, people, orgs, items }: LeaderCharges, itemName: ReadonlyMap<string, string>): Row[] {
  const teams = Map.groupBy(items, ({ orgId }) => orgId);
  const own = leader.orgId === null ? undefined : teams.get(leader.orgId);
  const of = (wanted: LeaderCharges['orgs'][number]['relation']): string =>
    listed(orgs.filter(({ relation }) => relation === wanted).map(({ name }) => name));
  const work = (team: LeaderCharges['items'] = []): string =>
    listed(team.map(({ itemId }) => itemName.get(itemId) ?? itemId));
  const others = [...teams].filter(([orgId]) => orgId !== leader.orgId);
  const first = [leader.name, leader.orgName ?? '', leader.title];
  const hasOwn = own !== undefined || orgs.length > 0 || people.length > 0;
  return [
    ...(hasOwn
      ? [[...first, of('charge'), work(own), of('contact'), of('contactPoint'), listed(people.map(({ name }) => name))]]
      : []),
    ...others.map(([, team]) => [leader.name, team[0]!.orgName, leader.title, '', work(team), '', '', '']),
  ];
}

/** The map of a day as a workbook. */
export function responsibilitySheet(cityName: string, map: ResponsibilityMap): Promise<FileAnswer> {
  const itemName = new Map(map.items.map(({ id, name }) => [id, name]));
  return listWorkbook({
    file: `${cityName}责任分工表${map.asOf}`,
    sheet: '责任分工表',
    title: `${cityName}领导干部责任分工表（${dayName(map.asOf)}）`,
    columns: [
      { head: '领导姓名', width: 12 },
      { head: '所在单位', width: 20 },
      { head: '职务', width: 24 },
      { head: '分管单位', width: 40 },
      { head: '分管党建工作', width: 40 },
      { head: '联系单位', width: 24 },
      { head: '联系点', width: 24 },
      { head: '分管干部', width: 40 },
    ],
    rows: map.leaders.flatMap((leader) => rowsOf(leader, itemName)),
  });
}
