import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { dumpSchema } from './schema-dump.server.ts';
import { SOURCES, schemaFaults } from './schema-rules.server.ts';

describe('the tables of a city', () => {
  let house: TestHouse;
  let city: TestCity;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('tables');
  });
  afterAll(() => house.close());

  test('are those that schema.sql shows (renew it: npm run --silent xieshi -- schema > src/store/schema.sql)', async () => {
    const shown = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
    expect(shown).toBe(await dumpSchema(house.house.admin, city.city.schema));
  });

  test('keep the rules of the database', async () => {
    expect(await schemaFaults(house.house.admin, city.city.schema)).toEqual([]);
  });

  test('hold every source that the rules name', async () => {
    const rows = await city.asOwner<{ name: string }>(
      'select relname as name from pg_class where relnamespace = current_schema()::regnamespace',
    );
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining([...SOURCES]));
  });

  describe.each<[string, string]>([
    [
      'create function touch() returns trigger language plpgsql as $$ begin return new; end $$; create trigger touched before insert on act for each row execute function touch()',
      'touched on act is a trigger',
    ],
    [
      'create view everybody as select * from person_span',
      'everybody is a view that reads with the rights of its owner',
    ],
    [
      'create function peek() returns bigint language sql security definer as $$ select count(*) from record $$',
      'peek is a function that runs with the rights of its owner',
    ],
    [
      'create policy clever on record for select to xieshi_scoped using (org_id in (select org_id from org_span))',
      'clever on record is a policy with a subquery',
    ],
    ['create table loose (id int primary key)', 'loose_pkey on loose is a constraint that nobody named'],
    ['create table loose (id int check (id > 0))', 'loose_id_check on loose is a constraint that nobody named'],
    [
      'create table loose (id int); grant select on loose to xieshi_scoped',
      'loose is a table that roles of the service may use without row security',
    ],
    [
      'create table loose (id int); alter table loose enable row level security; grant select on loose to xieshi_gate',
      'loose to xieshi_gate is a table that is granted to a role for which it has no policy',
    ],
    ['grant select on act to public', 'act is granted to everybody who can connect'],
    ['grant delete on record to xieshi_wide', 'record (delete to xieshi_wide) can be changed or removed'],
    ['grant update (reason) on record to xieshi_scoped', 'record (update to xieshi_scoped) can be changed or removed'],
    ['alter table draft owner to xieshi_wide', 'draft is owned by a role that the service can act as'],
  ])('after %s', (change, saying) => {
    test(`are told: ${saying}`, async () => {
      const loose = await house.makeCity(`loose${Math.abs(hash(change))}`);
      await loose.asOwner(change);
      expect((await schemaFaults(house.house.admin, loose.city.schema)).join('\n')).toContain(saying);
    });
  });

  test('are told of a role of the service that row security does not bind', async () => {
    await city.asOwner('alter role xieshi_steward bypassrls');
    const faults = await schemaFaults(house.house.admin, city.city.schema);
    await city.asOwner('alter role xieshi_steward nobypassrls');
    expect(faults).toEqual(['xieshi_steward is a role of the service that row security does not bind']);
  });
});

/** A number of a text, for a city's code. */
const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
