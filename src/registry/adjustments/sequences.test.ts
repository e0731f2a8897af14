import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day } from '../../core/time/room.ts';
import type { AdjustmentInput } from './acts.logic.ts';
import { planCorrection } from './correcting.logic.ts';
import { planAdjustment } from './planner.logic.ts';
import { restingOn } from './resting.logic.ts';
import { aboveOn, orgOn, type RegistryState, withFacts, withoutAct } from './state.logic.ts';
import { takingBackProblems } from './taking-back.logic.ts';
import { turns, valueOn } from './timeline.logic.ts';
import { act, BUREAU, CITY, COUNTY, city, ENTERING, placesOf } from './tried-city.logic.ts';

describe('after any sequence of accepted acts', () => {
  const days = fc.integer({ min: 0, max: 60 }).map((step) => addDays(day('2016-01-01'), step * 11));
  /** Picks one of the organizations that are there then (`aimed`). */
  const id = fc.nat({ max: 23 });
  const made = fc.record({
    name: fc.constantFrom('甲支部', '乙支部', '丙支部', '丁支部'),
    kind: fc.constant('branch'),
    sector: fc.constant('organ'),
    parentId: id,
    secondParentId: fc.option(id),
  });
  const people = fc.subarray([1, 2, 3, 4, 5, 6]);
  const inputs = fc.oneof(
    fc.record({ act: fc.constant('setUp'), effectiveOn: days, organization: made }),
    fc
      .record({
        act: fc.constant('merge'),
        effectiveOn: days,
        orgIds: fc.uniqueArray(id, { minLength: 2, maxLength: 3 }),
      })
      .map((one) => ({ ...one, intoId: one.orgIds[0]! })),
    fc.record({
      act: fc.constant('merge'),
      effectiveOn: days,
      orgIds: fc.uniqueArray(id, { minLength: 2, maxLength: 3 }),
      intoId: fc.constant(null),
      organization: made,
    }),
    fc.record({
      act: fc.constant('split'),
      effectiveOn: days,
      orgId: id,
      parts: fc.array(fc.record({ organization: made, members: people, branches: fc.nat({ max: 7 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({
      act: fc.constant('dissolve'),
      effectiveOn: days,
      orgId: id,
      membersTo: id,
      branchesTo: id,
      places: fc.array(fc.record({ toId: id, members: people, branches: fc.nat({ max: 7 }) }), {
        maxLength: 2,
      }),
    }),
    fc.record({
      act: fc.constant('reparent'),
      effectiveOn: days,
      orgId: id,
      parentId: id,
      secondParentId: fc.option(id),
    }),
    fc.record({
      act: fc.constant('rename'),
      effectiveOn: days,
      orgId: id,
      name: fc.constantFrom('甲支部', '乙支部', '戊支部'),
    }),
    fc.record({
      act: fc.constant('changeKind'),
      effectiveOn: days,
      orgId: id,
      kind: fc.constantFrom('jointBranch', 'temporaryBranch'),
    }),
  );
  const PICKS = /^(orgId|orgIds|intoId|parentId|secondParentId|membersTo|branchesTo|toId)$/;
  /**
   * The act with its picks among what is there, mostly somewhat after the acts before it and with new names: else nearly all would
   * be refused and nothing would come to rest on anything.
   */
  const aimed = (raw: object, at: number, state: RegistryState): AdjustmentInput => {
    const { effectiveOn: written } = raw as { effectiveOn: Day };
    const wild = Number(written.slice(-1)) % 4 === 0;
    const on = wild ? written : addDays(day('2016-01-01'), at * 45 + (Number(written.slice(-2)) % 20) * 6);
    const later = (orgId: number, is: (day: Day) => boolean): boolean =>
      [on, ...turns([...state.orgs.values(), ...state.held.values()], on)].some(
        (day) => orgOn(state, orgId, day) && is(day),
      );
    const there = [...state.orgs.keys()].filter((orgId) => orgId !== CITY && orgOn(state, orgId, on));
    const branches = there.filter((orgId) => orgId !== BUREAU && orgId !== COUNTY);
    const picked = (pick: number, key: string): number => {
      const among = key === 'parentId' || key === 'secondParentId' ? there : branches;
      return among[pick % Math.max(1, among.length)] ?? BUREAU;
    };
    const chosen = JSON.parse(
      JSON.stringify(raw, (key, value: unknown) =>
        PICKS.test(key)
          ? Array.isArray(value)
            ? [...new Set(value.map((pick: number) => picked(pick, key)))]
            : typeof value === 'number'
              ? picked(value, key)
              : value
          : key === 'name' && !wild && typeof value === 'string'
            ? `${value}${at}`
            : value,
      ),
    ) as Record<string, unknown>;
    const orgId = chosen.orgId as number;
    const taken = new Set<number>();
    const sent = (one: { members: number[]; branches: number }, place: number) => {
      const members = one.members.filter(
        (personId) => !taken.has(personId) && later(orgId, (day) => placesOf(state, personId, day).includes(orgId)),
      );
      for (const personId of members) taken.add(personId);
      const below = [...state.orgs.keys()].filter(
        (branch, bit) =>
          bit % 2 === place % 2 &&
          (one.branches & 1) === 1 &&
          later(branch, (day) => orgOn(state, branch, day)!.parentId === orgId),
      );
      return { ...one, members, branches: below };
    };
    for (const key of ['parts', 'places'] as const) {
      const some = (chosen[key] as { members: number[]; branches: number }[] | undefined)?.map(sent);
      if (some)
        chosen[key] = key === 'places' ? some.filter((one) => one.members.length + one.branches.length > 0) : some;
    }
    return act({ ...chosen, effectiveOn: on });
  };
  /** What a step does: an act, or the taking back or correcting of one of those made. */
  const steps = fc.oneof(
    { weight: 5, arbitrary: inputs.map((input) => ({ input, on: null, pick: null })) },
    { weight: 1, arbitrary: fc.nat().map((pick) => ({ input: null, on: null, pick })) },
    { weight: 1, arbitrary: fc.record({ input: fc.constant(null), on: days, pick: fc.nat() }) },
  );
  /** Every day on which something begins or ends, and the day before it. */
  const daysOf = (state: RegistryState): Day[] => {
    const begins = turns([...state.orgs.values(), ...state.held.values()], day('2015-12-20'));
    return [...begins, ...begins.map((on) => addDays(on, -1))];
  };
  const ALL = [1, 2, 3, 4, 5, 6];

  const sound = (state: RegistryState, on: Day): void => {
    for (const orgId of state.orgs.keys()) {
      const now = orgOn(state, orgId, on);
      if (!now) continue;
      for (const superior of [now.parentId, now.secondParentId ?? null])
        if (superior !== null && !orgOn(state, superior, on))
          throw new Error(`${orgId} stands below a dead one on ${on}`);
      if (aboveOn(state, orgId, on).includes(orgId)) throw new Error(`${orgId} stands below itself on ${on}`);
    }
    for (const timeline of state.held.values()) {
      const held = valueOn(timeline, on);
      if (held && !orgOn(state, held.orgId, on)) throw new Error(`somebody is in ${held.orgId}, dead on ${on}`);
    }
    const names = [...state.orgs.keys()].flatMap((orgId) => {
      const now = orgOn(state, orgId, on);
      return now ? [`${now.parentId}/${now.name}`] : [];
    });
    if (new Set(names).size < names.length) throw new Error(`two bear one name on ${on}`);
    for (const personId of ALL) {
      const places = placesOf(state, personId, on).length;
      if (places !== placesOf(city, personId, on).length) throw new Error(`${personId} is in ${places} on ${on}`);
    }
  };
  /** The only field that an act sets, and what it sets; until the day from which the field was already said to be another. */
  const set = (input: AdjustmentInput): ['parentId' | 'name' | 'kind', unknown] | null =>
    input.act === 'reparent'
      ? ['parentId', input.parentId]
      : input.act === 'rename'
        ? ['name', input.name]
        : input.act === 'changeKind'
          ? ['kind', input.kind]
          : null;
  const fieldHolds = (before: RegistryState, after: RegistryState, input: AdjustmentInput): void => {
    const [field, value] = set(input) ?? [];
    if (field === undefined || !('orgId' in input)) return;
    const was = (on: Day) => orgOn(before, input.orgId, on)?.[field];
    const first = was(input.effectiveOn);
    const turn = turns([before.orgs.get(input.orgId)!], input.effectiveOn)
      .sort()
      .find((on) => was(on) !== first);
    for (const on of daysOf(after).filter((one) => one >= input.effectiveOn))
      expect(orgOn(after, input.orgId, on)?.[field]).toBe(turn && on >= turn ? was(on) : value);
  };
  /** Where an act takes somebody who is in an organization, told apart from the planner. */
  const target = (input: AdjustmentInput, bornIds: number[], personId: number, orgId: number): number => {
    if (input.act === 'merge' && input.orgIds.includes(orgId)) return input.intoId ?? bornIds[0]!;
    if (input.act === 'dissolve' && input.orgId === orgId)
      return input.places.find(({ members }) => members.includes(personId))?.toId ?? input.membersTo!;
    if (input.act === 'split' && input.orgId === orgId) {
      const at = input.parts.findIndex((part) => part.members.includes(personId));
      return at < 0 ? orgId : bornIds[at]!;
    }
    return orgId;
  };

  /** Before a day everything stands in both as in one. */
  const unchangedBefore = (one: RegistryState, other: RegistryState, from: Day): void => {
    for (const on of new Set([...daysOf(other).filter((day) => day < from), addDays(from, -1)])) {
      for (const orgId of other.orgs.keys()) expect(orgOn(other, orgId, on)).toEqual(orgOn(one, orgId, on));
      for (const personId of ALL) expect(placesOf(other, personId, on)).toEqual(placesOf(one, personId, on));
    }
  };

  interface Made {
    id: string;
    input: AdjustmentInput;
    /** Acts said since the one that it corrects first. */
    upon: ReadonlySet<string>;
  }

  /** The state without an act, or with it said anew as of another day; the same state where that is refused. */
  const mended = (state: RegistryState, made: Made, on: Day | null, id: string): RegistryState => {
    const { upon } = made;
    const anew = on && planCorrection(state, made.id, { ...made.input, effectiveOn: on }, ENTERING, upon);
    if (anew && anew.problems.length > 0) return state;
    const after = anew ? anew.after : withoutAct(state, made.id);
    const refused =
      restingOn(state, after, made.id, upon).size > 0 ||
      takingBackProblems(state, made.id, after, on ?? undefined).length > 0;
    return refused ? state : anew ? withFacts(withoutAct(state, made.id), anew.facts, id) : after;
  };

  test('nobody is lost or doubled, no circle, none below the dead, earlier days unchanged; also when acts are taken back or corrected', () => {
    const accepted = { act: 0, back: 0, correct: 0 };
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 12 }), (sequence) => {
        let state = city;
        const acts: Made[] = [];
        for (const [at, { input: raw, on, pick }] of sequence.entries()) {
          const before = state;
          if (pick !== null) {
            const made = acts[pick % Math.max(1, acts.length)];
            if (!made) continue;
            const id = `act-${at}`;
            state = mended(state, made, on, id);
            if (state === before) continue;
            accepted[on ? 'correct' : 'back'] += 1;
            acts.splice(
              acts.indexOf(made),
              1,
              ...(on ? [{ ...made, id, input: { ...made.input, effectiveOn: on } }] : []),
            );
            if (on) for (const other of acts) other.upon = new Set([...other.upon, id]);
            for (const day of new Set(daysOf(state))) sound(state, day);
            const from = made.input.effectiveOn;
            unchangedBefore(before, state, on && on < from ? on : from);
            continue;
          }
          const input = aimed(raw, at, state);
          const { facts: said, problems } = planAdjustment(state, input, ENTERING);
          if (problems.length > 0) continue;
          accepted.act += 1;
          state = withFacts(state, said, `act-${at}`);
          for (const other of acts) other.upon = new Set([...other.upon, `act-${at}`]);
          acts.push({ id: `act-${at}`, input, upon: new Set() });
          const bornIds = [...state.orgs.keys()].filter((orgId) => !before.orgs.has(orgId));
          for (const day of new Set(daysOf(state))) {
            sound(state, day);
            if (day < input.effectiveOn) continue;
            for (const personId of ALL) {
              const moved = placesOf(before, personId, day).map((orgId) => target(input, bornIds, personId, orgId));
              expect(placesOf(state, personId, day).join()).toBe([...new Set(moved)].sort((a, b) => a - b).join());
            }
          }
          fieldHolds(before, state, input);
          unchangedBefore(before, state, input.effectiveOn);
          // Taken back at once, nothing of it is left.
          const left = withoutAct(state, `act-${at}`);
          for (const day of daysOf(state)) {
            for (const orgId of state.orgs.keys()) expect(orgOn(left, orgId, day)).toEqual(orgOn(before, orgId, day));
            for (const [key, timeline] of before.held)
              expect(valueOn(left.held.get(key), day)).toEqual(valueOn(timeline, day));
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(accepted.act).toBeGreaterThan(250);
    expect(accepted.back).toBeGreaterThan(20);
    expect(accepted.correct).toBeGreaterThan(20);
  });
});
