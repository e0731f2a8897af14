/** What leaves as a workbook comes back as it was: generated registries, activities and ledgers, through real files. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carried, context, read, rules } from '../../scenarios/round-trip.ts';
import { type Day, day, lastDay, type Month } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { ledgerWorkbookFile } from '../ledgers/ledger/ledger-workbook.server.ts';
import { BUSINESS, type LedgerEntry, type MonthLedgerBody } from '../ledgers/ledger/month-ledger.logic.ts';
import { lifeRegister, trainingRegister } from '../life/activities/workbook.logic.ts';
import type { ListSheet } from '../platform/open/list-workbook.server.ts';
import {
  EMPTY_WORLD,
  MEMBER_CATEGORIES,
  MEMBER_COLUMNS,
  memberRow,
  ORGANIZATION_COLUMNS,
  organizationRow,
  type Plan,
  type RegistryFact,
  SECTORS,
  SITUATIONS,
} from '../registry/organizations/room.ts';
import { cadreRow, ROSTER_COLUMNS } from '../registry/people/roster-rows.logic.ts';
import { kindById } from './kinds.logic.ts';

const RUNS = { numRuns: 12 };
const factsOf = <F extends RegistryFact['fact']>({ plan }: { plan: Plan }, fact: F) =>
  plan.facts.filter((one): one is Extract<RegistryFact, { fact: F }> => one.fact === fact);

const NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const dayBetween = (from: number, to: number): fc.Arbitrary<Day> =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([y, m, d]) => day(`${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`));
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const oneOf = <T extends { id: string }>(list: readonly T[]): fc.Arbitrary<T['id']> =>
  fc.constantFrom(...list.map(({ id }) => id));
const subset = <T>(list: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...list]);

/** Names of which none is part of another. */
const SURNAMES = ['梁', '方', '田', '苗', '柴', '贺', '詹', '卢', '邱', '骆'];
const GIVEN = ['栋才', '启明', '雨晴', '向东', '静怡', '国平', '爱华', '文博', '长林', '小川'];
const person = (at: number): string => SURNAMES[at % 10]! + GIVEN[Math.floor(at / 10) % 10]!;

interface Org {
  name: string;
  shortNames: string[];
  kind:
    | 'municipalCommittee'
    | 'municipalOrganCommittee'
    | 'generalBranch'
    | 'branch'
    | 'jointBranch'
    | 'functionalBranch';
  sector: (typeof SECTORS)[number]['id'];
  parent: number | null;
  second: number | null;
  covers: string[];
  founded: Day;
  term: Day | null;
}

const orgs: fc.Arbitrary<Org[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Org['kind'][]>(
        'municipalOrganCommittee',
        'generalBranch',
        'branch',
        'jointBranch',
        'functionalBranch',
      ),
      sector: oneOf(SECTORS),
      under: fc.nat(),
      second: orNull(fc.nat()),
      covers: subset(['南泉商行', '东岭药业', '西河客运']),
      founded: dayBetween(2001, 2017),
      term: orNull(dayBetween(2018, 2022)),
      short: fc.boolean(),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((made) => {
    const all: Org[] = [
      {
        name: '中共示例市委员会',
        shortNames: ['市委'],
        kind: 'municipalCommittee',
        sector: 'organ',
        parent: null,
        second: null,
        covers: [],
        founded: day('2000-01-01'),
        term: null,
      },
    ];
    for (const [at, { kind, under, second, short, founded, covers, ...rest }] of made.entries()) {
      const ending = { municipalOrganCommittee: '党委', generalBranch: '党总支' }[kind as string] ?? '党支部';
      const above = all.flatMap((org, id) => (org.kind.endsWith('ranch') ? [] : [id]));
      const parent = kind === 'municipalOrganCommittee' ? 0 : above[under % above.length]!;
      const other = second === null ? 0 : above[second % above.length]!;
      const name = `示例市第${NUMBERS[at]}局${ending}`;
      all.push({
        ...rest,
        name,
        kind,
        parent,
        second: second === null || other === parent ? null : other,
        shortNames: short ? [`${NUMBERS[at]}局`, `老${NUMBERS[at]}局`] : [],
        covers: kind === 'jointBranch' || kind === 'functionalBranch' ? covers : [],
        founded: [founded, all[parent]!.founded].sort().at(-1)!,
      });
    }
    return all;
  });

const organizationSheet = (all: readonly Org[]): ListSheet => ({
  sheet: '党组织名册',
  title: '示例市党组织名册',
  columns: ORGANIZATION_COLUMNS,
  rows: all.map((org) =>
    organizationRow({
      ...org,
      parentName: org.parent === null ? '' : all[org.parent]!.name,
      secondParentName: org.second === null ? '' : all[org.second]!.name,
      foundedOn: org.founded,
      termExpiresOn: org.term,
    }),
  ),
});

it('organizations, with second superiors, units covered, kinds, sectors, terms and beginnings', () =>
  fc.assert(
    fc.asyncProperty(orgs, async (all) => {
      const brought = factsOf(await carried('党组织名册', [organizationSheet(all)], EMPTY_WORLD), 'organization');
      const names = new Map(brought.map(({ orgId, name }) => [orgId, name]));
      const nameOf = (id: number | null | undefined): string | null => (id == null ? null : (names.get(id) ?? null));
      const back = brought.map((org) => ({
        name: org.name,
        shortNames: org.shortNames,
        kind: org.kind,
        sector: org.sector,
        parent: nameOf(org.parentId),
        second: nameOf(org.secondParentId),
        covers: org.covers ?? [],
        founded: org.validFrom,
        term: org.termExpiresOn,
      }));
      const straight = all.map((org) => ({
        ...org,
        parent: org.parent === null ? null : all[org.parent]!.name,
        second: org.second === null ? null : all[org.second]!.name,
      }));
      const sorted = <O extends { name: string }>(list: readonly O[]) =>
        [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(sorted(back)).toEqual(sorted(straight));
    }),
    RUNS,
  ));

/** A small city: a bureau with a branch, its members and cadres. */
const CITY: readonly Org[] = (
  [
    ['中共示例市委员会', 'municipalCommittee', null],
    ['示例市水务局党委', 'municipalOrganCommittee', 0],
    ['示例市水务局党委机关第一党支部', 'branch', 1],
    ['示例市水务局党委机关第二党支部', 'branch', 1],
  ] as const
).map(([name, kind, parent]) => ({
  name,
  kind,
  parent,
  shortNames: [],
  sector: 'organ',
  second: null,
  covers: [],
  founded: day('2000-01-01'),
  term: null,
}));
const city = carried('党组织名册', [organizationSheet(CITY)], EMPTY_WORLD);

const member = fc.record({
  sex: fc.constantFrom('male' as const, 'female' as const),
  bornMonth: orNull(dayBetween(1950, 1985).map((on) => on.slice(0, 7) as Month)),
  category: oneOf(MEMBER_CATEGORIES),
  joined: orNull(fc.tuple(dayBetween(2004, 2012), fc.constantFrom('day' as const, 'month' as const))),
  situation: orNull(oneOf(SITUATIONS)),
  posts: subset(['书记', '组织委员', '纪检委员']),
  branch: fc.constantFrom(2, 3),
});

it('members, with months of birth, situations, categories and posts', () =>
  fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 14 }), async (made) => {
      const members = made.map(({ joined, ...rest }, at) => ({
        ...rest,
        name: person(at),
        joinedOn: joined && (joined[1] === 'month' ? day(`${joined[0].slice(0, 7)}-01`) : joined[0]),
        joinedPrecision: joined === null ? null : joined[1],
        fullOn: null,
      }));
      const sheets = [2, 3].flatMap((branch): ListSheet[] => {
        const own = members.filter((one) => one.branch === branch);
        const { name } = CITY[branch]!;
        return own.length === 0
          ? []
          : [{ sheet: name.slice(-6), title: `${name}党员花名册`, columns: MEMBER_COLUMNS, rows: own.map(memberRow) }];
      });
      const brought = await carried('党员花名册', sheets, (await city).world);
      const back = factsOf(brought, 'person').map(({ personId, name, sex, joinedOn, bornMonth = null }) => {
        const [membership] = factsOf(brought, 'membership').filter((fact) => fact.personId === personId);
        return {
          name,
          sex,
          bornMonth,
          joinedOn: joinedOn?.day ?? null,
          joinedPrecision: joinedOn?.precision ?? null,
          category: membership!.category,
          situation: membership!.situation ?? null,
          branch: CITY.findIndex((org) => org.name === brought.world.orgs.get(membership!.orgId)!.name),
          posts: factsOf(brought, 'post').flatMap((fact) => (fact.personId === personId ? [fact.title] : [])),
          fullOn: null,
        };
      });
      const sorted = <O extends { name: string }>(list: readonly O[]) =>
        [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(sorted(back)).toEqual(sorted(members));
    }),
    RUNS,
  ));

const cadre = fc.record({
  sex: orNull(fc.constantFrom('male' as const, 'female' as const)),
  bornMonth: orNull(dayBetween(1950, 1985).map((on) => on.slice(0, 7) as Month)),
  title: fc.constantFrom('党委书记、局长', '党委委员、副局长', '二级调研员'),
  heldSince: dayBetween(2011, 2017),
  rank: fc.constantFrom('countyLevelChief' as const, 'countyLevelDeputy' as const),
  joinedOn: orNull(dayBetween(1990, 2010)),
  leaders: subset(['孔安', '严立']),
});

it('the roster, with ranks and leaders in charge', () =>
  fc.assert(
    fc.asyncProperty(fc.array(cadre, { minLength: 1, maxLength: 10 }), async (made) => {
      const cadres = made.map((one, at) => ({
        ...one,
        name: person(at),
        unitName: '示例市水务局党委',
        joinedPrecision: one.joinedOn && ('day' as const),
      }));
      const sheet = {
        sheet: '花名册',
        title: '示例市县处级领导干部花名册',
        columns: ROSTER_COLUMNS,
        rows: cadres.map(cadreRow),
      };
      const brought = await carried('县处级领导干部花名册', [sheet], (await city).world);
      const people = new Map(factsOf(brought, 'person').map((fact) => [fact.personId, fact]));
      const back = factsOf(brought, 'post').flatMap(({ personId, title, validFrom: heldSince, rank, orgId }) => {
        const { name, sex, joinedOn, bornMonth = null } = people.get(personId)!;
        if (rank === 'cityLevel') return [];
        const leaders = factsOf(brought, 'charge').flatMap((fact) =>
          fact.personId === personId ? [people.get(fact.leaderId)!.name] : [],
        );
        const unitName = brought.world.orgs.get(orgId)!.name;
        const joined = { joinedOn: joinedOn?.day ?? null, joinedPrecision: joinedOn?.precision ?? null };
        return [{ name, sex, bornMonth, title, heldSince, rank, leaders, unitName, ...joined }];
      });
      const sorted = <O extends { name: string }>(list: readonly O[]) =>
        [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(sorted(back)).toEqual(sorted(cadres));
    }),
    RUNS,
  ));

/** Members of the first branch, and one cadre, to act in records. */
const peopled = (async () => {
  const rows = Array.from({ length: 8 }, (_, at) =>
    memberRow({
      name: person(at),
      sex: 'male',
      bornMonth: null,
      category: 'full',
      joinedOn: day(`200${at}-07-01`),
      joinedPrecision: 'day',
      fullOn: null,
      situation: null,
      posts: at === 0 ? ['书记'] : [],
    }),
  );
  const { name } = CITY[2]!;
  const members = { sheet: '党员花名册', title: `${name}党员花名册`, columns: MEMBER_COLUMNS, rows };
  return (await carried('党员花名册', [members], (await city).world)).world;
})();

const words = fc.constantFrom('学习党章', '研究发展党员', '走访困难群众', '讨论年度计划', '植树');
const meeting = fc.record({
  kind: fc.constantFrom(
    'generalMeeting',
    'themePartyDay',
    'orgLifeMeeting',
    'memberAppraisal',
    'cellMeeting',
    'partyLecture',
  ),
  on: dayBetween(2017, 2017),
  clock: fc.constantFrom(['14:30', '16:00'], ['09:00', null], [null, null]),
  place: fc.constantFrom('', '三楼会议室'),
  topic: words,
  absent: fc.subarray([1, 2, 3]),
  more: fc.boolean(),
});

it('activities, with starts and ends, people and what their kind alone has', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(meeting, { minLength: 1, maxLength: 8, selector: ({ on, kind }) => on + kind }),
      async (made) => {
        const world = await peopled;
        const records = made.map(({ kind: id, on, clock, absent, more, topic, place }) => {
          const kind = kindById.get(id)!;
          const all = Array.from({ length: 8 }, (_, at) => at);
          const people = [
            ...absent.map((at) => ({ part: 'absent', name: person(at), reason: '病假' })),
            { part: id === 'partyLecture' ? 'lecturer' : 'presider', name: person(0), reason: null },
            ...all
              .filter((at) => !absent.includes(at))
              .map((at) => ({ part: 'attendee', name: person(at), reason: null })),
          ];
          const extra = kind.fields.flatMap(({ key, type }): [string, unknown][] => {
            if (key === 'cell') return [[key, '第一党小组']];
            if (!more || key === 'topic') return [];
            return [[key, type === 'count' ? 3 : type === 'lines' ? ['先做一件', '再做一件'] : '有据可查']];
          });
          const body = { topic, ...Object.fromEntries(extra) };
          const counts = { due: 8, present: 8 - absent.length };
          return {
            kind,
            heldOn: on,
            startsAt: clock[0]!,
            endsAt: clock[1]!,
            place,
            people,
            body,
            organization: CITY[2]!.name,
            ...counts,
          };
        });
        const brought = await carried(
          '台账',
          [{ sheet: '台账', title: '组织生活台账', ...lifeRegister(records) }],
          world,
        );
        const by = (people: readonly { part: string; name: string; reason?: string | null }[]) =>
          people.map(({ part, name, reason }) => `${part} ${name} ${reason ?? ''}`).sort();
        expect(
          brought.plan.records.map((one) => ({
            kind: one.kind,
            heldOn: one.heldOn,
            startsAt: one.startsAt ?? null,
            endsAt: one.endsAt ?? null,
            place: one.place,
            due: one.due,
            present: one.present,
            body: one.body,
            people: by(one.people),
          })),
        ).toEqual(
          records.map(({ kind, people, organization: _, ...one }) => ({ ...one, kind: kind.id, people: by(people) })),
        );
      },
    ),
    RUNS,
  ));

it('lists of trainees, with their own hours', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 2 }), { minLength: 1, maxLength: 3 }),
      async (made) => {
        const courses = made.map((trainees, at) => ({
          kind: kindById.get('training')!,
          heldOn: day(`2017-0${at + 1}-10`),
          startsAt: null,
          endsAt: null,
          place: '市委党校',
          due: null,
          present: trainees.length,
          organization: '示例市水务局党委',
          people: trainees.map((one, nth) => ({
            part: 'trainee',
            name: person(one),
            reason: nth === 1 ? '16学时' : null,
          })),
          units: trainees.map(() => CITY[2]!.name),
          body: {
            topic: `第${NUMBERS[at]}期轮训班`,
            until: day(`2017-0${at + 1}-12`),
            organizer: '示例市水务局党委',
            classHours: 24,
          },
        }));
        const sheet = { sheet: '培训名单', title: '示例市水务局党委培训名单', ...trainingRegister(courses) };
        const { plan } = await carried('培训名单', [sheet], await peopled);
        expect(
          plan.records.map(({ heldOn, body, people }) => [
            heldOn,
            body.topic,
            body.until,
            people.map((one) => one.name),
          ]),
        ).toEqual(
          courses.map(({ heldOn, body, people }) => [heldOn, body.topic, body.until, people.map((one) => one.name)]),
        );
        // Of two who took part with unlike hours nobody can tell which are the course's: what each did is kept either way.
        const hours = ({
          body,
          people,
        }: {
          body: Record<string, unknown>;
          people: readonly { reason?: string | null }[];
        }) => people.map(({ reason }) => reason || `${body.classHours}学时`);
        expect(plan.records.map(hours)).toEqual(courses.map(hours));
      },
    ),
    RUNS,
  ));

describe('a month', () => {
  const items = itemsFor(rules, '2017-06' as Month);
  const entry = fc.record({
    section: fc.constantFrom(BUSINESS, ...items.map(({ id }) => id)),
    on: orNull(fc.integer({ min: 1, max: 30 }).map((at) => day(`2017-06-${String(at).padStart(2, '0')}`))),
    content: fc.constantFrom('听取汇报', '实地检查堤防', '与班子成员交换意见', '召开推进会'),
    result: fc.constantFrom('', '会议纪要', '整改清单'),
  });

  it('of a ledger, in the document that has both parts', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 12 }),
        fc.subarray(items.map(({ id }) => id)),
        async (made, silent) => {
          const entries = made.map(
            (one, at): LedgerEntry => ({
              ...one,
              key: `k${at}`,
              matter: one.section === BUSINESS ? `防汛${NUMBERS[at % 10]}` : '',
              place: '',
              source: null,
              recordedAt: null,
            }),
          );
          const written = new Set(entries.map(({ section }) => section));
          const body: MonthLedgerBody = {
            period: '2017-06' as Month,
            forms: ['dutyLedger', 'partyBuildingLedger'],
            person: person(0),
            unit: '示例市水务局党委',
            title: '党委书记、局长',
            entries,
            nothing: silent.filter((item) => !written.has(item)).map((item) => ({ item, saidAt: context.now })),
          };
          const sheet = {
            sheet: '花名册',
            title: '县处级领导干部花名册',
            columns: ROSTER_COLUMNS,
            rows: [
              cadreRow({
                name: person(0),
                sex: null,
                bornMonth: null,
                unitName: body.unit,
                title: body.title,
                heldSince: day('2016-03-01'),
                rank: 'countyLevelChief',
                leaders: [],
                joinedOn: null,
                joinedPrecision: null,
              }),
            ],
          };
          const { world } = await carried('花名册', [sheet], (await city).world);
          const file = await ledgerWorkbookFile(body, items, 'dutyLedger');
          const { plan } = read(file.name, file.bytes, world);
          const back = plan.records[0]!.body as MonthLedgerBody;
          const said = (list: readonly LedgerEntry[]) =>
            list
              .map(({ section, matter, on, content, result }) => [section, matter, on, content, result].join('|'))
              .sort();
          expect(said(back.entries)).toEqual(said(entries));
          expect(back).toMatchObject({ period: body.period, person: body.person, title: body.title });
          expect(plan.records[0]!.heldOn).toBe(lastDay(body.period));
        },
      ),
      RUNS,
    ));
});
