import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Day, day } from '../../core/time/room.ts';
import type { PersonalFact } from './history.logic.ts';
import { planMerge } from './merge-people.logic.ts';
import { spansOf } from './person-state.logic.ts';

const KEEP = 1;
const GONE = 2;
const person = (personId: number, over: object = {}): PersonalFact => ({
  fact: 'person',
  personId,
  validFrom: day('2010-01-01'),
  name: '王芳',
  sex: 'female',
  joinedOn: null,
  bornMonth: null,
  ...over,
});
const member = (personId: number, orgId: number, from: string, ended = false): PersonalFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: day(from),
  ended,
  category: 'full',
});
const sides = (keep: PersonalFact[], gone: PersonalFact[]) =>
  [
    { personId: KEEP, facts: keep },
    { personId: GONE, facts: gone },
  ] as const;
const merged = (keep: PersonalFact[], plan: ReturnType<typeof planMerge>) => spansOf([...keep, ...plan.kept]);

describe('merging two entries', () => {
  test('what only one knows is taken over, what differs is asked', () => {
    const keep = [person(KEEP, { joinedOn: { day: day('2001-11-01'), precision: 'month' } })];
    const gone = [
      person(GONE, { sex: 'male', bornMonth: '1972-08', joinedOn: { day: day('2001-11-15'), precision: 'day' } }),
    ];
    const plan = planMerge(...sides(keep, gone));
    expect(plan.differences.map(({ field }) => field)).toEqual(['sex']);
    expect(plan.answered).toBe(false);
    const chosen = planMerge(...sides(keep, gone), { fields: { sex: 'gone' }, memberships: [] });
    expect(chosen.answered).toBe(true);
    expect(merged(keep, chosen).person).toMatchObject([
      { sex: 'male', bornMonth: '1972-08', joinedOn: { day: '2001-11-15', precision: 'day' } },
    ]);
  });

  test('the same branch in both is one membership, from the earlier day on', () => {
    const keep = [person(KEEP), member(KEEP, 7, '2015-01-01')];
    const gone = [person(GONE), member(GONE, 7, '2012-01-01')];
    const plan = planMerge(...sides(keep, gone));
    expect(plan.overlaps).toEqual([]);
    expect(merged(keep, plan).memberships.map(({ orgId, from }) => [orgId, from])).toEqual([
      [7, '2012-01-01'],
      [7, '2015-01-01'],
    ]);
  });

  test('two branches at one time are asked; the one that holds is the only one in that time', () => {
    const keep = [person(KEEP), member(KEEP, 7, '2015-01-01')];
    const gone = [person(GONE), member(GONE, 8, '2016-01-01')];
    const [overlap] = planMerge(...sides(keep, gone)).overlaps;
    expect(overlap).toEqual({ keptOrgId: 7, goneOrgId: 8, from: '2016-01-01', to: null });
    const held = (holds: 'keep' | 'gone') =>
      merged(
        keep,
        planMerge(...sides(keep, gone), { fields: {}, memberships: [{ ...overlap!, holds }] }),
      ).memberships.map(({ orgId, from, to }) => [orgId, from, to]);
    expect(held('keep')).toEqual([[7, '2015-01-01', null]]);
    expect(held('gone')).toEqual([
      [7, '2015-01-01', '2016-01-01'],
      [8, '2016-01-01', null],
    ]);
  });

  test('nobody is put in charge of himself, and what one was in charge of the other ends', () => {
    const charge = (leaderId: number, personId: number): PersonalFact => ({
      fact: 'charge',
      leaderId,
      personId,
      validFrom: day('2016-01-01'),
    });
    const keep = [person(KEEP), charge(KEEP, GONE), charge(KEEP, 5)];
    const gone = [person(GONE), charge(KEEP, GONE), charge(9, GONE)];
    const plan = planMerge(...sides(keep, gone));
    expect(plan.kept.filter(({ fact }) => fact === 'charge')).toEqual([{ ...charge(9, KEEP), ended: false }]);
    expect(plan.ended.filter(({ fact }) => fact === 'charge').map(({ ended }) => ended)).toEqual([true, true]);
  });
});

const DAYS = ['2012-01-01', '2013-01-01', '2014-01-01', '2015-01-01', '2016-01-01'].map(day);
const factOf = (personId: number) =>
  fc.oneof(
    fc
      .record({ org: fc.integer({ min: 7, max: 9 }), from: fc.constantFrom(...DAYS), ended: fc.boolean() })
      .map(({ org, from, ended }): PersonalFact => member(personId, org, from, ended)),
    fc.record({ org: fc.integer({ min: 7, max: 8 }), from: fc.constantFrom(...DAYS), ended: fc.boolean() }).map(
      ({ org, from, ended }): PersonalFact => ({
        fact: 'post',
        personId,
        orgId: org,
        post: 'secretary',
        title: '书记',
        rank: null,
        validFrom: from,
        ended,
      }),
    ),
    fc
      .record({ name: fc.constantFrom('王芳', '王方'), from: fc.constantFrom(...DAYS) })
      .map(({ name, from }): PersonalFact => person(personId, { name, validFrom: from })),
  );
const lifeOf = (personId: number) =>
  fc.array(factOf(personId), { maxLength: 8 }).map((facts) => [person(personId), ...facts]);

test('whatever the two entries say: the other is nowhere afterwards, and on no day are two branches added to one', () => {
  fc.assert(
    fc.property(lifeOf(KEEP), lifeOf(GONE), fc.constantFrom('keep' as const, 'gone' as const), (keep, gone, holds) => {
      const first = planMerge(...sides(keep, gone));
      const choices = {
        fields: { name: holds },
        memberships: first.overlaps.map(({ to: _, ...overlap }) => ({ ...overlap, holds })),
      };
      const plan = planMerge(...sides(keep, gone), choices);
      expect(plan.answered).toBe(true);
      const left = spansOf([...gone, ...plan.ended]);
      expect([...left.person, ...left.memberships, ...left.posts]).toEqual([]);
      const before = { keep: spansOf(keep), gone: spansOf(gone) };
      const now = spansOf([...keep, ...plan.kept]);
      const holding = (spans: { memberships: readonly { orgId: number; from: Day; to: Day | null }[] }, on: Day) =>
        spans.memberships.filter(({ from, to }) => from <= on && (to === null || on < to)).map(({ orgId }) => orgId);
      for (const on of DAYS) {
        const mine = holding(before.keep, on);
        const theirs = holding(before.gone, on);
        const stays = new Set(mine.length === 0 || (holds === 'gone' && theirs.length > 0) ? theirs : mine);
        const both = mine.filter((org) => theirs.includes(org));
        for (const org of holding(now, on)) expect([...stays, ...both]).toContain(org);
        // Who was somewhere in either entry is somewhere.
        expect(holding(now, on).length > 0).toBe(mine.length > 0 || theirs.length > 0);
      }
    }),
  );
});
