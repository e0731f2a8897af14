/** One person's file. Reading it leaves an audit line. */
import { sql } from 'kysely';
import { forbidden, notFound } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import { addDays, type Day } from '../../core/time/room.ts';
import { organizationsOf, reachesOf } from '../../platform/access/room.ts';
import { type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { type PersonalFact, personChange } from './history.logic.ts';
import { type PersonPage, personOpen, personOwn } from './people.contract.ts';

type Until = Day | 'infinity';
/** The last day of a span; null while it lasts. */
const lastDayOf = (until: Until): Day | null => (until === 'infinity' ? null : addDays(until, -1));
const closed = <T extends { until: Until }>(row: T): Omit<T, 'until'> & { until: Day | null } => ({
  ...row,
  until: lastDayOf(row.until),
});

interface NameRow extends Pick<PersonPage, 'id' | 'name' | 'sex' | 'joinedOn' | 'joinedPrecision' | 'leadingCadre'> {}

async function personOf(tx: Tx, id: number, today: Day): Promise<NameRow> {
  const { rows } = await sql<NameRow>`
    select person_id as id, name, sex, joined_on as "joinedOn", joined_precision as "joinedPrecision",
      leading_cadre as "leadingCadre"
    from person_span where person_id = ${id}
    order by valid_from <= ${today} and valid_to > ${today} desc, valid_from desc limit 1`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('这个人');
  return row;
}

type Placed = { orgId: number; orgName: string; from: Day; until: Until };

async function membershipsOf(tx: Tx, id: number): Promise<PersonPage['memberships']> {
  const { rows } = await sql<Placed & { category: PersonPage['memberships'][number]['category'] }>`
    select m.org_id as "orgId", o.name as "orgName", m.category, m.valid_from as "from", m.valid_to as "until"
    from membership_span m
    left join lateral (select coalesce(short_names[1], name) as name from org_span s
      where s.org_id = m.org_id and s.valid_from < m.valid_to order by valid_from desc limit 1) o on true
    where m.person_id = ${id} order by m.valid_from desc, m.org_id`.execute(tx);
  return rows.map(closed);
}

async function postsOf(tx: Tx, id: number): Promise<PersonPage['posts']> {
  const { rows } = await sql<Placed & Pick<PersonPage['posts'][number], 'title' | 'rank'>>`
    select t.org_id as "orgId", o.name as "orgName", t.title, t.rank, t.valid_from as "from", t.valid_to as "until"
    from post_span t
    left join lateral (select coalesce(short_names[1], name) as name from org_span s
      where s.org_id = t.org_id and s.valid_from < t.valid_to order by valid_from desc limit 1) o on true
    where t.person_id = ${id} order by t.valid_to desc, t.valid_from desc, t.org_id`.execute(tx);
  return rows.map(closed);
}

/** Charges of which a person is one end, named by the other end. */
async function chargesOf(tx: Tx, id: number, as: 'leader' | 'person'): Promise<NonNullable<PersonPage['leaders']>> {
  const mine = sql.ref(as === 'leader' ? 'c.leader_id' : 'c.person_id');
  const other = sql.ref(as === 'leader' ? 'c.person_id' : 'c.leader_id');
  const { rows } = await sql<{ personId: number; name: string; from: Day; until: Until }>`
    select ${other} as "personId", p.name, c.valid_from as "from", c.valid_to as "until"
    from charge_span c
    join lateral (select name from person_span s where s.person_id = ${other} order by valid_from desc limit 1) p on true
    where ${mine} = ${id} order by c.valid_to desc, c.valid_from desc, p.name`.execute(tx);
  return rows.map(closed);
}

type FactRow = PersonalFact & { id: string; author: string; summary: string; recordedAt: Date; takenBack: boolean };

async function historyOf(tx: Tx, id: number): Promise<NonNullable<PersonPage['history']>> {
  const { rows } = await sql<FactRow>`
    select f.*, a.author, a.summary, exists (select from act_taken_back b where b.act_id = f.act_id) as "takenBack"
    from (
      select 'p' || seq as id, 'person' as fact, act_id, recorded_at as "recordedAt", valid_from as "validFrom", false as ended,
        person_id as "personId", null::int as "orgId", null::int as "leaderId", name, null as category, null as title
      from person_fact where person_id = ${id}
      union all
      select 'm' || seq, 'membership', act_id, recorded_at, valid_from, ended, person_id, org_id, null, null, category, null
      from membership_fact where person_id = ${id}
      union all
      select 't' || seq, 'post', act_id, recorded_at, valid_from, ended, person_id, org_id, null, null, null, title
      from post_fact where person_id = ${id}
      union all
      select 'c' || seq, 'charge', act_id, recorded_at, valid_from, ended, person_id, null, leader_id, null, null, null
      from charge_fact where person_id = ${id} or leader_id = ${id}) f
    join act a on a.id = f.act_id
    order by f."recordedAt" desc, f."validFrom" desc, f.fact = 'person', f.id desc`.execute(tx);
  const orgs = rows.flatMap((row) => ('orgId' in row && row.orgId !== null ? [row.orgId] : []));
  const people = rows.flatMap((row) => (row.fact === 'charge' ? [row.leaderId, row.personId] : []));
  const { rows: names } = await sql<{ of: string; name: string }>`
    (select distinct on (org_id) 'o' || org_id as of, coalesce(short_names[1], name) as name from org_span
      where org_id = any(${orgs}::int[]) order by org_id, valid_from desc)
    union all
    (select distinct on (person_id) 'p' || person_id, name from person_span
      where person_id = any(${people}::int[]) order by person_id, valid_from desc)`.execute(tx);
  const nameOf = new Map(names.map((row) => [row.of, row.name]));
  const words = {
    of: id,
    orgName: (org: number) => nameOf.get(`o${org}`) ?? '一个已收回的组织',
    personName: (person: number) => nameOf.get(`p${person}`) ?? '一个已收回的人',
  };
  return rows.map((row) => ({
    id: row.id,
    validFrom: row.validFrom,
    what: personChange(row, words),
    author: row.author,
    summary: row.summary,
    recordedAt: row.recordedAt.toISOString(),
    takenBack: row.takenBack,
  }));
}

/** Whether an ability over persons reaches this one: the city, people in one's charge, or those now in one's organizations. */
async function reaches(tx: Tx, actor: Actor, id: number, today: Day): Promise<boolean> {
  const reach = reachesOf(actor, 'person.read');
  if (reach.includes('city') || (reach.includes('charge') && actor.chargeIds.includes(id))) return true;
  if (!reach.includes('unit')) return false;
  const { rows } = await sql<{ yes: boolean }>`
    select exists (
      select from (select person_id, org_id, valid_from, valid_to from membership_span
        union all select person_id, org_id, valid_from, valid_to from post_span) s
      where person_id = ${id} and org_id = any(${organizationsOf(actor, 'person.read')}::int[])
        and valid_from <= ${today} and valid_to > ${today}) as yes`.execute(tx);
  return rows[0]!.yes;
}

export const peopleHandlers: readonly Handler[] = [
  // What was said of him when, and by which act, stands on the page of what is held on him (reports/personal-data).
  handle(personOwn, async ({ tx, actor, today }) => {
    const id = actor.personId;
    if (id === null) throw notFound('您的档案：这个账号没有对应到党员');
    return {
      ...(await personOf(tx, id, today)),
      memberships: await membershipsOf(tx, id),
      posts: await postsOf(tx, id),
      leaders: await chargesOf(tx, id, 'person'),
      inChargeOf: await chargesOf(tx, id, 'leader'),
      history: null,
    };
  }),
  handle(personOpen, async ({ tx, actor, today, audit }, { params }) => {
    const { id } = params;
    const person = await personOf(tx, id, today);
    if (!(await reaches(tx, actor, id, today))) throw forbidden(`${person.name}不在您能看的范围内`, '组织部');
    audit({ subjectKind: 'person', subjectId: String(id), subjectPerson: id });
    const seesCity = reachesOf(actor, 'person.read').includes('city');
    return {
      ...person,
      memberships: await membershipsOf(tx, id),
      posts: await postsOf(tx, id),
      leaders: seesCity || actor.chargeIds.includes(id) ? await chargesOf(tx, id, 'person') : null,
      inChargeOf: seesCity ? await chargesOf(tx, id, 'leader') : null,
      history: seesCity ? await historyOf(tx, id) : null,
    };
  }),
];
