import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bodySchema } from '../core/record/room.ts';
import { type Day, day, dayOf, daysBetween, instantAt, type Month, monthOf } from '../core/time/room.ts';
import { itemsFor, monthRuleFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { allEntries, pageOfBody, unwrittenSections } from '../ledgers/ledger/assemble.logic.ts';
import { eventOf } from '../ledgers/ledger/ledger-records.server.ts';
import { ledgerSignals } from '../ledgers/ledger/ledger-signals.logic.ts';
import { monthLedgerBody } from '../ledgers/ledger/room.ts';
import { standingOf } from '../ledgers/ledger/standing.logic.ts';
import { checkRecord } from '../life/activities/check-record.logic.ts';
import { isBranch, ORG_KINDS, type RegistryFact } from '../registry/organizations/room.ts';
import { keyPlanBody } from '../registry/responsibility/key-plan.logic.ts';
import { RECORD_KINDS } from './kinds.logic.ts';
import { LATE_CADRE, NEAR_COPY_CADRE } from './ledgers.logic.ts';
import { isInvented } from './names.logic.ts';
import { STORY_BRANCH } from './organizations.logic.ts';
import { DEMO_NOW, DEMO_SEED, DEMO_SIGN_INS, type DemoCity, type DemoRecord, generateCity, type Ids } from './room.ts';

const rules = readLedgerRules();
const ids: Ids = {
  ledgerIdOf: (personId, period) => uuidOf(`ledger/${personId}/${period}`),
  keyPlanIdOf: (personId, year) => uuidOf(`keyPlan/${personId}/${year}`),
  actIdOf: (recordId, version) => uuidOf(`act/${recordId}/${version}`),
};

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const make = (until = DEMO_NOW, seed = DEMO_SEED): DemoCity => generateCity({ seed, size: 'small', until, rules, ids });
const city = make();
const facts = city.registry.flatMap((act) => act.facts);
const organizations = new Map(
  // The first of an organization's assertions, whatever it was renamed to later.
  facts.flatMap((fact) => (fact.fact === 'organization' ? [[fact.orgId, fact] as const] : [])).reverse(),
);
const people = new Map(facts.flatMap((fact) => (fact.fact === 'person' ? [[fact.personId, fact] as const] : [])));
const kinds = new Map(RECORD_KINDS.map((kind) => [kind.id, kind]));
const activities = city.records.filter((record) => record.ownerId === null);
const isKeyPlan = ({ kind }: DemoRecord): boolean => kind.startsWith('annual-key-plan');
const ledgerRecords = city.records.filter((record) => record.ownerId !== null && !isKeyPlan(record));
const personNamed = (name: string): number =>
  facts.flatMap((fact) =>
    fact.fact === 'post' && people.get(fact.personId)!.name === name ? [fact.personId] : [],
  )[0]!;

/** Whether somebody is a member of an organization on a day, by the facts alone. */
const assertions = Map.groupBy(
  facts.filter((fact): fact is Extract<RegistryFact, { fact: 'membership' }> => fact.fact === 'membership'),
  (fact) => `${fact.personId}/${fact.orgId}`,
);
const isMember = (personId: number, orgId: number, on: Day): boolean => {
  const last = (assertions.get(`${personId}/${orgId}`) ?? [])
    .filter((fact) => fact.validFrom <= on)
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1);
  return last !== undefined && !last.ended;
};

/** The rows of a record as the ledger room reads them. */
const rowOf = (record: DemoRecord) => ({
  id: record.id,
  version: record.version,
  kind: record.kind,
  org_id: record.orgId,
  owner_id: record.ownerId!,
  about_id: record.aboutId,
  body: record.body,
  reason: record.reason,
  author: record.author.name,
  recorded_at: record.recordedAt,
});

const ledgers = [...Map.groupBy(ledgerRecords, (record) => record.aboutId ?? record.id)].map(([id, own]) => {
  const standing = standingOf(own.map((record) => eventOf(rowOf(record))));
  const version = own.find((record) => record.kind === 'monthLedger' && record.version === standing.version)!;
  return { id, personId: version.ownerId!, standing, body: monthLedgerBody.parse(version.body) };
});

describe('the sample city', () => {
  test('most cadres have a key-work plan, some have none; units and items are divided among leaders', () => {
    const cadres = new Set(facts.flatMap((fact) => (fact.fact === 'charge' ? [fact.personId] : [])));
    const plans = city.records
      .filter(({ kind }) => kind === 'annual-key-plan')
      .map(({ body }) => keyPlanBody.parse(body));
    expect(plans.length).toBeGreaterThan(cadres.size * 0.8);
    expect(plans.length).toBeLessThan(cadres.size);
    expect(facts.filter(({ fact }) => fact === 'orgCharge').length).toBeGreaterThan(20);
    expect(facts.filter(({ fact }) => fact === 'itemCharge').length).toBeGreaterThan(cadres.size);
  });

  test('is the same to the byte for the same seed, and another for another', () => {
    expect(JSON.stringify(make())).toBe(JSON.stringify(city));
    expect(make(DEMO_NOW, 'another').records[0]!.id).not.toBe(city.records[0]!.id);
  });

  test('of an earlier instant is how the same city began', () => {
    const until = instantAt(day('2017-04-20'), '12:00');
    const earlier = make(until).records.filter((record) => record.ownerId === null);
    expect(earlier).toEqual(activities.filter((record) => record.recordedAt <= until));
    expect(earlier.length).toBeGreaterThan(2000);
  });

  test('goes on to the end of the year when asked to', () => {
    const year = make(instantAt(day('2017-12-31'), '18:00')).records;
    const held = year.filter((record) => record.ownerId === null);
    expect(new Set(held.map((record) => monthOf(record.heldOn))).size).toBe(12);
    for (const record of held) {
      const body = bodySchema(kinds.get(record.kind)!).safeParse({ ...record.body, ...record.confidential });
      expect(body.success, JSON.stringify(record)).toBe(true);
    }
    const november = year.filter((record) => record.kind === 'monthLedger' && record.body.period === '2017-11');
    expect(new Set(november.map((record) => record.id)).size).toBe(60);
  });

  test('has the size that was asked for', () => {
    const members = new Set(facts.flatMap((fact) => (fact.fact === 'membership' ? [fact.personId] : [])));
    const cadres = facts.filter((fact) => fact.fact === 'charge');
    expect(cadres).toHaveLength(60);
    expect(organizations.size).toBeGreaterThan(280);
    expect(organizations.size).toBeLessThan(360);
    expect(members.size).toBeGreaterThan(3800);
    expect(members.size).toBeLessThan(4300);
    expect(activities.length).toBeGreaterThan(4500);
  });

  test('has nothing that was recorded after its now, and nothing recorded before it ended', () => {
    for (const record of activities) {
      expect(record.recordedAt.getTime()).toBeGreaterThan(instantAt(record.heldOn, record.endsAt!).getTime());
    }
    const instants = [...city.records, ...city.registry].map((one) => one.recordedAt);
    expect(instants.every((at) => at <= DEMO_NOW)).toBe(true);
  });

  test('names nobody but invented people, few of them alike', () => {
    const names = [...people.values()].map((person) => person.name);
    expect(names.filter((name) => !isInvented(name))).toEqual([]);
    expect(names.length - new Set(names).size).toBeLessThan(names.length / 50);
  });

  test('holds no identity-card and no telephone numbers', () => {
    const words = JSON.stringify([
      city.records.map(({ body, confidential, place }) => [body, confidential, place]),
      [...people.values()],
    ]).replaceAll(/"(key|recordId|entryKey)":"[^"]*"/g, '');
    expect(words.match(/(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?!\d)/)).toBeNull();
  });

  test('lets each shown sign-in be one account with one role', () => {
    for (const [at, { role, who, username }] of DEMO_SIGN_INS.entries()) {
      expect(city.accounts[at]).toMatchObject({ name: who, username, roles: [{ role }] });
    }
    const persons = city.accounts.flatMap(({ personId }) => personId ?? []);
    expect(new Set(persons).size).toBe(persons.length);
  });
});

describe('its activities', () => {
  test('are such as the service would take', () => {
    const names = new Map([...people.values()].map((person) => [person.personId, person.name]));
    for (const record of activities) {
      const organization = organizations.get(record.orgId)!;
      const kind = kinds.get(record.kind)!;
      const faults = checkRecord(
        {
          id: record.id,
          version: 1,
          kind: record.kind,
          orgId: record.orgId,
          heldOn: record.heldOn,
          startsAt: record.startsAt ?? undefined,
          endsAt: record.endsAt ?? undefined,
          place: record.place,
          due: record.due ?? undefined,
          present: record.present ?? undefined,
          people: record.people.map(({ personId, part, reason }) => ({ personId, part, reason: reason ?? undefined })),
          body: { ...record.body, ...record.confidential },
        },
        {
          kind,
          organization: {
            name: organization.name,
            kind: organization.kind,
            kindName: ORG_KINDS.find((one) => one.id === organization.kind)!.name,
            from: organization.validFrom,
            exists: organization.validFrom <= record.heldOn,
          },
          today: dayOf(record.recordedAt),
          names,
        },
      );
      expect(faults, JSON.stringify(record)).toEqual([]);
      expect(bodySchema(kind).safeParse({ ...record.body, ...record.confidential }).success).toBe(true);
      expect(record.present ?? 0).toBeLessThanOrEqual(record.due ?? 0);
      const secret = kind.fields.filter((field) => field.confidential).map((field) => field.key);
      expect(secret.filter((key) => key in record.body)).toEqual([]);
    }
  });

  test('count as due only members of the branch on that day', () => {
    for (const record of activities) {
      if (!isBranch(organizations.get(record.orgId)!.kind)) continue;
      for (const { personId, part } of record.people) {
        if (part !== 'attendee' && part !== 'absent') continue;
        expect(isMember(personId, record.orgId, record.heldOn), `${record.id} ${personId}`).toBe(true);
      }
    }
  });

  test('have nobody in two places at once', () => {
    const whereabouts = new Map<string, DemoRecord[]>();
    for (const record of activities) {
      for (const personId of new Set(record.people.flatMap((one) => (one.part === 'absent' ? [] : [one.personId])))) {
        const key = `${personId}/${record.heldOn}`;
        const others = whereabouts.get(key) ?? [];
        for (const other of others) {
          const apart = other.endsAt! <= record.startsAt! || record.endsAt! <= other.startsAt!;
          expect(apart, `${people.get(personId)!.name} ${record.heldOn}`).toBe(true);
        }
        whereabouts.set(key, [...others, record]);
      }
    }
  });

  test('are attended by about nine in ten', () => {
    const sum = (of: (record: DemoRecord) => number | null): number =>
      activities.reduce((total, record) => total + (of(record) ?? 0), 0);
    const share = sum((record) => record.present) / sum((record) => record.due);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.96);
  });

  test('have real gaps and late recordings', () => {
    const branches = [...organizations.values()].filter((org) => isBranch(org.kind));
    const held = new Set(
      activities.filter((one) => one.kind === 'themePartyDay').map((one) => `${one.orgId}/${monthOf(one.heldOn)}`),
    );
    const gaps = branches.filter((branch) => !held.has(`${branch.orgId}/2017-04`));
    expect(gaps.length).toBeGreaterThan(2);
    expect(gaps.length).toBeLessThan(branches.length / 10);
    const late = activities.filter((one) => daysBetween(one.heldOn, dayOf(one.recordedAt)) >= 20);
    expect(late.length).toBeGreaterThan(30);
    expect(late.length).toBeLessThan(activities.length / 20);
  });

  test('are about many things', () => {
    const texts = (kind: string, key: string): Set<unknown> =>
      new Set(activities.filter((one) => one.kind === kind).flatMap((one) => one.body[key] ?? []));
    expect(texts('themePartyDay', 'topic').size).toBeGreaterThanOrEqual(60);
    expect(texts('contactPointVisit', 'suggestions').size).toBeGreaterThanOrEqual(40);
    expect(texts('contactPointVisit', 'solvedOnSite').size).toBeGreaterThanOrEqual(25);
    expect(JSON.stringify(city.records)).not.toMatch(/\{[^{}"]*[|-][^{}"]*\}/);
  });
});

describe('its months', () => {
  test('of January to May are all handed in and June is open', () => {
    for (const period of ['2017-01', '2017-02', '2017-03', '2017-04', '2017-05'] as Month[]) {
      expect(ledgers.filter(({ body }) => body.period === period)).toHaveLength(60);
    }
    expect(ledgers.filter(({ body }) => body.period === '2017-06')).toEqual([]);
  });

  test('answer every item that is owed', () => {
    for (const { body } of ledgers) {
      expect(unwrittenSections(pageOfBody(body, itemsFor(rules, body.period)))).toEqual([]);
    }
  });

  test('stand on records that were there when they were submitted', () => {
    const known = new Map(activities.map((record) => [record.id, record]));
    for (const { body, standing } of ledgers) {
      for (const { source, recordedAt } of body.entries) {
        expect(recordedAt! <= standing.submittedAt!).toBe(true);
        if (source) expect(known.get(source.recordId)?.recordedAt.toISOString()).toBe(recordedAt);
      }
    }
    const entries = ledgers.flatMap(({ body }) => body.entries);
    expect(entries.filter(({ source }) => source !== null).length).toBeGreaterThan(entries.length / 3);
  });

  test('were mostly accepted, some after a return, and some of May wait for 孔安', () => {
    const charge = new Map(
      facts.flatMap((fact) => (fact.fact === 'charge' ? [[fact.personId, fact.leaderId] as const] : [])),
    );
    const kongAn = city.accounts.find(({ name }) => name === '孔安')!.personId!;
    const waiting = ledgers.filter(({ standing }) => standing.state === 'submitted');
    expect(waiting.every(({ body }) => body.period === '2017-05')).toBe(true);
    expect(waiting.filter(({ personId }) => charge.get(personId) === kongAn)).toHaveLength(12);
    expect(ledgers.filter(({ standing }) => standing.returns > 0).length).toBeGreaterThan(8);
    expect(ledgerRecords.filter(({ kind }) => kind === 'ledgerComment').length).toBeGreaterThan(8);
  });

  test.each([
    [LATE_CADRE, 'late'],
    [NEAR_COPY_CADRE, 'nearCopy'],
  ] as const)('of %s shows the signal “%s” in May', (name, kind) => {
    const own = ledgers.filter(({ body }) => body.person === name).map(({ body }) => body);
    const may = own.find(({ period }) => period === '2017-05')!;
    const earlier = own.filter(({ period }) => period < '2017-05');
    const page = pageOfBody(may, itemsFor(rules, may.period));
    const signals = ledgerSignals(may.period, allEntries(page), earlier, monthRuleFor(rules, may.period));
    expect(signals.map((signal) => signal.kind)).toContain(kind);
  });
});

describe('the story', () => {
  const cadre = personNamed('周涛冬');
  const branch = [...organizations.values()].find((org) => org.name === STORY_BRANCH)!.orgId;
  const june = activities.filter((record) => record.heldOn >= '2017-06-01');

  test('has the branch’s general meeting and first group in June, its committee and Theme Party Day still to be held', () => {
    const own = june.filter((record) => record.orgId === branch);
    expect(own.map(({ kind, heldOn, present, due }) => [kind, heldOn, present, due])).toEqual([
      ['generalMeeting', '2017-06-09', 27, 28],
      ['cellMeeting', '2017-06-20', expect.any(Number), 14],
    ]);
    expect(own[0]!.people.filter(({ part }) => part === 'absent').map(({ name }) => name)).toEqual(['陶光宁']);
  });

  test('has the cadre’s lecture, two visits and two talks in June, and keeps his branch’s afternoon free', () => {
    const mine = june.filter((record) => record.people.some(({ personId }) => personId === cadre));
    expect(mine.map(({ kind, heldOn }) => `${heldOn} ${kind}`).sort()).toEqual([
      '2017-06-09 generalMeeting',
      '2017-06-12 partyLecture',
      '2017-06-14 contactPointVisit',
      '2017-06-15 contactPointVisit',
      '2017-06-19 heartToHeartTalk',
      '2017-06-20 cellMeeting',
      '2017-06-20 heartToHeartTalk',
    ]);
    const members = new Set([...people.keys()].filter((personId) => isMember(personId, branch, day('2017-06-23'))));
    const away = june.filter(
      (record) =>
        record.heldOn === '2017-06-23' &&
        record.startsAt! >= '12:00' &&
        record.people.some(({ personId, part }) => part !== 'absent' && members.has(personId)),
    );
    expect(members.size).toBe(28);
    expect(away).toEqual([]);
  });

  test('has his June begun by hand', () => {
    expect(city.drafts).toHaveLength(1);
    expect(city.drafts[0]!.personId).toBe(cadre);
    expect(city.drafts[0]!.body.entries.every(({ on }) => on !== null && on <= dayOf(DEMO_NOW))).toBe(true);
  });
});
