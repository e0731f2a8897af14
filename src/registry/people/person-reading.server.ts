/** Reads all of a person's page at once, under the reader's row security. */
import { type RawBuilder, sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import { addDays, type Day, monthOf } from '../../core/time/room.ts';
import { idsOf } from '../../platform/access/kept-person.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { type SpanName, spansKnownAt } from '../../store/spans.server.ts';
import { type PersonalFact, personChange } from './history.logic.ts';
import type { PersonPage } from './people.contract.ts';

type Until = Day | 'infinity';
type Raw<T extends readonly { until: Day | null }[]> = (Omit<T[number], 'until'> & { until: Until })[];

/** A span's end as the last day of it; null while it lasts. */
const closed = <T extends { until: Until }>(row: T): Omit<T, 'until'> & { until: Day | null } => ({
  ...row,
  until: row.until === 'infinity' ? null : addDays(row.until, -1),
});

type Fact = PersonalFact & {
  id: string;
  actId: string;
  author: string;
  summary: string;
  recordedAt: string;
  takenBack: boolean;
  other: string | null;
  org: string | null;
};
type Act = NonNullable<PersonPage['acts']>[number];

interface Row extends Pick<PersonPage, 'id' | 'name' | 'sex' | 'joinedOn' | 'joinedPrecision' | 'leadingCadre'> {
  bornMonth: Day | null;
  memberships: Raw<PersonPage['memberships']>;
  posts: Raw<PersonPage['posts']>;
  leaders: Raw<NonNullable<PersonPage['leaders']>>;
  inChargeOf: Raw<NonNullable<PersonPage['inChargeOf']>>;
  orgCharges: Raw<NonNullable<PersonPage['orgCharges']>>;
  itemCharges: Omit<Raw<NonNullable<PersonPage['itemCharges']>>[number], 'item'>[];
  acts: Omit<Act, 'opens'>[];
  history: Fact[];
}

const list = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select coalesce(json_agg(r), '[]') from (${rows}) r)`;

/** How an organization was called at the end of a span. */
const orgName = (orgId: RawBuilder<unknown>, before: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (select coalesce(short_names[1], name) from org_span s where s.org_id = ${orgId} and s.valid_from < ${before}
    order by valid_from desc limit 1)`;

/** What of a person is read: up to a day of the facts, up to an instant of the registration. Undefined: all. */
export interface Look {
  asOf: Day | undefined;
  knownAt: Date | undefined;
}

/** Entries are named by the one that they were merged into; of an earlier instant nobody is merged but as his spans say. */
const personName = (id: RawBuilder<unknown>, { knownAt }: Look): RawBuilder<unknown> => sql`
  (select name from person_span s
    where s.person_id = ${knownAt ? id : sql`coalesce((select into_id from person_alias where person_id = ${id}), ${id})`}
    order by valid_from desc limit 1)`;

/** Whether what begins on a day belongs to what is looked at. */
const begun = (column: RawBuilder<unknown>, { asOf }: Look): RawBuilder<unknown> =>
  asOf ? sql`${column} <= ${asOf}` : sql`true`;

const registered = (column: RawBuilder<unknown>, { knownAt }: Look): RawBuilder<unknown> =>
  knownAt ? sql`${column} <= ${knownAt}` : sql`true`;

const placed = sql`x.org_id as "orgId", coalesce(${orgName(sql`x.org_id`, sql`x.valid_to`)}, '一个已收回的组织') as "orgName",
  x.valid_from as "from", x.valid_to as "until"`;
const lastingFirst = sql`x.valid_to desc, x.valid_from desc, x.org_id`;

/** Charges of which a person is one end, named by the other end. */
function charges(id: number, as: 'leader' | 'person', look: Look): RawBuilder<unknown> {
  const mine = sql.ref(as === 'leader' ? 'c.leader_id' : 'c.person_id');
  const other = sql.ref(as === 'leader' ? 'c.person_id' : 'c.leader_id');
  return list(sql`select * from (
      select ${other} as "personId", ${personName(sql`${other}`, look)} as name, c.valid_from as "from", c.valid_to as "until"
      from charge_span c where ${mine} = ${id} and ${begun(sql`c.valid_from`, look)}) n
    where name is not null order by "until" desc, "from" desc, name`);
}

/**
 * What was said of him, each with its act; also of entries that were merged into him, but for the ends by which the merge has
 * taken over what they held.
 */
function said(id: number, entries: readonly number[], look: Look): RawBuilder<unknown> {
  const ids = sql`${entries}::int[]`;
  const him = (column: string): RawBuilder<unknown> =>
    sql`case when ${sql.ref(column)} = any(${ids}) then ${id}::int else ${sql.ref(column)} end`;
  return list(sql`
  select f.*, a.author, a.summary, a.recorded_at as "recordedAt",
    exists (select from act_taken_back b where b.act_id = f."actId" and ${registered(sql`b.recorded_at`, look)}) as "takenBack",
    ${orgName(sql`f."orgId"`, sql`'infinity'`)} as org,
    case when f.fact = 'charge' then ${personName(sql`case when f."leaderId" = ${id} then f."personId" else f."leaderId" end`, look)} end as other
  from (
    select 'p' || seq as id, 'person' as fact, act_id as "actId", valid_from as "validFrom", ended, ${id}::int as "personId",
      null::int as "orgId", null::int as "leaderId", name, null as category, null as situation, null as title, null as relation, true as own
    from person_fact where person_id = any(${ids})
    union all
    select 'm' || seq, 'membership', act_id, valid_from, ended, ${id}::int, org_id, null, null, category, situation, null, null, person_id = ${id}
    from membership_fact where person_id = any(${ids})
    union all
    select 't' || seq, 'post', act_id, valid_from, ended, ${id}::int, org_id, null, null, null, null, title, null, person_id = ${id}
    from post_fact where person_id = any(${ids})
    union all
    select 'c' || seq, 'charge', act_id, valid_from, ended, ${him('person_id')}, null, ${him('leader_id')}, null, null, null, null, null, ${id} in (person_id, leader_id)
    from charge_fact where person_id = any(${ids}) or leader_id = any(${ids})
    union all
    select 'o' || seq, 'orgCharge', act_id, valid_from, ended, null, org_id, ${id}::int, null, null, null, null, relation, leader_id = ${id}
    from org_charge_fact where leader_id = any(${ids})
    union all
    select 'i' || seq, 'itemCharge', act_id, valid_from, ended, null, org_id, ${id}::int, null, null, null, null, null, leader_id = ${id}
    from item_charge_fact where leader_id = any(${ids})) f
  join act a on a.id = f."actId"
  where (f.own or not (f.ended and a.kind = 'person.merge'))
    and ${registered(sql`a.recorded_at`, look)} and ${begun(sql`f."validFrom"`, look)}
  order by a.recorded_at desc, f."validFrom" desc, f.fact = 'person', f.id desc`);
}

const actsOn = (entries: readonly number[], look: Look): RawBuilder<unknown> =>
  list(sql`
  select r.act_id as id, r.kind, a.summary, r.effective_on as "effectiveOn", r.basis, r.document_number as "documentNumber", r.note,
    a.author, a.recorded_at as "recordedAt",
    (select json_build_object('author', b.author, 'at', t.recorded_at) from act_taken_back t join act b on b.id = t.by_act_id
      where t.act_id = r.act_id and ${registered(sql`t.recorded_at`, look)}) as "takenBack"
  from registry_act r join act a on a.id = r.act_id
  where r.people && ${entries}::int[] and ${registered(sql`a.recorded_at`, look)} and ${begun(sql`r.effective_on`, look)}
  order by a.seq desc`);

const instant = (text: string): string => new Date(text).toISOString();

function historyLine(fact: Fact, of: number): NonNullable<PersonPage['history']>[number] {
  const words = {
    of,
    orgName: () => fact.org ?? '一个已收回的组织',
    personName: () => fact.other ?? '一个已收回的人',
  };
  const { id, actId, validFrom, author, summary, takenBack } = fact;
  return {
    id,
    actId,
    validFrom,
    what: personChange(fact, words),
    author,
    summary,
    recordedAt: instant(fact.recordedAt),
    takenBack,
  };
}

/** His entries, those merged into his too. Read beforehand: known as constants they keep the plan of the long statement small. */
async function entriesOf(tx: Tx, id: number): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`select ${idsOf(id)} as ids`.execute(tx);
  return rows[0]!.ids;
}

type Read = Omit<PersonPage, 'leaders' | 'inChargeOf' | 'orgCharges' | 'itemCharges' | 'history' | 'acts'> & {
  [K in 'leaders' | 'inChargeOf' | 'orgCharges' | 'itemCharges' | 'history']: NonNullable<PersonPage[K]>;
} & {
  acts: Omit<Act, 'opens'>[];
};

const SPANS: readonly SpanName[] = [
  'organization',
  'person',
  'membership',
  'post',
  'charge',
  'orgCharge',
  'itemCharge',
];

/** All that a page holds. Throws when there is nobody. `history`: also what was said of him, by which act. */
export async function readPerson(
  tx: Tx,
  id: number,
  today: Day,
  asked: { history: boolean; itemName: (id: string) => string; look: Look },
): Promise<Read> {
  const { history, itemName, look } = asked;
  const on = look.asOf ?? today;
  const nothing = sql`'[]'::json`;
  // Known then, an entry that was merged later stood for itself.
  const entries = history ? (look.knownAt ? [id] : await entriesOf(tx, id)) : [];
  const lasting = begun(sql`x.valid_from`, look);
  const { rows } = await sql<Row>`
    ${look.knownAt ? sql`with ${spansKnownAt(SPANS, look.knownAt)}` : sql``}
    select p.person_id as id, p.name, p.sex, p.joined_on as "joinedOn", p.joined_precision as "joinedPrecision",
      p.born_month as "bornMonth",
      exists (select from post_span x where x.person_id = ${id} and x.rank is not null and ${lasting}) as "leadingCadre",
      ${list(sql`select ${placed}, x.category, x.situation from membership_span x where x.person_id = ${id} and ${lasting}
        order by ${lastingFirst}`)} as memberships,
      ${list(sql`select ${placed}, x.post, x.title, x.rank from post_span x where x.person_id = ${id} and ${lasting}
        order by ${lastingFirst}`)} as posts,
      ${charges(id, 'person', look)} as leaders, ${charges(id, 'leader', look)} as "inChargeOf",
      ${list(sql`select ${placed}, x.relation from org_charge_span x where x.leader_id = ${id} and ${lasting}
        order by ${lastingFirst}`)} as "orgCharges",
      ${list(sql`select ${placed}, x.item_id as "itemId" from item_charge_span x where x.leader_id = ${id} and ${lasting}
        order by ${lastingFirst}, x.item_id`)} as "itemCharges",
      ${history ? actsOn(entries, look) : nothing} as acts, ${history ? said(id, entries, look) : nothing} as history
    from person_span p where p.person_id = ${id}
    order by p.valid_from <= ${on} and p.valid_to > ${on} desc, p.valid_from desc limit 1`.execute(tx);
  const [row] = rows;
  if (!row && look.knownAt)
    throw new Refusal({
      code: 'not-known-then',
      status: 404,
      what: '当时还没有登记这个人',
      now: '请改看“按现在所知”，或换一天再看',
    });
  if (!row) throw notFound('这个人');
  return {
    ...row,
    bornMonth: row.bornMonth === null ? null : monthOf(row.bornMonth),
    memberships: row.memberships.map(closed),
    posts: row.posts.map(closed),
    leaders: row.leaders.map(closed),
    inChargeOf: row.inChargeOf.map(closed),
    orgCharges: row.orgCharges.map(closed),
    itemCharges: row.itemCharges.map((one) => ({ ...closed(one), item: itemName(one.itemId) })),
    acts: row.acts.map((act) => ({
      ...act,
      recordedAt: instant(act.recordedAt),
      takenBack: act.takenBack && { ...act.takenBack, at: instant(act.takenBack.at) },
    })),
    history: row.history.map((fact) => historyLine(fact, id)),
  };
}
