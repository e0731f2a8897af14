import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declaredRoutes, openApiDocument } from '../src/app/open-api.server.ts';
import { type Reach, ROLES, type Role } from '../src/core/scope/room.ts';
import { GRANTS } from '../src/platform/access/room.ts';
import type { Route } from '../src/platform/open/room.ts';
import {
  type ArrangedCity,
  arrangeHalves,
  HALVES,
  HOLDERS,
  holderOf,
  SIDES,
  SOUTHERN_CONTENT,
  SOUTHERN_NAME,
} from './access-city.ts';
import { MONTHS, SAMPLES, type Sample, type Subject } from './access-samples.ts';
import { type Answer, browserAt, type Client, startTestHouse, type TestHouse } from './harness.ts';

const NORTH = HALVES.north;
/** Organizations at and below that of the role, as arranged. */
const ORGS: Readonly<Partial<Record<Role, readonly number[]>>> = {
  leadingCadre: [NORTH.county, NORTH.branch],
  branchSecretary: [NORTH.branch],
  partyAffairsWorker: [NORTH.branch],
  member: [NORTH.branch],
  delegate: [NORTH.branch],
};

/** Whether a reach of a role covers a subject, by the meaning of the words and nothing of the service. */
function covers(role: Role, reach: Reach, { org, people = [], owner, own }: Subject): boolean {
  const { personId } = HOLDERS[role];
  const files = owner === undefined ? people : [owner];
  switch (reach) {
    case 'self':
      return personId !== null && (own === true || files.includes(personId));
    case 'charge':
      return role === 'leaderInCharge' && files.includes(NORTH.cadre);
    case 'unit':
      return owner === undefined && org !== undefined && (ORGS[role] ?? []).includes(org);
    case 'city':
      return true;
  }
}

function allowed(role: Role, route: Route, { subject }: Sample): boolean {
  if (route.ability === 'open') return true;
  const reach = GRANTS[role][route.ability];
  return reach !== undefined && (subject === undefined || covers(role, reach, subject));
}

/** All text of an answer, that of a workbook's cells included. */
function textOf(route: Route, answer: Answer<unknown>): string {
  if (!route.file || answer.status !== 200) return JSON.stringify(answer.body);
  const book = read(answer.body as Buffer);
  return Object.values(book.Sheets)
    .map((sheet) => utils.sheet_to_csv(sheet))
    .join('\n');
}

function send(client: Omit<Client, 'accountId'>, route: Route, { path, body }: Sample): Promise<Answer<unknown>> {
  if (route.upload) return client.upload(path, [{ name: 'a.xlsx', bytes: new Uint8Array([1]) }]);
  if (route.method === 'GET') return client.get(path);
  if (route.method === 'DELETE') return client.delete(path);
  return route.method === 'PUT' ? client.put(path, body) : client.post(path, body);
}

/** Words that this role must not be told by this route. No role of the northern half reaches the southern but by the whole city. */
function secretsFrom(role: Role, { ability }: Route): string[] {
  if (ability === 'open') return [SOUTHERN_NAME, SOUTHERN_CONTENT];
  if (GRANTS[role][ability] === 'city') return [];
  return GRANTS[role]['registry.read'] === 'city' ? [SOUTHERN_CONTENT] : [SOUTHERN_NAME, SOUTHERN_CONTENT];
}

/** What is wrong with an answer; undefined when it is as the table says. */
function wrong(role: Role, route: Route, sample: Sample, answer: Answer<unknown>): string | undefined {
  const may = allowed(role, route, sample);
  const got = `${answer.status} ${answer.error?.code ?? ''}`.trim();
  const foreseen = answer.status === 200 || sample.refusals?.includes(answer.error?.code ?? '');
  if (may && !foreseen) return `is allowed by the table, and got ${got}: ${answer.error?.what ?? ''}`;
  if (!may && answer.status !== 403 && answer.status !== 404) return `is not allowed by the table, and got ${got}`;
  const told = secretsFrom(role, route).find((secret) => textOf(route, answer).includes(secret));
  return told && `was told ${told}, which only the other half may read (${got})`;
}

// Signing out ends the session that the other calls need.
const ROUTES = declaredRoutes().toSorted(
  (a, b) => Number(a.id === 'identity.signOut') - Number(b.id === 'identity.signOut'),
);

test('every route has a sample of its input in scenarios/access-samples.ts, and no sample is left over', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual(ROUTES.map(({ id }) => id).toSorted());
});

describe('every route, for every role, in scope and out of it', () => {
  let house: TestHouse;
  let arranged: ArrangedCity;
  beforeAll(async () => {
    house = await startTestHouse();
    arranged = await arrangeHalves(await house.makeCity('access'), Object.values(MONTHS));
  });
  afterAll(() => house.close());

  test.each(ROLES)('%s gets what the ability table gives, and nothing else', async (role) => {
    const client = await holderOf(arranged.city, role, `role-${role}`);
    // Before anybody is known: signing in as somebody else must not replace whom the other routes are tried as.
    const askerOf = ({ ability }: Route) => (ability === 'open' ? browserAt(house.address) : client);
    const faults: string[] = [];
    for (const route of ROUTES) {
      // Once where both halves would ask the same.
      const asked = new Set<string>();
      for (const side of SIDES) {
        const sample = await SAMPLES[route.id]?.({ ...arranged, side });
        if (!sample || (sample.subject === undefined && asked.has(sample.path))) continue;
        asked.add(sample.path);
        const fault = wrong(role, route, sample, await send(askerOf(route), route, sample));
        if (fault) faults.push(`${route.method} ${route.path} (${route.id}, ${side}) as ${role} ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('what may be called is told to everybody, as the checked-in document tells it', async () => {
    const answer = await fetch(`${house.address}/api/openapi.json`);
    expect(await answer.text()).toBe(JSON.stringify(openApiDocument()));
  });

  test('nobody who has not signed in gets past the door', async () => {
    const faults: string[] = [];
    for (const route of ROUTES.filter(({ ability }) => ability !== 'open')) {
      const { path, body } = await SAMPLES[route.id]!({ ...arranged, side: 'north' });
      const answer = await fetch(`${house.address}/api${path}`, {
        method: route.method,
        headers: { 'x-xieshi': '1', ...(body ? { 'content-type': 'application/json' } : {}) },
        body: body ? JSON.stringify(body) : undefined,
      });
      if (answer.status !== 401) faults.push(`${route.id} answered ${answer.status}`);
    }
    expect(faults).toEqual([]);
  });
});
