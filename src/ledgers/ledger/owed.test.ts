import { describe, expect, test } from 'vitest';
import { day, month } from '../../core/time/room.ts';
import { deadlineOf, type HeldPost, owedBy, periodRefusal } from './owed.logic.ts';

const held = (part: Partial<HeldPost>): HeldPost => ({
  orgId: 1,
  orgKind: 'municipalOrganCommittee',
  orgName: '市教育局',
  post: 'officeHolder',
  title: '局长',
  rank: 'countyLevelChief',
  validFrom: day('2015-01-01'),
  ...part,
});

describe('who owes which ledger', () => {
  test.each([
    ['a bureau’s Party secretary', [held({ post: 'secretary' })], ['dutyLedger', 'partyBuildingLedger']],
    [
      'a member of a leading group',
      [held({ orgKind: 'leadingGroup', post: 'committeeMember' })],
      ['dutyLedger', 'partyBuildingLedger'],
    ],
    ['a deputy head who sits on no committee', [held({})], ['dutyLedger']],
    [
      'one who heads a bureau and sits on a county committee',
      [held({}), held({ orgId: 2, orgKind: 'countyCommittee', post: 'standingMember' })],
      ['dutyLedger', 'partyBuildingLedger'],
    ],
    ['a branch secretary without rank', [held({ orgKind: 'branch', post: 'secretary', rank: null })], undefined],
    ['a city-level leader', [held({ post: 'standingMember', rank: 'cityLevel' })], undefined],
  ])('%s owes %s', (_, posts, forms) => {
    expect(owedBy(posts)?.forms).toEqual(forms);
  });

  test('one writes as holder of the highest post', () => {
    expect(owedBy([held({}), held({ orgId: 2, post: 'secretary', title: '党委书记' })])?.main.title).toBe('党委书记');
  });
});

describe('the deadline', () => {
  const calendar = new Map([
    [
      2017,
      {
        year: 2017,
        basis: '',
        off: [day('2017-10-02'), day('2017-10-03'), day('2017-10-04'), day('2017-10-05'), day('2017-10-06')],
        worked: [],
      },
    ],
  ]);
  test.each([
    ['2017-06', '2017-06-28', '2017-07-05', 5],
    ['2017-06', '2017-07-05', '2017-07-05', 0],
    ['2017-06', '2017-07-10', '2017-07-05', -3],
    ['2017-09', '2017-09-29', '2017-10-11', 3],
  ])('of %s seen on %s is %s with %i working days left', (period, today, on, left) => {
    expect(deadlineOf(month(period), { dueWorkingDays: 3 }, calendar, day(today))).toEqual({
      day: on,
      workingDaysLeft: left,
    });
  });
  test('cannot be told for a year whose notice is not there', () => {
    expect(deadlineOf(month('2017-12'), { dueWorkingDays: 3 }, calendar, day('2017-12-31'))).toBeUndefined();
  });
});

test.each([
  ['2017-07', '2017-06-30', 'future'],
  ['2017-06', '2017-06-01', undefined],
  ['2017-06', '2017-12-31', undefined],
  ['2017-06', '2018-01-01', 'closed'],
])('the month %s on %s is %s', (period, today, refusal) => {
  expect(periodRefusal(month(period), { closesAfterMonths: 6 }, day(today))).toBe(refusal);
});
