import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import { DERIVATIONS } from './derivations.server.ts';
import { type Rebuilt, rebuild } from './rebuild.server.ts';

let house: TestHouse;
let city: TestCity;
const from = day('2010-01-01');
const check = (): Promise<Rebuilt> => rebuild({ admin: house.house.admin, city: city.city, check: true });

beforeAll(async () => {
  house = await startTestHouse();
  city = await house.makeCity('rebuild');
  await city.arrange({
    facts: [
      {
        fact: 'organization',
        orgId: 1,
        validFrom: from,
        name: '机关第一党支部',
        shortNames: ['一支部'],
        kind: 'branch',
        sector: 'organ',
        parentId: null,
        termExpiresOn: null,
      },
      { fact: 'person', personId: 11, validFrom: from, name: '周舒', sex: null, joinedOn: null },
      { fact: 'membership', personId: 11, orgId: 1, validFrom: from, category: 'full' },
    ],
    records: [
      {
        id: '01900000-0000-7000-8000-000000000001',
        version: 1,
        kind: 'themePartyDay',
        orgId: 1,
        heldOn: day('2017-06-23'),
        due: 1,
        present: 1,
        people: [{ personId: 11, part: 'attendee', name: '周舒' }],
        body: { topic: '学习' },
      },
    ],
  });
});
afterAll(() => house.close());

test('what is stored is what the sources give', async () => {
  const { tables, differences } = await check();
  expect(differences).toEqual([]);
  expect(tables.map(({ table }) => table)).toEqual([
    ...new Set(DERIVATIONS.flatMap((derivation) => derivation.tables)),
  ]);
  expect(Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))).toMatchObject({
    org_span: 1,
    membership_span: 1,
    participation: 1,
    search_entry: 2,
  });
});

test('a row that was changed, one that was removed and one that was slipped in are named by their table', async () => {
  await city.asOwner(`update participation set part = 'presider'`);
  await city.asOwner(`delete from membership_span`);
  await city.asOwner(`insert into search_entry values ('person', 99, '某人', ' 某人 ', '', '{}', false)`);
  const { differences } = await check();
  expect(differences.map(({ table, missing, surplus }) => [table, missing, surplus])).toEqual([
    ['membership_span', 1, 0],
    ['search_entry', 0, 1],
    ['participation', 1, 1],
  ]);
  expect(differences[2]!.examples).toMatchObject([
    { side: 'missing', row: { part: 'attendee', person_id: 11 } },
    { side: 'surplus', row: { part: 'presider', person_id: 11 } },
  ]);
});

test('checking changes nothing, replacing makes it clean', async () => {
  expect((await check()).differences).toHaveLength(3);
  const { tables } = await rebuild({ admin: house.house.admin, city: city.city, check: false });
  expect(tables.find(({ table }) => table === 'membership_span')?.rows).toBe(1);
  expect((await check()).differences).toEqual([]);
});
