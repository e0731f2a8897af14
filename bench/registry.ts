/**
 * What a reader of the registry waits for, against the most that was asked for: the whole city's tree of another day, one person's
 * page, entries that may be one person, the search by initials. Whole requests over loopback HTTP, compressed answers and all.
 */
import type { OpenHouse } from '../src/app/house.server.ts';
import { addDays } from '../src/core/time/room.ts';
import type { City } from '../src/store/database.server.ts';
import { callerOf } from './caller.ts';
import { against, type BenchRow, p95 } from './measure.ts';
import { cookiesOf } from './signed-in.ts';

/** Initials as people type them, of one to four characters. */
const INITIALS = ['z', 'ztd', 'lm', 'wxy', 'zhs', 'chj', 'jyj', 'nqxw', 'lx', 'zhf'];

const asked = (row: BenchRow, most: number): BenchRow => against(row.name, row.value, row.unit, most);

export async function benchRegistry(
  house: OpenHouse,
  city: City,
  address: string,
  rounds: number,
): Promise<BenchRow[]> {
  const department = await callerOf(house, city, 'xusiyuan');
  const [cookie = ''] = await cookiesOf(house, city, [department]);
  const get = async (path: string): Promise<void> => {
    const response = await fetch(`${address}/api${path}`, { headers: { cookie } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await response.json();
  };
  const { rows: people } = (await department.call('organization.compareRows', {
    query: { on: department.today, of: 'members' },
  })) as { rows: { person: { id: number } }[] };
  const earlier = (round: number): string => addDays(department.today, -round - 1);
  return [
    asked(await p95('换一天看全市组织树', rounds, (round) => get(`/organizations?asOf=${earlier(round)}`)), 300),
    asked(
      await p95('按当时所知看全市组织树', rounds, (round) =>
        get(`/organizations?asOf=${earlier(round)}&knownAt=${earlier(round)}T23:59:59%2B08:00`),
      ),
      300,
    ),
    asked(await p95('打开一个人的页面', rounds, (round) => get(`/people/${people[round * 7]!.person.id}`)), 100),
    asked(await p95('在全市人员里找疑似重复登记', rounds, () => get('/people/duplicates')), 1000),
    asked(await p95('按拼音首字母查人', rounds, (round) => get(`/search?q=${INITIALS[round % INITIALS.length]}`)), 50),
  ];
}
