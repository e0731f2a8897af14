/** One bureau, its cadres, their leader in charge and a June of records: what ledgers are tried on. */
import { type Day, day } from '../src/core/time/room.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import type { RecordRow } from '../src/store/append.server.ts';
import { newId } from '../src/store/new-id.server.ts';
import type { TestCity } from './harness.ts';

export const CITY_COMMITTEE = 1;
export const BUREAU = 2;
export const BRANCH = 3;
export const VILLAGE = 4;

/** Party secretary of the bureau: owes both ledgers. */
export const ZHOU = 11;
/** City leader in charge of Zhou, Jiang and Fan. */
export const KONG = 12;
/** Deputy head without a seat on the committee: owes the daily-duty ledger. */
export const JIANG = 13;
export const CHEN = 14;
/** A city leader in charge of nobody here. */
export const ZHAO = 15;
/** Deputy secretary; owes both. */
export const FAN = 16;

const from = day('2015-01-01');

const organization = (
  orgId: number,
  name: string,
  short: string,
  kind: Extract<RegistryFact, { fact: 'organization' }>['kind'],
  parentId: number | null,
): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [short],
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
  sex: 'male',
  joinedOn: null,
});

const member = (personId: number, orgId: number): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: from,
  category: 'full',
});

const post = (part: Omit<Extract<RegistryFact, { fact: 'post' }>, 'fact' | 'validFrom'>): RegistryFact => ({
  fact: 'post',
  validFrom: from,
  ...part,
});

const FACTS: readonly RegistryFact[] = [
  organization(CITY_COMMITTEE, '中共示例市委员会', '示例市委', 'municipalCommittee', null),
  organization(BUREAU, '中共示例市教育局委员会', '市教育局', 'municipalOrganCommittee', CITY_COMMITTEE),
  organization(BRANCH, '中共示例市教育局机关第一支部委员会', '机关第一党支部', 'branch', BUREAU),
  organization(VILLAGE, '中共石桥镇柳河村支部委员会', '柳河村党支部', 'branch', CITY_COMMITTEE),
  person(ZHOU, '周涛冬'),
  person(KONG, '孔安'),
  person(JIANG, '姜文'),
  person(CHEN, '陈立'),
  person(ZHAO, '赵刚'),
  person(FAN, '樊越'),
  ...[ZHOU, JIANG, CHEN, FAN].map((personId) => member(personId, BRANCH)),
  post({ personId: ZHOU, orgId: BUREAU, post: 'secretary', title: '党委书记、局长', rank: 'countyLevelChief' }),
  post({ personId: FAN, orgId: BUREAU, post: 'deputySecretary', title: '党委副书记', rank: 'countyLevelDeputy' }),
  post({ personId: JIANG, orgId: BUREAU, post: 'officeHolder', title: '副局长', rank: 'countyLevelDeputy' }),
  post({ personId: CHEN, orgId: BRANCH, post: 'secretary', title: '支部书记', rank: null }),
  post({ personId: KONG, orgId: CITY_COMMITTEE, post: 'standingMember', title: '市委常委', rank: 'cityLevel' }),
  post({ personId: ZHAO, orgId: CITY_COMMITTEE, post: 'standingMember', title: '市委常委', rank: 'cityLevel' }),
  ...[ZHOU, JIANG, FAN].map(
    (personId): RegistryFact => ({ fact: 'charge', leaderId: KONG, personId, validFrom: from }),
  ),
];

export const NAMES = new Map([
  [ZHOU, '周涛冬'],
  [KONG, '孔安'],
  [JIANG, '姜文'],
  [CHEN, '陈立'],
  [FAN, '樊越'],
]);

/** A record with people by part. */
export const record = (
  kind: string,
  orgId: number,
  heldOn: Day,
  parts: readonly (readonly [part: string, personId: number])[],
  more: Partial<RecordRow> = {},
): RecordRow => ({
  id: newId(new Date(`${heldOn}T00:00:00Z`)),
  version: 1,
  kind,
  orgId,
  heldOn,
  place: '局党委会议室',
  people: parts.map(([part, personId]) => ({ personId, part, name: NAMES.get(personId)! })),
  body: {},
  ...more,
});

export const june = {
  partyDay: record(
    'themePartyDay',
    BRANCH,
    day('2017-06-23'),
    [
      ['presider', CHEN],
      ['attendee', CHEN],
      ['attendee', ZHOU],
      ['attendee', FAN],
      ['absent', JIANG],
    ],
    { due: 4, present: 3, body: { topic: '做合格党员' } },
  ),
  lecture: record('partyLecture', BUREAU, day('2017-06-12'), [['lecturer', ZHOU]], {
    body: { topic: '坚守教育初心', listeners: 63 },
  }),
  visit: record('contactPointVisit', VILLAGE, day('2017-06-14'), [['visitor', ZHOU]], {
    place: '石桥镇柳河村',
    body: { topic: '商定助学安排', suggestions: ['甲', '乙'], solvedOnSite: ['丙'] },
  }),
  talk: record('heartToHeartTalk', BUREAU, day('2017-06-19'), [
    ['talker', ZHOU],
    ['talkedTo', JIANG],
    ['talkedTo', CHEN],
  ]),
};

/** Arranges the bureau and its June; the theme Party day was recorded on the day, the rest on 20 June. */
export async function arrangeBureau(city: TestCity): Promise<void> {
  await city.arrange({ facts: FACTS, at: new Date('2017-01-01T00:00:00Z') });
  await city.arrange({ records: [june.lecture, june.visit, june.talk], at: new Date('2017-06-20T01:00:00Z') });
  await city.arrange({ records: [june.partyDay], at: new Date('2017-06-23T09:00:00Z') });
}

export const signIns = (city: TestCity) => ({
  zhou: () =>
    city.signIn(
      '周涛冬',
      [
        { role: 'leadingCadre', orgId: BUREAU },
        { role: 'member', orgId: BRANCH },
      ],
      ZHOU,
    ),
  fan: () => city.signIn('樊越', [{ role: 'leadingCadre', orgId: BUREAU }], FAN),
  jiang: () => city.signIn('姜文', [{ role: 'leadingCadre', orgId: BUREAU }], JIANG),
  kong: () => city.signIn('孔安', [{ role: 'leaderInCharge', orgId: CITY_COMMITTEE }], KONG),
  zhao: () => city.signIn('赵刚', [{ role: 'leaderInCharge', orgId: CITY_COMMITTEE }], ZHAO),
  department: () => city.signIn('组织部', [{ role: 'organizationDept', orgId: null }]),
  member: () =>
    city.signIn(
      '陈立',
      [
        { role: 'member', orgId: BRANCH },
        { role: 'branchSecretary', orgId: BRANCH },
      ],
      CHEN,
    ),
});
