import { describe, expect, test } from 'vitest';
import { type Day, day } from '../../core/time/room.ts';
import type { ChargeAct, ChargeChange } from './charge-acts.contract.ts';
import { type ChargeGround, chargeActKind, chargeKey, planCharges, subjectOf } from './charges.logic.ts';
import { itemGaps, orgGaps, overlaps } from './gaps.logic.ts';

const KONG = 10;
const LI = 11;
const ZHOU = 20;
const OFFICE = 2;
const bureau = (leaderId: number, does: 'begin' | 'end'): ChargeChange => ({
  of: 'org',
  do: does,
  leaderId,
  orgId: OFFICE,
  relation: 'charge',
});
const cadre = (leaderId: number, does: 'begin' | 'end'): ChargeChange => ({
  of: 'person',
  do: does,
  leaderId,
  personId: ZHOU,
});
const held = (change: ChargeChange, from: string, to: string | null = null) => ({
  key: chargeKey(change),
  subject: subjectOf(change),
  leaderId: change.leaderId,
  from: day(from),
  to: to as Day | null,
});
const ground = (more: Partial<ChargeGround> = {}): ChargeGround => ({
  today: day('2017-06-28'),
  monthsAhead: 12,
  people: new Map([
    [KONG, '孔安'],
    [LI, '李进'],
    [ZHOU, '周舒'],
  ]),
  orgs: new Map([[OFFICE, '市教育局党委']]),
  items: new Map([['talent', '人才工作']]),
  posts: new Set([`${KONG}|1`, `${LI}|${OFFICE}`]),
  spans: [],
  ...more,
});
const act = (changes: ChargeChange[], on = '2017-06-01'): ChargeAct => ({
  changes,
  on: day(on),
  basis: '',
  documentNumber: '',
  note: '',
});
const reasons = (given: ChargeAct, on: ChargeGround): string[] =>
  planCharges(given, on).problems.map(({ reason, refused }) => (refused ? `${reason}!` : reason));

describe('an act on charges', () => {
  test('tells the rights that a leader in charge gets', () => {
    const { effects, facts, problems } = planCharges(act([cadre(KONG, 'begin')]), ground());
    expect(problems).toEqual([]);
    expect(facts).toEqual([{ fact: 'charge', leaderId: KONG, personId: ZHOU, validFrom: '2017-06-01' }]);
    expect(effects.map(({ what }) => what)).toEqual([
      '孔安分管周舒',
      '孔安（分管领导）可以看周舒的档案和记录，检查周舒的写实清单',
    ]);
  });

  test.each<[string, ChargeChange[], ChargeGround['spans'], string[]]>([
    ['what holds already', [bureau(KONG, 'begin')], [held(bureau(KONG, 'begin'), '2017-01-01')], ['already!']],
    ['what was never so', [bureau(KONG, 'end')], [], ['not-in-charge!']],
    [
      'what begins later is brought forward',
      [bureau(KONG, 'begin')],
      [held(bureau(KONG, 'begin'), '2017-09-01')],
      ['begins-later'],
    ],
    ['two leaders at once', [bureau(LI, 'begin')], [held(bureau(KONG, 'begin'), '2017-01-01')], ['overlap']],
    [
      'a hand-over leaves neither gap nor overlap',
      [bureau(LI, 'begin'), bureau(KONG, 'end')],
      [held(bureau(KONG, 'begin'), '2017-01-01')],
      [],
    ],
    ['nobody is left', [cadre(KONG, 'end')], [held(cadre(KONG, 'end'), '2017-01-01')], ['gap']],
    [
      'what had ended on the day is no charge any more',
      [bureau(KONG, 'end')],
      [held(bureau(KONG, 'end'), '2017-01-01', '2017-06-01')],
      ['not-in-charge!'],
    ],
    ['the same change twice', [bureau(KONG, 'begin'), bureau(KONG, 'begin')], [], ['twice!']],
    ['in charge of oneself', [{ of: 'person', do: 'begin', leaderId: ZHOU, personId: ZHOU }], [], ['own-charge!']],
    [
      'an item that the ledger does not have',
      [{ of: 'item', do: 'begin', leaderId: LI, orgId: OFFICE, itemId: 'none' }],
      [],
      ['item-unknown!'],
    ],
    [
      'somebody of another team',
      [{ of: 'item', do: 'begin', leaderId: KONG, orgId: OFFICE, itemId: 'talent' }],
      [],
      ['not-in-team'],
    ],
    ['somebody without a post', [bureau(ZHOU, 'begin')], [], ['no-post']],
    ['somebody who is not there', [bureau(99, 'begin')], [], ['not-there!']],
  ])('meets %s', (_, changes, spans, expected) => {
    expect(reasons(act(changes), ground({ spans }))).toEqual(expected);
  });

  test('may be said a year ahead, not more', () => {
    expect(reasons(act([bureau(KONG, 'begin')], '2018-06-28'), ground())).toEqual([]);
    expect(reasons(act([bureau(KONG, 'begin')], '2018-06-29'), ground())).toEqual(['too-far-ahead!']);
  });

  test('two leaders who begin together are one overlap', () => {
    expect(reasons(act([bureau(KONG, 'begin'), bureau(LI, 'begin')]), ground())).toEqual(['overlap']);
  });

  test('is counted as begun, ended, or both', () => {
    expect(chargeActKind(act([bureau(KONG, 'begin')]))).toBe('responsibility.begin');
    expect(chargeActKind(act([bureau(KONG, 'end')]))).toBe('responsibility.end');
    expect(chargeActKind(act([bureau(KONG, 'end'), bureau(LI, 'begin')]))).toBe('responsibility.change');
  });
});

describe('gaps and overlaps', () => {
  const items = [
    { id: 'talent', name: '人才工作' },
    { id: 'ideology', name: '意识形态工作' },
  ];
  const kong = { personId: KONG, name: '孔安' };
  const li = { personId: LI, name: '李进' };
  const orgs = [
    { orgId: 1, name: '市委', leading: false, charge: [], items: [] },
    {
      orgId: 2,
      name: '市教育局党委',
      leading: true,
      charge: [kong, li],
      items: [{ itemId: 'talent', leaders: [li, kong] }],
    },
    { orgId: 3, name: '市水务局党组', leading: true, charge: [], items: [] },
  ];

  test('name the organizations in nobody’s charge, never the committee at the top', () => {
    expect(orgGaps(orgs).map(({ name }) => name)).toEqual(['市水务局党组']);
  });
  test('name the items that a team leaves out', () => {
    expect(itemGaps(orgs, items).map(({ name, missing, none }) => [name, missing.map(({ id }) => id), none])).toEqual([
      ['市教育局党委', ['ideology'], false],
      ['市水务局党组', ['talent', 'ideology'], true],
    ]);
  });
  test('name what two leaders are in charge of', () => {
    expect(overlaps(orgs, items).map(({ name, item, leaders }) => [name, item?.name, leaders.length])).toEqual([
      ['市教育局党委', undefined, 2],
      ['市教育局党委', '人才工作', 2],
    ]);
  });
});
