import { describe, expect, test } from 'vitest';
import { type RecordInput, recordInputSchema } from '../../core/record/room.ts';
import { day } from '../../core/time/room.ts';
import { checkRecord, type RecordFacts } from './check-record.logic.ts';
import { heartToHeartTalk, memberAppraisal, themePartyDay } from './room.ts';

const names = new Map([
  [1, '郑帆晨'],
  [2, '秦达'],
  [3, '陶光宁'],
]);
const facts: RecordFacts = {
  kind: themePartyDay,
  organization: { name: '机关第一党支部', kind: 'branch', kindName: '党支部', from: day('2010-07-01'), exists: true },
  today: day('2017-06-28'),
  names,
};
const good = {
  id: '01890000-0000-7000-8000-000000000001',
  kind: 'themePartyDay',
  orgId: 7,
  heldOn: '2017-06-23',
  people: [
    { personId: 1, part: 'presider' },
    { personId: 1, part: 'attendee' },
    { personId: 2, part: 'attendee' },
    { personId: 3, part: 'absent', reason: '病假' },
  ],
  body: { topic: '迎“七一”，做合格党员' },
};
const input = (part: object): RecordInput => recordInputSchema.parse({ ...good, ...part });
const people = (...more: object[]): object => ({ people: [...good.people, ...more] });

test('a record in order has no fault', () => {
  expect(checkRecord(input({ due: 3, present: 2 }), facts)).toEqual([]);
});

type Row = [what: string, input: object, facts: Partial<RecordFacts>, code: string, where: string];
const organization = facts.organization!;
const rows: Row[] = [
  ['an unknown kind', { kind: 'karaoke' }, { kind: undefined }, 'kind-unknown', 'kind'],
  ['an organization that is not there', {}, { organization: undefined }, 'unit-unknown', 'orgId'],
  [
    'a kind that this organization does not hold',
    {},
    { organization: { ...organization, kind: 'generalBranch', kindName: '党总支' } },
    'kind-not-held',
    'kind',
  ],
  ['a day to come', { heldOn: '2017-06-29' }, {}, 'day-in-future', 'heldOn'],
  [
    'a day before the organization was there',
    { heldOn: '2009-06-23' },
    { organization: { ...organization, exists: false } },
    'before-organization',
    'heldOn',
  ],
  [
    'a day after it was dissolved',
    {},
    { organization: { ...organization, exists: false } },
    'organization-ended',
    'heldOn',
  ],
  ['an end before the beginning', { startsAt: '15:00', endsAt: '14:00' }, {}, 'ends-before-start', 'endsAt'],
  ['more present than due', { due: 2, present: 3 }, {}, 'present-exceeds-due', 'present'],
  ['another number present than named', { due: 3, present: 1 }, {}, 'heads-differ', 'present'],
  ['another number due than named', { due: 5, present: 2 }, {}, 'heads-differ', 'due'],
  [
    'absentees that do not make up the difference',
    {
      due: 28,
      present: 26,
      people: [
        { personId: 1, part: 'presider' },
        { personId: 3, part: 'absent', reason: '公务' },
      ],
    },
    {},
    'heads-differ',
    'absent',
  ],
  ['somebody both present and absent', people({ personId: 3, part: 'attendee' }), {}, 'present-and-absent', 'attendee'],
  [
    'an absent presider',
    { people: [{ personId: 3, part: 'presider' }, ...good.people.slice(1)] },
    {},
    'present-and-absent',
    'presider',
  ],
  ['an absence without a reason', people({ personId: 2, part: 'absent' }), {}, 'absence-reason-missing', 'absent'],
  ['no presider', { people: good.people.slice(1) }, {}, 'part-missing', 'presider'],
  ['two presiders', people({ personId: 2, part: 'presider' }), {}, 'part-single', 'presider'],
  ['somebody twice in a part', people({ personId: 2, part: 'attendee' }), {}, 'person-twice', 'attendee'],
  ['somebody whom the registry does not know', people({ personId: 4, part: 'guest' }), {}, 'person-unknown', 'guest'],
  ['a part that the kind does not have', people({ personId: 2, part: 'juggler' }), {}, 'part-unknown', 'people'],
  ['no topic', { body: {} }, {}, 'field-missing', 'topic'],
  ['an empty topic', { body: { topic: ' ' } }, {}, 'field-invalid', 'topic'],
  ['a topic that is too long', { body: { topic: '学'.repeat(81) } }, {}, 'field-invalid', 'topic'],
  ['a field that the kind does not have', { body: { ...good.body, songs: 3 } }, {}, 'field-unknown', 'songs'],
  ['a correction without its reason', { version: 2 }, {}, 'correction-reason-missing', 'correctionReason'],
];

test.each(rows)('%s is told with code and field', (_, part, more, code, where) => {
  const faults = checkRecord(input(part), { ...facts, ...more });
  expect(faults.map((one) => `${one.code} @ ${one.where}`)).toContain(`${code} @ ${where}`);
  for (const one of faults) {
    expect(one.what).toMatch(/\p{Script=Han}/u);
    expect(one.now).toMatch(/\p{Script=Han}/u);
  }
});

test('all faults are told at once', () => {
  const faults = checkRecord(input({ heldOn: '2017-07-01', people: [], body: {} }), facts);
  expect(faults.map((one) => one.code)).toEqual(['day-in-future', 'part-missing', 'field-missing']);
});

describe('what is no fault', () => {
  test('absentees alone with head counts that agree, as old ledgers have them', () => {
    const old = { due: 28, present: 27, people: [good.people[0]!, { personId: 3, part: 'absent', reason: '病假' }] };
    expect(checkRecord(input(old), facts)).toEqual([]);
  });

  test('an appraisal result of zero', () => {
    const appraisal = { kind: 'memberAppraisal', body: { topic: '2016年度评议', unqualified: 0 } };
    expect(checkRecord(input(appraisal), { ...facts, kind: memberAppraisal })).toEqual([]);
  });

  test('a talk, which counts nobody as due', () => {
    const talk = {
      kind: 'heartToHeartTalk',
      people: [
        { personId: 1, part: 'talker' },
        { personId: 2, part: 'talkedTo' },
      ],
      body: { topic: '转正前谈话', content: '谈了思想和工作。' },
    };
    expect(checkRecord(input(talk), { ...facts, kind: heartToHeartTalk })).toEqual([]);
  });
});
