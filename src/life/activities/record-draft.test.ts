import { expect, test } from 'vitest';
import { recordInputSchema } from '../../core/record/room.ts';
import { day } from '../../core/time/room.ts';
import { blankDraft, type DraftContext, draftFrom, inputOf, rollOf } from './record-draft.logic.ts';
import { cellMeeting, heartToHeartTalk, themePartyDay } from './room.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const context: DraftContext = {
  kind: themePartyDay,
  on: day('2017-06-23'),
  people: [
    { personId: 1, name: '郑帆晨', post: '支部书记', due: true },
    { personId: 2, name: '秦达', post: null, due: true },
    { personId: 3, name: '陶光宁', post: null, due: true },
    { personId: 9, name: '孔泽', post: '副书记', due: false },
  ],
  usual: { startsAt: '15:00', place: '活动室', presiderId: 1, roll: [] },
};

test('a new form has the usual time, place and presider, and everybody due is there', () => {
  const input = inputOf(blankDraft(context, ID), context, 7);
  expect(input).toMatchObject({ heldOn: '2017-06-23', startsAt: '15:00', place: '活动室', orgId: 7 });
  expect(input.people).toEqual([
    { personId: 1, part: 'presider' },
    { personId: 1, part: 'attendee' },
    { personId: 2, part: 'attendee' },
    { personId: 3, part: 'attendee' },
  ]);
  expect(recordInputSchema.parse(input)).toMatchObject({ version: 1 });
});

test('who is marked absent is absent with the reason, or without while none is given', () => {
  const draft = {
    ...blankDraft(context, ID),
    absent: [
      [2, '公务'],
      [3, ''],
    ] as [number, string][],
  };
  expect(inputOf(draft, context, 7).people.slice(2)).toEqual([
    { personId: 2, part: 'absent', reason: '公务' },
    { personId: 3, part: 'absent' },
  ]);
});

test('empty texts and lines are not sent', () => {
  const draft = { ...blankDraft(context, ID), body: { topic: ' 学党章 ', summary: '  ', resolutions: ['', ' '] } };
  expect(inputOf(draft, context, 7).body).toEqual({ topic: '学党章' });
});

test('the usual presider of a Party group’s meeting is prefilled too', () => {
  expect(blankDraft({ ...context, kind: cellMeeting }, ID).parts.presider).toHaveLength(1);
});

test('a Party group’s meeting has last time’s roll, or all members the first time', () => {
  const cell = { ...context, kind: cellMeeting };
  expect(rollOf(blankDraft(cell, ID), cell)).toHaveLength(4);
  const again = { ...cell, usual: { ...cell.usual, roll: [3, 2, 77] } };
  expect(rollOf(blankDraft(again, ID), again).map((one) => one.name)).toEqual(['秦达', '陶光宁']);
});

test('a talk has no roll: everybody in it is named', () => {
  const talk = { ...context, kind: heartToHeartTalk };
  const draft = {
    ...blankDraft(talk, ID),
    parts: { talker: [{ id: 1, name: '郑帆晨' }], talkedTo: [{ id: 2, name: '秦达' }] },
  };
  expect(inputOf(draft, talk, 7).people).toEqual([
    { personId: 1, part: 'talker' },
    { personId: 2, part: 'talkedTo' },
  ]);
});

test('the usual talker is prefilled, the one talked to is not', () => {
  expect(blankDraft({ ...context, kind: heartToHeartTalk }, ID).parts).toEqual({
    talker: [{ id: 1, name: '郑帆晨', detail: '支部书记' }],
  });
});

test('a draft made again from its record gives the same record', () => {
  const draft = { ...blankDraft(context, ID), absent: [[2, '公务']] as [number, string][], body: { topic: '学党章' } };
  const input = inputOf(draft, context, 7);
  expect(inputOf(draftFrom(input, context, ID, 1), context, 7)).toEqual(input);
});

test('who has left the branch since stays on the roll of a correction', () => {
  const people = [
    { personId: 1, part: 'presider' },
    { personId: 5, part: 'attendee', name: '旧人' },
  ];
  const draft = draftFrom({ heldOn: context.on, people, body: {} }, context, ID, 2);
  expect(rollOf(draft, context)).toEqual([{ id: 5, name: '旧人' }]);
});
