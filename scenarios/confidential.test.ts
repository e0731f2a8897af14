/**
 * Confidentiality as each record kind declares it: that a thing took place is counted and read by whom the ability table gives
 * it; what was said is read by those who were in it, whatever their office — in every answer, and straight in SQL.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../src/app/kinds.logic.ts';
import type { Field, RecordKind } from '../src/core/record/room.ts';
import { ROLES, type Role } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import { type Ability, GRANTS } from '../src/platform/access/room.ts';
import { readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import { arrangeHalves, HALVES, HOLDERS, holderOf } from './access-city.ts';
import { type Client, startTestHouse, type TestCity } from './harness.ts';

const { branch, cadre, member, worker } = HALVES.north;
const SAID = '只说给在场的人';
const CONFIDENTIAL = KINDS.filter((kind) => kind.confidentiality === 'content');

const house = await startTestHouse();
afterAll(() => house.close());

/** Something that a field takes; what is said in confidence is the same words everywhere. */
function fillOf(field: Field): unknown {
  if (field.type === 'lines') return [SAID];
  if (field.type === 'count') return 1;
  if (field.type === 'choice') return field.choices[0]!.value;
  if (field.type === 'day') return '2017-06-20';
  return field.confidential ? SAID : '甲议事由';
}

const bodyOf = (kind: RecordKind, confidential: boolean): Record<string, unknown> =>
  Object.fromEntries(
    kind.fields
      .filter((field) => (field.confidential ?? false) === confidential && (confidential || field.required))
      .map((field) => [field.key, fillOf(field)]),
  );

test('there is a kind with something said in confidence, and every kind declares whether it has', () => {
  expect(CONFIDENTIAL.map(({ id }) => id)).toContain('heartToHeartTalk');
  for (const { id, confidentiality, fields } of KINDS)
    expect(confidentiality, id).toBe(fields.some(({ confidential }) => confidential) ? 'content' : 'open');
});

describe.each(CONFIDENTIAL)('of $name', (kind) => {
  let city: TestCity;
  const id = randomUUID();
  const there = [cadre, member];
  const clients = new Map<Role, Client>();

  beforeAll(async () => {
    city = await house.makeCity(`secret${CONFIDENTIAL.indexOf(kind)}`);
    await arrangeHalves(city, []);
    const parts = kind.parts.filter(({ key }) => key !== 'absent');
    await city.arrange({
      records: [
        {
          id,
          version: 1,
          kind: kind.id,
          orgId: branch,
          heldOn: day('2017-06-20'),
          people: [
            { personId: cadre, part: parts[0]!.key, name: '林海' },
            { personId: member, part: parts.at(-1)!.key, name: '北山员' },
            { personId: worker, part: 'absent', name: '北山务', reason: '出差' },
          ],
          body: bodyOf(kind, false),
          confidential: bodyOf(kind, true),
        },
      ],
    });
    for (const role of ROLES) clients.set(role, await holderOf(city, role, `secret-${role}`));
  });

  test.each(ROLES)('%s reads what was said exactly when he was in it', async (role) => {
    const wasThere = there.includes(HOLDERS[role].personId ?? 0);
    const client = clients.get(role)!;
    const page = await client.get<{ confidential: unknown }>(`/records/${id}`);
    expect(JSON.stringify(page.body).includes(SAID)).toBe(wasThere);
    // Nowhere else is it told at all, to nobody.
    for (const path of [
      `/records?orgId=${branch}&kind=${kind.id}`,
      `/branches/${branch}/months/2017-06`,
      `/people/${member}/participation/rows`,
      '/participation/rows',
      `/people/${cadre}`,
      '/city',
    ])
      expect(JSON.stringify((await client.get(path)).body), path).not.toContain(SAID);
  });

  test.each(ROLES)('straight in SQL %s reads it exactly when he was in it, with whatever ability', async (role) => {
    const { personId } = HOLDERS[role];
    const { database } = house.house;
    const actor = await database.inCity(city.city, { as: 'gate' }, (tx) =>
      readActor(tx, { id: clients.get(role)!.accountId, name: role, personId }, day('2017-06-28')),
    );
    for (const ability of Object.keys(GRANTS[role]) as Ability[]) {
      const scope = scopeFor(actor, ability);
      const rows = await database
        .inCity(city.city, scope, async (tx) => (await sql`select 1 from record_confidential`.execute(tx)).rows.length)
        .catch((error: { code: string }) => error.code);
      // The gate and the administrators' work have no right to the table at all.
      const expected = scope.as !== 'actor' ? '42501' : there.includes(personId ?? 0) ? 1 : 0;
      expect(rows, ability).toBe(expected);
    }
  });

  test.each<Role>(['branchSecretary', 'partyAffairsWorker', 'delegate', 'organizationDept', 'mainLeader'])(
    '%s, who was not in it, counts it all the same',
    async (role) => {
      const { body } = await clients.get(role)!.get<{ total: number }>(`/records?orgId=${branch}&kind=${kind.id}`);
      expect(body.total).toBe(1);
      expect((await clients.get(role)!.get(`/records/${id}`)).status).toBe(200);
    },
  );

  test('who reads it leaves a line for each of the others in it, the absent one among them', async () => {
    await clients.get('member')!.get(`/records/${id}`);
    const lines = await city.asOwner<{ subject_person: number }>(
      `select distinct subject_person from audit_line where outcome = 'read' and subject_id = $1 and account_id = $2`,
      [id, clients.get('member')!.accountId],
    );
    expect(lines.map((line) => line.subject_person).toSorted((a, b) => a - b)).toEqual([cadre, worker]);
  });
});

test('a further version of a record cannot be put under another organization, nor another person, past the service', async () => {
  const city = await house.makeCity('versions');
  await arrangeHalves(city, []);
  const id = randomUUID();
  const version = (number: number, org: number, owner: number | null) =>
    city.asOwner(
      `insert into record (id, version, kind, org_id, owner_id, held_on, reason, act_id, account_id, author, recorded_at)
       values ($1, $2, 'themePartyDay', $3, $4, '2017-06-20', 'x', gen_random_uuid(), 0, 'x', now())`,
      [id, number, org, owner],
    );
  await version(1, branch, null);
  await version(2, branch, null);
  await expect(version(3, HALVES.south.branch, null)).rejects.toThrow('record_same_owner');
  await expect(version(3, branch, member)).rejects.toThrow('record_same_owner');
});
