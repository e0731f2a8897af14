import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import type { ProposalRule } from '../../duties/rules/room.ts';
import { fillTemplate, type ParticipationFact, proposeEntries } from './proposals.logic.ts';

const RULES: ProposalRule[] = [
  {
    kind: 'themePartyDay',
    parts: ['presider'],
    item: 'political-life',
    content: '主持主题党日，主题是“{topic}”。',
    result: '应到{due}人，实到{present}人。',
  },
  {
    kind: 'themePartyDay',
    parts: ['attendee'],
    item: 'political-life',
    content: '以普通党员身份参加主题党日，主题是“{topic}”。',
    result: '',
  },
  { kind: 'heartToHeartTalk', parts: ['talker'], item: 'cadre-team', content: '与{talkedTo}谈心谈话。', result: '' },
  {
    kind: 'contactPointVisit',
    parts: ['visitor'],
    item: 'serving-people',
    content: '到党建联系点{org}走访，{topic}。',
    result: '提出意见建议{suggestions}条，现场解决问题{solved}个，交办问题{assigned}个。',
  },
];

const fact = (part: Partial<ParticipationFact>): ParticipationFact => ({
  recordId: '01890000-0000-7000-8000-000000000001',
  version: 1,
  kind: 'themePartyDay',
  kindName: '主题党日',
  parts: ['attendee'],
  heldOn: day('2017-06-23'),
  place: '活动室',
  orgName: '机关第一党支部',
  due: 28,
  present: 26,
  body: { topic: '做合格党员' },
  recordedAt: '2017-06-23T08:00:00.000Z',
  others: [],
  othersCount: 0,
  ...part,
});

describe('what a record proposes in a ledger', () => {
  test('a member who attended gets one entry, linked to the record in its version', () => {
    expect(proposeEntries(RULES, [fact({ version: 2 })])).toEqual([
      {
        key: '01890000-0000-7000-8000-000000000001',
        section: 'political-life',
        matter: '',
        on: '2017-06-23',
        place: '活动室',
        content: '以普通党员身份参加主题党日，主题是“做合格党员”。',
        result: '',
        source: {
          recordId: '01890000-0000-7000-8000-000000000001',
          version: 2,
          kind: 'themePartyDay',
          label: '机关第一党支部 主题党日',
        },
        recordedAt: '2017-06-23T08:00:00.000Z',
      },
    ]);
  });

  test('presiding goes before attending, and one record proposes once', () => {
    const entries = proposeEntries(RULES, [fact({ parts: ['attendee', 'presider'] })]);
    expect(entries.map(({ content, result }) => [content, result])).toEqual([
      ['主持主题党日，主题是“做合格党员”。', '应到28人，实到26人。'],
    ]);
  });

  test.each([
    ['absence', fact({ parts: ['absent'] })],
    ['a kind that no rule names', fact({ kind: 'fundAllocation' })],
  ])('%s proposes nothing', (_, of) => {
    expect(proposeEntries(RULES, [of])).toEqual([]);
  });

  test.each([
    [['张三'], 1, '与张三谈心谈话。'],
    [['张三', '李四'], 2, '与张三、李四谈心谈话。'],
    [['张三', '李四', '王五', '赵六'], 4, '与张三、李四、王五等4人谈心谈话。'],
    [['张三'], 2, '与张三等2人谈心谈话。'],
    [[], 6, '与6人谈心谈话。'],
    [[], 0, '谈心谈话。'],
  ])('a talk with %s of %i says %s', (others, othersCount, content) => {
    const talk = fact({ kind: 'heartToHeartTalk', kindName: '谈心谈话', parts: ['talker'], others, othersCount });
    expect(proposeEntries(RULES, [talk])[0]?.content).toBe(content);
  });

  test.each([
    [{ topic: '看望困难党员', suggestions: ['a', 'b'], solvedOnSite: ['c'] }, '提出意见建议2条，现场解决问题1个。'],
    [{ topic: '看望困难党员', solvedOnSite: ['c'], assigned: [] }, '现场解决问题1个。'],
    [{ topic: '看望困难党员' }, ''],
  ])('a visit with %j tells only what there was', (body, result) => {
    const [entry] = proposeEntries(RULES, [
      fact({ kind: 'contactPointVisit', parts: ['visitor'], orgName: '柳河村党支部', body }),
    ]);
    expect(entry).toMatchObject({ content: '到党建联系点柳河村党支部走访，看望困难党员。', result });
  });

  test('entries come by day, however the records came', () => {
    const later = fact({ recordId: '01890000-0000-7000-8000-000000000002', heldOn: day('2017-06-28') });
    const keys = (facts: ParticipationFact[]): string[] => proposeEntries(RULES, facts).map(({ key }) => key);
    expect(keys([later, fact({})])).toEqual(keys([fact({}), later]));
  });
});

test.each([
  ['参加主题党日，主题是“{topic}”。', { topic: '' }, '参加主题党日。'],
  ['{a}，{b}。', { a: '甲', b: '' }, '甲。'],
  ['{a}。', { a: '' }, ''],
  ['说“{a}”。', { a: '一，二。' }, '说“一，二。”。'],
])('%s with %j reads %s', (template, values, text) => {
  expect(fillTemplate(template, values)).toBe(text);
});
