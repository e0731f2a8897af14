/** A small city on which adjustments are tried: two committees, three branches, a cell, and those who are in them. */
import { type Day, day } from '../../core/time/room.ts';
import type { OrgKind, RegistryFact } from '../organizations/room.ts';
import { type AdjustmentInput, adjustmentInput } from './acts.logic.ts';
import { EMPTY_STATE, heldOf, type RegistryState, withFacts } from './state.logic.ts';
import { valueOn } from './timeline.logic.ts';

export const START = day('2010-01-01');
export const TODAY = day('2018-01-10');
export const ENTERING = { today: TODAY, monthsAhead: 12 };

export const org = (
  orgId: number,
  name: string,
  parentId: number | null,
  kind: OrgKind = 'branch',
  validFrom = START,
) =>
  ({
    fact: 'organization',
    orgId,
    validFrom,
    name,
    shortNames: [],
    kind,
    sector: 'organ',
    parentId,
    termExpiresOn: null,
  }) satisfies RegistryFact;
export const member = (personId: number, orgId: number, validFrom: Day = START) =>
  ({ fact: 'membership', personId, orgId, validFrom, category: 'full' }) satisfies RegistryFact;

export const CITY = 1;
export const BUREAU = 2;
export const COUNTY = 3;
export const FIRST = 4;
export const SECOND = 5;
export const THIRD = 6;

const facts: RegistryFact[] = [
  org(CITY, '中共示例市委员会', null, 'municipalCommittee'),
  org(BUREAU, '教育局党委', CITY, 'municipalOrganCommittee'),
  org(COUNTY, '江东县委', CITY, 'countyCommittee'),
  org(FIRST, '机关第一党支部', BUREAU),
  org(SECOND, '机关第二党支部', BUREAU),
  org(THIRD, '老干部党支部', BUREAU),
  org(7, '第一党小组', FIRST, 'partyCell'),
  member(1, FIRST),
  member(2, FIRST),
  member(3, FIRST, day('2017-06-01')),
  member(4, SECOND),
  member(5, SECOND),
  member(6, THIRD),
  { fact: 'post', personId: 1, orgId: FIRST, post: 'secretary', validFrom: START, title: '支部书记', rank: null },
  {
    fact: 'post',
    personId: 2,
    orgId: FIRST,
    post: 'deputySecretary',
    validFrom: day('2017-05-01'),
    title: '',
    rank: null,
  },
  { fact: 'orgCharge', leaderId: 9, orgId: FIRST, relation: 'contactPoint', validFrom: START },
];
const NAMES = new Map([1, 2, 3, 4, 5, 6, 9].map((id) => [id, `党员${id}`]));
export const city = withFacts({ ...EMPTY_STATE, names: NAMES }, facts, 'start');

export const act = (input: object): AdjustmentInput =>
  adjustmentInput.parse({ effectiveOn: '2017-03-01', basis: '市委组织部批复', ...input });
/** Organizations that somebody is a member of on a day. */
export const placesOf = (state: RegistryState, personId: number, on: Day): number[] =>
  heldOf(state, 'membership')
    .flatMap((timeline) => valueOn(timeline, on) ?? [])
    .filter((one) => one.personId === personId)
    .map(({ orgId }) => orgId)
    .sort((a, b) => a - b);
