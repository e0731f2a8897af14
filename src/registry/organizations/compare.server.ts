/** Two days compared, from the spans of both. */
import { sql } from 'kysely';
import { forbidden, Refusal } from '../../core/record/room.ts';
import { addDays, type Day, dayName, dayOf, timeOf } from '../../core/time/room.ts';
import { type Call, type FileAnswer, type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import { listWorkbook } from '../../platform/open/list-workbook.server.ts';
import type { Tx } from '../../store/database.server.ts';
import {
  COMPARE_ROWS,
  type ComparedGroup,
  organizationCompare,
  organizationCompareNumbers,
  organizationCompareRows,
  organizationCompareWorkbook,
} from './compare.contract.ts';
import { atAndBelow, type Compared, changeName, compareOrganizations } from './compare.logic.ts';
import { countiesOf, NO_COUNTY } from './counties.logic.ts';
import { ORG_KINDS } from './facts.logic.ts';
import { organizationChange } from './history.logic.ts';
import { kindName, type OrgLine } from './organizations.contract.ts';
import { knownInstant, membersOf, opensFile, organizationsOn, seesCity } from './organizations.server.ts';

interface Days {
  from: Day;
  to: Day;
  below?: number | undefined;
  knownAt?: string | undefined;
}

/** Organizations of a day within what is asked about, the county of each beside. */
interface Side {
  on: Day;
  organizations: OrgLine[];
  counties: ReadonlyMap<number, number>;
}

async function sideOn(tx: Tx, on: Day, below: number | undefined, known: Date | undefined): Promise<Side> {
  const all = (await organizationsOn(tx, on, known)).map(({ since: _, ...org }) => org);
  const within = below === undefined ? undefined : atAndBelow(all, below);
  return {
    on,
    organizations: within ? all.filter(({ id }) => within.has(id)) : all,
    counties: countiesOf(all),
  };
}

interface Comparison {
  below: { id: number; name: string } | null;
  lines: Compared[];
  nameOf: (id: number) => string;
}

/** Every organization at and below one on either day, with both of its states even where it has left or come. */
async function comparisonOf({ tx, actor }: Call, { from, to, below, knownAt }: Days): Promise<Comparison> {
  if (from >= to) {
    throw new Refusal({
      code: 'days-in-wrong-order',
      status: 400,
      what: `前一个日期${dayName(from)}不早于后一个日期${dayName(to)}`,
      where: 'from',
      now: '请选一个更早的日期作比较',
    });
  }
  const known = knownInstant(actor, knownAt);
  const [was, is] = [await sideOn(tx, from, undefined, known), await sideOn(tx, to, undefined, known)];
  const lines = compareOrganizations(was.organizations, is.organizations);
  const byId = new Map(lines.map((line) => [line.id, line]));
  const nameOf = (id: number): string => {
    const line = byId.get(id);
    return (line?.after ?? line?.before)?.shortName ?? '已撤销的组织';
  };
  if (below === undefined) return { below: null, lines, nameOf };
  if (!byId.has(below)) {
    throw new Refusal({
      code: 'not-on-either-day',
      status: 404,
      what: `这个组织在${dayName(from)}和${dayName(to)}都不在`,
      where: 'below',
      now: '请换日期，或比较全市',
    });
  }
  const within = new Set([...atAndBelow(was.organizations, below), ...atAndBelow(is.organizations, below)]);
  return { below: { id: below, name: nameOf(below) }, lines: lines.filter(({ id }) => within.has(id)), nameOf };
}

/** What became of one organization, in words. */
const wordsOf = ({ before, after }: Compared, nameOf: (id: number) => string): string =>
  after ? organizationChange(before, after, nameOf) : '撤销';

/** Document number and basis of the acts between two days, by organization; those known at an instant when one is given. */
async function basesOf({ tx, actor }: Call, { from, to, knownAt }: Days): Promise<Map<number, string>> {
  if (!seesCity(actor)) return new Map();
  const until = knownInstant(actor, knownAt) ?? null;
  const { rows } = await sql<{ orgIds: number[]; basis: string; documentNumber: string }>`
    select r.org_ids as "orgIds", r.basis, r.document_number as "documentNumber" from registry_act r
    where r.kind like 'organization.%' and r.effective_on between ${addDays(from, 1)} and ${to}
      and (${until}::timestamptz is null or r.recorded_at <= ${until})
      and not exists (select from act_taken_back b where b.act_id = r.act_id
        and (${until}::timestamptz is null or b.recorded_at <= ${until}))
    order by r.effective_on, r.recorded_at`.execute(tx);
  // Two acts of one document rest on it once.
  const said = new Map<number, Set<string>>();
  for (const { orgIds, basis, documentNumber } of rows) {
    const words = [documentNumber, basis].filter((part) => part !== '').join('　');
    if (words === '') continue;
    for (const id of orgIds) said.set(id, (said.get(id) ?? new Set()).add(words));
  }
  return new Map([...said].map(([id, words]) => [id, [...words].join('；')]));
}

async function compare(call: Call, days: Days) {
  const { below, lines, nameOf } = await comparisonOf(call, days);
  const bases = await basesOf(call, days);
  const changed = lines.filter(({ changes }) => changes.length > 0);
  return {
    from: days.from,
    to: days.to,
    asksKnown: seesCity(call.actor),
    below,
    organizations: lines.flatMap(({ after }) => after ?? []),
    before: changed.flatMap(({ before }) => before ?? []),
    changed: changed.map((line) => ({
      id: line.id,
      changes: line.changes,
      what: wordsOf(line, nameOf),
      basis: bases.get(line.id) ?? '',
    })),
  };
}

/** Who belongs to two organizations stands in both, so that parts add up to the whole and to the rows. */
const sumOf = (byOrg: ReadonlyMap<number, number>): number =>
  [...byOrg.values()].reduce((sum, count) => sum + count, 0);

/** Numbers of one day by a key of each organization. */
interface Counted {
  organizations: Map<string, number>;
  members: Map<string, number> | null;
}

function countedBy(side: Side, members: ReadonlyMap<number, number> | null, keyOf: (org: OrgLine) => string): Counted {
  const counted: Counted = { organizations: new Map(), members: members && new Map() };
  const add = (to: Map<string, number>, key: string, count: number) => to.set(key, (to.get(key) ?? 0) + count);
  for (const org of side.organizations) {
    add(counted.organizations, keyOf(org), 1);
    if (counted.members) add(counted.members, keyOf(org), members?.get(org.id) ?? 0);
  }
  return counted;
}

async function numbers({ tx, actor }: Call, { from, to, below, knownAt }: Days) {
  const known = knownInstant(actor, knownAt);
  const sides = [];
  for (const on of [from, to]) {
    const side = await sideOn(tx, on, below, known);
    const ids = side.organizations.map(({ id }) => id);
    const members = seesCity(actor) ? await membersOf(tx, ids, on, 0, known) : null;
    sides.push({ side, members: members?.byOrg ?? null });
  }
  const [was, is] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const grouped = (keyOf: (side: Side) => (org: OrgLine) => string, names: ReadonlyMap<string, string>) => {
    const [first, second] = [was, is].map(({ side, members }) => countedBy(side, members, keyOf(side))) as [
      Counted,
      Counted,
    ];
    const of = ({ organizations, members }: Counted, key: string) => ({
      organizations: organizations.get(key) ?? 0,
      members: members && (members.get(key) ?? 0),
    });
    return [...names]
      .filter(([key]) => first.organizations.has(key) || second.organizations.has(key))
      .map(([key, name]): ComparedGroup => ({ key, name, from: of(first, key), to: of(second, key) }));
  };
  const counties = [...was.side.organizations, ...is.side.organizations].filter(
    ({ kind }) => kind === 'countyCommittee',
  );
  return {
    all: {
      from: { organizations: was.side.organizations.length, members: was.members && sumOf(was.members) },
      to: { organizations: is.side.organizations.length, members: is.members && sumOf(is.members) },
    },
    byKind: grouped(
      () =>
        ({ kind }) =>
          kind,
      new Map(ORG_KINDS.map(({ id, name }) => [id, name])),
    ),
    byCounty: grouped(
      ({ counties: of }) =>
        ({ id }) =>
          String(of.get(id) ?? NO_COUNTY),
      new Map([
        [String(NO_COUNTY), '市直'],
        ...counties.map(({ id, shortName }): [string, string] => [String(id), shortName]),
      ]),
    ),
  };
}

/** What a number counts: the organizations of a day that fit, or their members. */
async function rowsOf(
  { tx, actor }: Call,
  asked: { on: Day; of: string; kind?: string; county?: number; below?: number; knownAt?: string },
) {
  const known = knownInstant(actor, asked.knownAt);
  const side = await sideOn(tx, asked.on, asked.below, known);
  const orgs = side.organizations.filter(
    ({ id, kind }) =>
      (asked.kind === undefined || kind === asked.kind) &&
      (asked.county === undefined || side.counties.get(id) === asked.county),
  );
  if (asked.of === 'organizations') {
    return {
      total: orgs.length,
      rows: orgs
        .slice(0, COMPARE_ROWS)
        .map(({ id, shortName, kind }) => ({ orgId: id, orgName: shortName, kind, person: null })),
    };
  }
  if (!seesCity(actor)) throw forbidden('您看不到全市的党员', '组织部');
  const byId = new Map(orgs.map((org) => [org.id, org]));
  const members = await membersOf(tx, [...byId.keys()], asked.on, COMPARE_ROWS, known);
  return {
    total: sumOf(members.byOrg),
    rows: members.rows.map(({ personId, name, orgId }) => {
      const { shortName, kind } = byId.get(orgId)!;
      return {
        orgId,
        orgName: shortName,
        kind,
        person: { id: personId, name, opens: opensFile(actor, personId, orgId) },
      };
    }),
  };
}

const instantName = (instant: Date): string => `${dayName(dayOf(instant))} ${timeOf(instant)}`;

async function workbook(call: Call, days: Days): Promise<FileAnswer> {
  const { below, lines, nameOf } = await comparisonOf(call, days);
  const bases = await basesOf(call, days);
  const [from, to] = [dayName(days.from), dayName(days.to)];
  const superior = (org: OrgLine | undefined): string => (org?.parentId ? nameOf(org.parentId) : '');
  return listWorkbook({
    file: `${below?.name ?? call.city.name}组织变动表`,
    sheet: '组织变动',
    title: `${below?.name ?? call.city.name}组织变动表（${from}与${to}对照${days.knownAt ? '，按当时所知' : ''}）`,
    ...(days.knownAt ? { subtitle: `只算${instantName(new Date(days.knownAt))}以前登记的` } : {}),
    columns: [
      { head: '变动', width: 14 },
      { head: `${from}的名称`, width: 34 },
      { head: `${to}的名称`, width: 34 },
      { head: '原类别', width: 12 },
      { head: '现类别', width: 12 },
      { head: '原上级党组织', width: 22 },
      { head: '现上级党组织', width: 22 },
      { head: '变动内容', width: 48 },
      { head: '依据', width: 30 },
    ],
    rows: lines
      .filter(({ changes }) => changes.length > 0)
      .map((line) => [
        line.changes.map(changeName).join('、'),
        line.before?.name ?? '',
        line.after?.name ?? '',
        line.before ? kindName(line.before.kind) : '',
        line.after ? kindName(line.after.kind) : '',
        superior(line.before),
        superior(line.after),
        wordsOf(line, nameOf),
        bases.get(line.id) ?? '',
      ]),
  });
}

export const compareHandlers: readonly Handler[] = [
  handle(organizationCompare, (call, { query }) => compare(call, query)),
  handle(organizationCompareNumbers, (call, { query }) => numbers(call, query)),
  handle(organizationCompareRows, (call, { query }) => rowsOf(call, query)),
  handleFile(organizationCompareWorkbook, (call, { query }) => workbook(call, query)),
];
