/**
 * A city in two halves, alike, that know nothing of each other: for each a county, a branch, a cadre with his leader in
 * charge, records and checked months. Names of ordinary people of the southern half carry one word, what was recorded there
 * another, so that an answer that tells either to somebody else is seen.
 */
import { randomUUID } from 'node:crypto';
import type { Role } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import { CORRECTION_REQUEST } from '../src/reports/personal-data/room.ts';
import type { Client, TestCity } from './harness.ts';

export type Side = 'north' | 'south';
export const SIDES: readonly Side[] = ['north', 'south'];
/** In the names of the southern half's ordinary people. Names of organizations and of leading cadres are known to all. */
export const SOUTHERN_NAME = '南川';
/** In all that was recorded in the southern half. */
export const SOUTHERN_CONTENT = '乙议';

const from = day('2015-01-01');
export const COMMITTEE = 1;
const MAIN_LEADER = 5;

/** Ids of one half. */
export interface Half {
  county: number;
  branch: number;
  leader: number;
  cadre: number;
  secretary: number;
  worker: number;
  member: number;
  /** Types for the secretary. */
  delegate: number;
  /** In names. */
  word: string;
  /** In what was recorded. */
  content: string;
}
export const HALVES: Readonly<Record<Side, Half>> = {
  north: {
    county: 10,
    branch: 101,
    leader: 11,
    cadre: 12,
    secretary: 13,
    worker: 14,
    member: 15,
    delegate: 16,
    word: '北山',
    content: '甲议',
  },
  south: {
    county: 20,
    branch: 201,
    leader: 21,
    cadre: 22,
    secretary: 23,
    worker: 24,
    member: 25,
    delegate: 26,
    word: SOUTHERN_NAME,
    content: SOUTHERN_CONTENT,
  },
};

type Fact<F extends RegistryFact['fact']> = Extract<RegistryFact, { fact: F }>;

const organization = (
  orgId: number,
  name: string,
  kind: Fact<'organization'>['kind'],
  parentId: number | null,
): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [name],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: null,
  joinedOn: null,
});
const member = (personId: number, orgId: number): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: from,
  category: 'full',
});
const post = (personId: number, orgId: number, of: Fact<'post'>['post'], rank: Fact<'post'>['rank']): RegistryFact => ({
  fact: 'post',
  personId,
  orgId,
  post: of,
  validFrom: from,
  title: of === 'secretary' ? '书记' : '委员',
  rank,
});

function factsOf(side: Side): RegistryFact[] {
  const { county, branch, leader, cadre, secretary, worker, member: plain, delegate, word } = HALVES[side];
  const place = side === 'north' ? '甲县' : '乙县';
  return [
    organization(county, `${place}县委`, 'countyCommittee', COMMITTEE),
    organization(branch, `${place}机关党支部`, 'branch', county),
    person(leader, side === 'north' ? '高山' : '江河'),
    person(cadre, side === 'north' ? '林海' : '石原'),
    person(secretary, `${word}书`),
    person(worker, `${word}务`),
    person(plain, `${word}员`),
    person(delegate, `${word}助`),
    post(leader, COMMITTEE, 'standingMember', 'cityLevel'),
    post(cadre, county, 'secretary', 'countyLevelChief'),
    post(secretary, branch, 'secretary', null),
    ...[cadre, secretary, worker, plain, delegate].map((one) => member(one, branch)),
    { fact: 'charge', leaderId: leader, personId: cadre, validFrom: from },
  ];
}

/** Puts a Theme Party Day of a half into the sources; answers its id. */
export async function newRecord(city: TestCity, side: Side): Promise<string> {
  const { branch, secretary, cadre, member: plain, word, content } = HALVES[side];
  const id = randomUUID();
  await city.arrange({
    records: [
      {
        id,
        version: 1,
        kind: 'themePartyDay',
        orgId: branch,
        heldOn: day('2017-06-09'),
        place: `${content}会议室`,
        due: 3,
        present: 3,
        people: [
          { personId: secretary, part: 'presider', name: `${word}书` },
          { personId: secretary, part: 'attendee', name: `${word}书` },
          { personId: cadre, part: 'attendee', name: '干部' },
          { personId: plain, part: 'attendee', name: `${word}员` },
        ],
        body: { topic: `${content}主题` },
      },
    ],
  });
  return id;
}

/** Asks, as a half's plain member, for his attendance in its record to be corrected; answers the request's id. */
export async function newCorrection(city: TestCity, side: Side, recordId: string): Promise<string> {
  const { branch, member: plain, word, content } = HALVES[side];
  const id = randomUUID();
  await city.arrange({
    records: [
      {
        id,
        version: 1,
        kind: CORRECTION_REQUEST,
        orgId: branch,
        ownerId: plain,
        aboutId: recordId,
        heldOn: day('2017-06-20'),
        people: [],
        body: {
          item: { of: 'records', key: `record/${recordId}`, what: '主题党日', says: `${content}主题：到会` },
          person: `${word}员`,
          wrong: `${content}那天出差`,
          shouldBe: '缺席，公务',
          note: '',
          version: 1,
        },
      },
    ],
  });
  return id;
}

/** Hands in a month over HTTP, with one line of business work and nothing for every item; answers the ledger's id. */
export async function handIn(cadre: Client, period: string, content: string): Promise<string> {
  interface Opened {
    ledgerId: string;
    rev: number;
    items: { id: string }[];
  }
  const opened = (await cadre.get<Opened>(`/ledgers/${period}`)).body;
  const saidAt = '2017-06-28T06:00:00.000Z';
  const entry = {
    key: 'h1',
    section: 'business',
    matter: '督查',
    on: `${period}-10`,
    content: `${content}督查项目进度。`,
  };
  const draft = { entries: [entry], removed: [], nothing: opened.items.map(({ id }) => ({ item: id, saidAt })) };
  const saved = await cadre.put<{ rev: number }>(`/ledgers/${period}/draft`, {
    baseRev: opened.rev,
    device: 'desk',
    body: draft,
  });
  const done = await cadre.post(`/ledgers/${period}/submit`, { actId: randomUUID(), baseRev: saved.body.rev });
  if (done.status !== 200) throw new Error(`${period} was not handed in: ${JSON.stringify(done.error ?? saved.error)}`);
  return opened.ledgerId;
}

/** Who signs in as each role: one account with this role alone. */
export const HOLDERS: Readonly<Record<Role, { personId: number | null; orgId: number | null }>> = {
  leadingCadre: { personId: HALVES.north.cadre, orgId: HALVES.north.county },
  leaderInCharge: { personId: HALVES.north.leader, orgId: COMMITTEE },
  mainLeader: { personId: MAIN_LEADER, orgId: COMMITTEE },
  organizationDept: { personId: null, orgId: null },
  branchSecretary: { personId: HALVES.north.secretary, orgId: HALVES.north.branch },
  partyAffairsWorker: { personId: HALVES.north.worker, orgId: HALVES.north.branch },
  member: { personId: HALVES.north.member, orgId: HALVES.north.branch },
  inspector: { personId: null, orgId: null },
  scorer: { personId: null, orgId: null },
  systemAdmin: { personId: null, orgId: null },
  securityAdmin: { personId: null, orgId: null },
  auditAdmin: { personId: null, orgId: null },
  delegate: { personId: HALVES.north.delegate, orgId: HALVES.north.branch },
};

/**
 * An account of the holder of a role that holds it alone, and may sign in. A delegate is given no role: the secretary of the
 * half, under another account, has him type.
 */
export async function holderOf(city: TestCity, role: Role, username: string): Promise<Client> {
  const { personId, orgId } = HOLDERS[role];
  if (role !== 'delegate') return city.signIn(username, [{ role, orgId }], personId);
  const { branch, secretary, word } = HALVES.north;
  const giver = await city.signIn(`${username}-for`, [{ role: 'branchSecretary', orgId: branch }]);
  const client = await city.signIn(username, [], personId);
  await city.asOwner(
    `insert into delegation (id, account_id, person_id, name, to_account_id, to_name, org_id, valid_from, valid_to, reason, given_at)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, '2017-01-01', '2017-12-31', '外出学习', now())`,
    [giver.accountId, secretary, `${word}书`, client.accountId, `${word}助`, branch],
  );
  city.forgetActors();
  return client;
}

export interface ArrangedCity {
  city: TestCity;
  /** A record of each half that stays as it is. */
  records: Record<Side, string>;
  /** Handed-in ledgers of each half by month. */
  ledgers: Record<Side, Record<string, string>>;
  /** An account of no consequence, for an administrator to change. */
  spare: number;
}

/** Arranges both halves, a record each and the months handed in by each half's cadre. */
export async function arrangeHalves(city: TestCity, months: readonly string[]): Promise<ArrangedCity> {
  await city.arrange({
    facts: [
      organization(COMMITTEE, '示例市委', 'municipalCommittee', null),
      person(MAIN_LEADER, '市书记'),
      post(MAIN_LEADER, COMMITTEE, 'secretary', 'cityLevel'),
      ...SIDES.flatMap(factsOf),
    ],
    at: new Date('2017-01-01T00:00:00Z'),
  });
  const records = { north: await newRecord(city, 'north'), south: await newRecord(city, 'south') };
  const ledgers: ArrangedCity['ledgers'] = { north: {}, south: {} };
  for (const side of SIDES) {
    const { cadre, county, content } = HALVES[side];
    const client = await city.signIn(`hands-in-${side}`, [{ role: 'leadingCadre', orgId: county }], cadre);
    for (const month of months) ledgers[side][month] = await handIn(client, month, content);
    await city.asOwner('update account set person_id = null where person_id = $1', [cadre]);
  }
  const spare = await city.signIn('spare', [{ role: 'inspector', orgId: null }]);
  return { city, records, ledgers, spare: spare.accountId };
}
