import { expect, test } from 'vitest';
import { recordInputSchema } from '../../core/record/room.ts';
import { prepareRecord, sameRecord } from './prepare-record.logic.ts';
import { heartToHeartTalk, themePartyDay } from './room.ts';

const input = (part: object = {}) =>
  recordInputSchema.parse({
    id: '01890000-0000-7000-8000-000000000001',
    kind: 'themePartyDay',
    orgId: 7,
    heldOn: '2017-06-23',
    people: [
      { personId: 1, part: 'presider' },
      { personId: 1, part: 'attendee' },
      { personId: 3, part: 'absent', reason: '病假' },
    ],
    body: { topic: ' 学党章 ', resolutions: [], summary: '' },
    ...part,
  });

test('head counts follow from the named people, and empty fields are left out', () => {
  const record = prepareRecord(themePartyDay, input());
  expect(record).toMatchObject({ due: 2, present: 1, body: { topic: '学党章' } });
  expect(record.confidential).toBeUndefined();
});

test('a talk counts nobody as due and its content is set apart', () => {
  const talk = { kind: 'heartToHeartTalk', people: [], body: { topic: '转正前谈话', content: '谈了工作' } };
  const record = prepareRecord(heartToHeartTalk, input(talk));
  expect(record).toMatchObject({ due: null, body: { topic: '转正前谈话' }, confidential: { content: '谈了工作' } });
});

test('the same record in another order of people and keys is the same', () => {
  const one = prepareRecord(themePartyDay, input({ body: { topic: '学党章', summary: '讨论' } }));
  const other = prepareRecord(
    themePartyDay,
    input({ people: [...input().people].reverse(), body: { summary: '讨论', topic: '学党章' } }),
  );
  expect(sameRecord(one, other)).toBe(true);
});

test.each([
  ['another day', { heldOn: '2017-06-22' }],
  ['another topic', { body: { topic: '学条例' } }],
  ['another reason', { people: [...input().people.slice(0, 2), { personId: 3, part: 'absent', reason: '事假' }] }],
  ['one person fewer', { people: input().people.slice(0, 2) }],
])('%s makes another record', (_, part) => {
  expect(sameRecord(prepareRecord(themePartyDay, input()), prepareRecord(themePartyDay, input(part)))).toBe(false);
});
