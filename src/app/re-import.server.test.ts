import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHouse, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';
import { type NamedFile, readFilesToImport, runImport } from './import-command.server.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
let house: TestHouse;
beforeAll(async () => {
  house = await startTestHouse('2017-07-05T09:00:00+08:00');
});
afterAll(() => house.close());

test('the lists that leave are read in again, and bring the same organizations, members and cadres', async () => {
  const source = await house.makeCity('reimporta');
  const names = readdirSync(SAMPLES).filter((name) => /^[01]-.*xlsx$/.test(name));
  const order = ['0-organizations', '0-members', '1-roster'];
  const paths = order.map((start) => join(SAMPLES, names.find((name) => name.startsWith(start))!));
  await runImport(house.house, source.city.code, await readFilesToImport(paths), false);
  // A city leader in charge of nobody stands in no column of another's row.
  const [{ person, committee }] = (await source.asOwner(`select max(person_id) + 1 as person,
    (select org_id from org_span where kind = 'municipalCommittee') as committee from person_span`)) as [
    { person: number; committee: number },
  ];
  const since = { personId: person, validFrom: day('2016-07-01') };
  await source.arrange({
    facts: [
      { fact: 'person', ...since, name: '卫振宁', sex: 'male', joinedOn: null },
      { fact: 'post', ...since, orgId: committee, post: 'secretary', title: '市委书记', rank: 'cityLevel' },
    ],
  });
  const department = await source.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  const { body } = await department.get<{ organizations: { id: number; kind: string }[] }>('/organizations');
  const branch = body.organizations.find(({ kind }) => kind === 'branch')!.id;

  const taken = [
    ['党组织名册.xlsx', '/organizations/workbook'],
    ['党员花名册.xlsx', `/organizations/${branch}/members-workbook`],
    ['县处级干部花名册.xlsx', '/people/roster-workbook'],
  ] as const;
  const files: NamedFile[] = [];
  for (const [path, from] of taken) {
    const { body: bytes } = await department.get<Buffer>(from);
    files.push({ path, workbook: cellsOf(path, bytes), choices: {} });
  }
  const target = await house.makeCity('reimportb');
  const accounts = await runImport(house.house, target.city.code, files, false);
  expect(accounts.map(({ kind, rows, accepted, rejected }) => [kind, rows, accepted, rejected])).toEqual([
    ['organizations', 14, 14, []],
    ['members', 14, 14, []],
    ['roster', 63, 63, []],
  ]);
  const [there, here] = await Promise.all(
    [source, target].map((city) =>
      city.asOwner(`select o.name, o.short_names, o.kind, o.sector, o.term_expires_on, s.name as superior
        from org_span o left join org_span s on s.org_id = o.parent_id order by o.name`),
    ),
  );
  expect(here).toEqual(there);
  const people = `select p.name, p.sex, p.joined_on, p.joined_precision, o.name as unit, t.title, t.rank, l.name as leader
    from person_span p left join post_span t using (person_id) left join org_span o on o.org_id = t.org_id
    left join charge_span c on c.person_id = p.person_id left join person_span l on l.person_id = c.leader_id
    order by p.name, t.title`;
  expect(await target.asOwner(people)).toEqual(await source.asOwner(people));
});
