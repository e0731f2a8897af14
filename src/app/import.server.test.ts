import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import type { ImportAccount, PastImports, Tray } from '../platform/open/room.ts';
import { NothingToImport } from './import.server.ts';
import { readFilesToImport, runImport } from './import-command.server.ts';
import { rebuild } from './rebuild.server.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const PATHS = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.xlsx'))
  .sort((a, b) => RANK(a) - RANK(b))
  .map((name) => join(SAMPLES, name));
// Organizations before their members.
function RANK(name: string): number {
  return ['0-organizations', '0-members', '1-', '2-', '3-'].findIndex((start) => name.startsWith(start));
}
const upload = (paths: readonly string[]) =>
  paths.map((path) => ({ name: path.split('/').at(-1)!, bytes: readFileSync(path) }));

let test: TestHouse;
beforeAll(async () => {
  test = await startTestHouse('2017-07-05T09:00:00+08:00');
});
afterAll(() => test?.close());

let cities = 0;
const freshCity = (): Promise<TestCity> => test.makeCity(`import${++cities}`);
const department = (city: TestCity): Promise<Client> =>
  city.signIn('组织部', [{ role: 'organizationDept', orgId: null }]);

const counts = (account: ImportAccount) => [
  account.kind,
  account.rows,
  account.accepted,
  account.people,
  account.duplicates,
];
const AS_TRUE = [
  ['organizations', 14, 14, 0, 0],
  ['members', 14, 14, 14, 0],
  ['roster', 61, 57, 57, 1],
  ['ledger', 17, 17, 1, 0],
  ['life', 22, 21, 14, 0],
];

const stored = async (city: TestCity): Promise<Record<string, number>> => {
  const [row] = await city.asOwner<Record<string, number>>(`select (select count(*)::int from org_span) as orgs,
    (select count(*)::int from person_span) as people, (select count(*)::int from activity) as activities,
    (select count(*)::int from ledger where state = 'submitted') as ledgers, (select count(*)::int from act) as acts`);
  return row!;
};
const ALL = { orgs: 14, people: 76, activities: 21, ledgers: 1 };
const NONE = { orgs: 0, people: 0, activities: 0, ledgers: 0 };

interface Total {
  accepted: number;
  rejected: number;
}
const totalOf = (tray: Tray): Total => ({
  accepted: tray.files.reduce((sum, file) => sum + (file.account?.accepted ?? 0), 0),
  rejected: tray.files.reduce((sum, file) => sum + (file.account?.rejected.length ?? 0), 0),
});

async function putAll(client: Client, paths = PATHS): Promise<Tray> {
  const added = await client.upload('/import/tray', upload(paths));
  expect(added.error).toBeUndefined();
  return (await client.get<Tray>('/import/tray')).body;
}
const commit = (client: Client, tray: Tray, more: object = {}) =>
  client.post<{ actId: string; accounts: ImportAccount[] }>('/import/commit', {
    actId: randomUUID(),
    files: tray.files.map((file) => file.id),
    mode: 'withoutBad',
    seen: totalOf(tray),
    ...more,
  });

describe('the command', () => {
  it('says in a dry run what it would bring, later files upon earlier ones, and leaves nothing', async () => {
    const city = await freshCity();
    const files = await readFilesToImport(PATHS);
    const accounts = await runImport(test.house, city.city.code, files, true);
    expect(accounts.map(counts)).toEqual(AS_TRUE);
    expect(accounts.map((account) => account.file)).toEqual(PATHS);
    expect(await stored(city)).toEqual({ ...NONE, acts: 0 });
  });

  it('imports as one act with its audit line, and again brings nothing', async () => {
    const city = await freshCity();
    const files = await readFilesToImport(PATHS);
    const accounts = await runImport(test.house, city.city.code, files, false);
    expect(accounts.map(counts)).toEqual(AS_TRUE);
    expect(await stored(city)).toEqual({ ...ALL, acts: 1 });
    expect(await city.asOwner('select actor, ability, route, outcome from audit_line')).toEqual([
      { actor: '命令行', ability: 'import.run', route: 'import.commit', outcome: 'done' },
    ]);
    const again = await runImport(test.house, city.city.code, files, false);
    expect(again.map((account) => [account.accepted, account.duplicates])).toEqual([
      [0, 14],
      [0, 14],
      [0, 58],
      [0, 17],
      [0, 21],
    ]);
    expect(await stored(city)).toEqual({ ...ALL, acts: 1 });
  });

  it('one file after another gives the same as all at once', async () => {
    const city = await freshCity();
    const accounts = [];
    for (const file of await readFilesToImport(PATHS))
      accounts.push(...(await runImport(test.house, city.city.code, [file], false)));
    expect(accounts.map(counts)).toEqual(AS_TRUE);
    expect(await stored(city)).toEqual({ ...ALL, acts: 5 });
  });

  it('leaves derived tables as a rebuild makes them', async () => {
    const city = await freshCity();
    await runImport(test.house, city.city.code, await readFilesToImport(PATHS), false);
    const { differences } = await rebuild({
      admin: test.house.admin,
      city: city.city,
      check: true,
      progress: () => undefined,
    });
    expect(differences).toEqual([]);
  });

  it('refuses a file that cannot be read before anything is opened', async () => {
    await expect(readFilesToImport([...PATHS, 'package.json'])).rejects.toMatchObject({
      detail: { code: 'not-a-workbook' },
    });
    await expect(readFilesToImport(['nowhere.xlsx'])).rejects.toMatchObject({ detail: { code: 'file-unreadable' } });
  });

  it('names a city that is not there', async () => {
    await expect(runImport(test.house, 'nowhere', [], false)).rejects.toMatchObject({
      detail: { code: 'city-unknown' },
    });
  });
});

describe('over HTTP', () => {
  it('shows each file for what it is, in the order in which they rest on one another', async () => {
    const city = await freshCity();
    const tray = await putAll(await department(city), PATHS.toReversed());
    expect(tray.files.map((file) => counts(file.account!))).toEqual(AS_TRUE);
    const roster = tray.files[2]!;
    expect(roster.sheets[0]).toMatchObject({
      sheet: '花名册',
      headerRow: 3,
      certainty: 'sure',
      missing: [],
      length: 66,
    });
    const shown = roster.sheets[0]!.table.map(({ row }) => row);
    for (const row of [1, 3, 4, 21, 33, 38, 46]) expect(shown).toContain(row);
    expect(roster.sheets[0]!.columns.find((column) => column.letter === 'I')).toMatchObject({
      field: null,
      ignoredBecause: 'phone',
    });
    expect(JSON.stringify(tray)).not.toContain('13858494355');
  });

  it('keeps no telephone number in the database, not even on the way in', async () => {
    const city = await freshCity();
    await putAll(await department(city));
    const { gunzipSync } = await import('node:zlib');
    const kept = await city.asOwner<{ bytes: Buffer }>('select bytes from import_tray');
    for (const { bytes } of kept)
      expect(gunzipSync(bytes).toString()).not.toMatch(/13858494355|１３９５４０９５７７８/);
  });

  it('imports nothing when a single row is wrong and all were asked for, else all but those', async () => {
    const city = await freshCity();
    const client = await department(city);
    const tray = await putAll(client);
    const refused = await commit(client, tray, { mode: 'all' });
    expect(refused.error).toMatchObject({ code: 'rows-rejected' });
    expect(await stored(city)).toEqual({ ...NONE, acts: 0 });
    const done = await commit(client, tray);
    expect(done.body.accounts.map(counts)).toEqual(AS_TRUE);
    expect(await stored(city)).toEqual({ ...ALL, acts: 1 });
    expect((await client.get<Tray>('/import/tray')).body.files).toEqual([]);
  });

  it('imports once however often it is sent', async () => {
    const city = await freshCity();
    const client = await department(city);
    const tray = await putAll(client);
    const actId = randomUUID();
    const answers = await Promise.all([commit(client, tray, { actId }), commit(client, tray, { actId })]);
    answers.push(await commit(client, tray, { actId }));
    for (const answer of answers) expect(answer.body.accounts?.map(counts) ?? answer.error).toEqual(AS_TRUE);
    expect(await stored(city)).toEqual({ ...ALL, acts: 1 });
  });

  it('imports nothing that looks otherwise than when it was seen', async () => {
    const city = await freshCity();
    const client = await department(city);
    const tray = await putAll(client, PATHS.slice(0, 1));
    await runImport(test.house, city.city.code, (await readFilesToImport(PATHS)).slice(0, 1), false);
    expect((await commit(client, tray)).error).toMatchObject({ code: 'preview-changed' });
  });

  it('takes the user’s word for what a column means', async () => {
    const city = await freshCity();
    const client = await department(city);
    const { files } = await putAll(client, PATHS.slice(0, 1));
    const choices = { sheets: { 党组织名册: { columns: { C: null } } } };
    expect((await client.put(`/import/tray/${files[0]!.id}/choices`, choices)).status).toBe(200);
    const after = (await client.get<Tray>('/import/tray')).body.files[0]!;
    expect(after.sheets[0]!.columns[2]).toMatchObject({ letter: 'C', field: null, certainty: 'chosen' });
  });

  it('lets go of a file, and says which of many are no workbooks', async () => {
    const city = await freshCity();
    const client = await department(city);
    const answer = await client.upload<{ added: string[]; refused: { name: string }[] }>('/import/tray', [
      ...upload(PATHS.slice(0, 1)),
      { name: '照片.xlsx', bytes: new TextEncoder().encode('no workbook') },
    ]);
    expect(answer.body.refused).toMatchObject([{ name: '照片.xlsx' }]);
    await client.delete(`/import/tray/${answer.body.added[0]}`);
    expect((await client.get<Tray>('/import/tray')).body.files).toEqual([]);
  });

  it('keeps a tray from everybody else', async () => {
    const city = await freshCity();
    const { files } = await putAll(await department(city), PATHS.slice(0, 1));
    const other = await city.signIn('组织部二', [{ role: 'organizationDept', orgId: null }]);
    expect((await other.get<Tray>('/import/tray')).body.files).toEqual([]);
    expect((await other.put(`/import/tray/${files[0]!.id}/choices`, {})).status).toBe(404);
    const member = await city.signIn('党员', [{ role: 'member', orgId: null }]);
    expect((await member.get('/import/tray')).status).toBe(403);
  });
});

describe('taking back', () => {
  const past = async (client: Client) => (await client.get<PastImports>('/import/past')).body.imports;

  it('unsays all of it, and the same files can be imported anew', async () => {
    const city = await freshCity();
    const client = await department(city);
    await commit(client, await putAll(client));
    const [done] = await past(client);
    expect(done).toMatchObject({ author: '组织部', takenBack: null });
    expect(done!.summary).toBe(
      '导入5个表格：党组织14个、党员14人、领导干部57人、周涛冬2017年6月写实清单、组织生活21次',
    );
    const actId = randomUUID();
    for (const _ of [1, 2])
      expect((await client.post(`/import/past/${done!.id}/take-back`, { actId })).status).toBe(200);
    expect(await stored(city)).toEqual({ ...NONE, acts: 2 });
    expect((await past(client))[0]!.takenBack).toMatchObject({ by: '组织部' });
    const twice = await client.post(`/import/past/${done!.id}/take-back`, { actId: randomUUID() });
    expect(twice.error).toMatchObject({ code: 'already-taken-back' });

    const again = await commit(client, await putAll(client));
    expect(again.body.accounts.map(counts)).toEqual(AS_TRUE);
    expect(await stored(city)).toEqual({ ...ALL, acts: 3 });
    const ids = await city.asOwner<{ org: number }>('select min(org_id) as org from org_span');
    expect(ids[0]!.org).toBe(15);
  });

  it('is refused by name while later acts rest on it', async () => {
    const city = await freshCity();
    const client = await department(city);
    await commit(client, await putAll(client, PATHS.slice(0, 2)));
    await commit(client, await putAll(client, PATHS.slice(2)));
    const [later, first] = await past(client);
    const refused = await client.post(`/import/past/${first!.id}/take-back`, { actId: randomUUID() });
    expect(refused.error).toMatchObject({ code: 'import-in-use' });
    expect(refused.error!.what).toContain(later!.summary);
    expect((await client.post(`/import/past/${later!.id}/take-back`, { actId: randomUUID() })).status).toBe(200);
    expect((await client.post(`/import/past/${first!.id}/take-back`, { actId: randomUUID() })).status).toBe(200);
    expect(await stored(city)).toMatchObject(NONE);
  });

  it('is refused while a record names one of its people', async () => {
    const city = await freshCity();
    const client = await department(city);
    await commit(client, await putAll(client, PATHS.slice(0, 2)));
    const [person] = await city.asOwner<{ person_id: number; name: string }>(
      'select person_id, name from person_span limit 1',
    );
    await city.arrange({
      records: [
        {
          id: randomUUID(),
          version: 1,
          kind: 'themePartyDay',
          orgId: 14,
          heldOn: day('2017-06-09'),
          people: [{ personId: person!.person_id, part: 'attendee', name: person!.name }],
          body: { topic: '学习' },
        },
      ],
    });
    const [done] = await past(client);
    const refused = await client.post(`/import/past/${done!.id}/take-back`, { actId: randomUUID() });
    expect(refused.error).toMatchObject({ code: 'import-in-use' });
  });
});

it('an import that would bring nothing is no act', async () => {
  const city = await freshCity();
  const client = await department(city);
  const tray = await putAll(client, PATHS.slice(4));
  const answer = await commit(client, tray);
  expect(answer.error).toMatchObject({ code: new NothingToImport([]).detail.code });
  expect(await stored(city)).toEqual({ ...NONE, acts: 0 });
});
