/** Reads what an act on a person must know. */
import { sql } from 'kysely';
import { type Day, monthOf } from '../../core/time/room.ts';
import { ROLE_NAMES } from '../../platform/access/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { entryRuleOn } from '../organizations/registry-rules.server.ts';
import type { OrgKind, Post } from '../organizations/room.ts';
import type { PersonalFact } from './history.logic.ts';
import type { PersonAct } from './person-acts.contract.ts';
import { type OrgSpan, type PersonState, spansOf } from './person-state.logic.ts';

type Row = Omit<PersonalFact, 'joinedOn'> & {
  joinedOn?: Day | null;
  joinedPrecision?: 'day' | 'month' | null;
  bornMonth?: Day | null;
};

/** What stands about a person, the one recorded first first: of two with one key and beginning the later one counts. */
export async function factsOf(tx: Tx, personId: number): Promise<PersonalFact[]> {
  const standing = sql`not exists (select from act_taken_back b where b.act_id = f.act_id)`;
  const { rows } = await sql<{ fact: Row }>`
    select fact from (
      select 1 as part, seq, jsonb_build_object('fact', 'person', 'personId', person_id, 'validFrom', valid_from, 'ended', ended,
          'name', name, 'sex', sex, 'joinedOn', joined_on, 'joinedPrecision', joined_precision, 'bornMonth', born_month) as fact
        from person_fact f where person_id = ${personId} and ${standing}
      union all
      select 2, seq, jsonb_build_object('fact', 'membership', 'personId', person_id, 'orgId', org_id, 'validFrom', valid_from,
          'ended', ended, 'category', category, 'situation', situation)
        from membership_fact f where person_id = ${personId} and ${standing}
      union all
      select 3, seq, jsonb_build_object('fact', 'post', 'personId', person_id, 'orgId', org_id, 'post', post,
          'validFrom', valid_from, 'ended', ended, 'title', title, 'rank', rank)
        from post_fact f where person_id = ${personId} and ${standing}
      union all
      select 4, seq, jsonb_build_object('fact', 'charge', 'leaderId', leader_id, 'personId', person_id,
          'validFrom', valid_from, 'ended', ended)
        from charge_fact f where (person_id = ${personId} or leader_id = ${personId}) and ${standing}
      union all
      select 5, seq, jsonb_build_object('fact', 'orgCharge', 'leaderId', leader_id, 'orgId', org_id, 'relation', relation,
          'validFrom', valid_from, 'ended', ended)
        from org_charge_fact f where leader_id = ${personId} and ${standing}
      union all
      select 6, seq, jsonb_build_object('fact', 'itemCharge', 'leaderId', leader_id, 'orgId', org_id, 'itemId', item_id,
          'validFrom', valid_from, 'ended', ended)
        from item_charge_fact f where leader_id = ${personId} and ${standing}) x
    order by part, seq`.execute(tx);
  return rows.map(({ fact }) => {
    if (fact.fact !== 'person') return fact as PersonalFact;
    const { joinedOn, joinedPrecision, bornMonth, ...known } = fact;
    return {
      ...known,
      joinedOn: joinedOn ? { day: joinedOn, precision: joinedPrecision ?? 'day' } : null,
      bornMonth: bornMonth ? monthOf(bornMonth) : null,
    } as PersonalFact;
  });
}

const orgsIn = (facts: readonly PersonalFact[]): number[] =>
  facts.flatMap((fact) => ('orgId' in fact ? [fact.orgId] : []));

/** The organizations that an act names. */
function orgsNamed(act: PersonAct): number[] {
  switch (act.act) {
    case 'transfer':
      return [act.toOrgId];
    case 'situation':
      return [act.orgId];
    case 'posts':
      return act.changes.map(({ orgId }) => orgId);
    case 'enter':
      return act.membership ? [act.membership.orgId] : [];
    default:
      return [];
  }
}

const lastDay = (to: Day | 'infinity'): Day | null => (to === 'infinity' ? null : to);

async function orgsOf(tx: Tx, ids: readonly number[]): Promise<Map<number, OrgSpan[]>> {
  const { rows } = await sql<{
    orgId: number;
    from: Day;
    to: Day | 'infinity';
    name: string;
    kind: OrgKind;
    parentId: number | null;
  }>`
    select org_id as "orgId", valid_from as "from", valid_to as "to", name, kind,
      parent_id as "parentId"
    from org_span where org_id = any(${ids as number[]}::int[]) order by org_id, valid_from`.execute(tx);
  return new Map(
    [...Map.groupBy(rows, ({ orgId }) => orgId)].map(([id, spans]) => [
      id,
      spans.map(({ orgId: _, ...span }) => ({ ...span, to: lastDay(span.to) })),
    ]),
  );
}

async function namesOf(tx: Tx, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; name: string }>`
    select distinct on (person_id) person_id as id, name from person_span
    where person_id = any(${ids as number[]}::int[]) order by person_id, valid_from desc`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function rolesOf(tx: Tx, personId: number, today: Day): Promise<PersonState['roles']> {
  const { rows } = await sql<{ role: keyof typeof ROLE_NAMES; orgId: number; post: Post | null }>`
    select r.role, r.rests_org_id as "orgId", r.rests_post as post
    from account a join account_role r on r.account_id = a.id
    where a.person_id = ${personId} and not a.disabled and r.rests_on <> 'nothing' and r.valid_to > ${today}
    order by r.role, r.rests_org_id`.execute(tx);
  return rows.map(({ role, orgId, post }) => ({ name: ROLE_NAMES[role], orgId, post }));
}

async function secretariesOf(tx: Tx, orgIds: readonly number[], but: number): Promise<PersonState['secretaries']> {
  if (orgIds.length === 0) return [];
  const { rows } = await sql<{ orgId: number; name: string; from: Day; to: Day | 'infinity' }>`
    select t.org_id as "orgId", p.name, t.valid_from as "from", t.valid_to as "to" from post_span t
    join lateral (select name from person_span s where s.person_id = t.person_id order by valid_from desc limit 1) p on true
    where t.org_id = any(${orgIds as number[]}::int[]) and t.post = 'secretary' and t.person_id <> ${but}
    order by t.valid_from desc`.execute(tx);
  return rows.map((row) => ({ ...row, to: lastDay(row.to) }));
}

/** At most a few: they are shown as a warning. */
async function namesakesOf(tx: Tx, name: string): Promise<string[]> {
  const { rows } = await sql<{ detail: string }>`
    select detail from search_entry where subject = 'person' and name = ${name} order by subject_id limit 3`.execute(
    tx,
  );
  return rows.map(({ detail }) => detail);
}

/** The day on which a person, or an entry that was merged into his, was registered to have died. */
async function deathOf(tx: Tx, personId: number): Promise<Day | null> {
  const { rows } = await sql<{ on: Day }>`
    with entry as (select array[${personId}::int] || array(select person_id from person_alias where into_id = ${personId}) as ids)
    select r.effective_on as "on" from registry_act r, entry
    where r.people && entry.ids and r.people[1] = any(entry.ids) and r.kind = 'person.death'
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by r.effective_on limit 1`.execute(tx);
  return rows[0]?.on ?? null;
}

/** Null when the person of the act is not there. */
export async function readPersonState(tx: Tx, act: PersonAct, today: Day): Promise<PersonState | null> {
  const personId = act.act === 'enter' ? null : act.personId;
  const facts = personId === null ? [] : await factsOf(tx, personId);
  // An entry that was merged into another one has an end.
  if (personId !== null && !spansOf(facts).person.some(({ to }) => to === null)) return null;
  const others = facts.flatMap((fact) => (fact.fact === 'charge' ? [fact.leaderId, fact.personId] : []));
  return {
    personId,
    facts,
    orgs: await orgsOf(tx, [...new Set([...orgsIn(facts), ...orgsNamed(act)])]),
    names: await namesOf(
      tx,
      [...new Set(others)].filter((id) => id !== personId),
    ),
    roles: personId === null ? [] : await rolesOf(tx, personId, today),
    secretaries: act.act === 'posts' ? await secretariesOf(tx, orgsNamed(act), act.personId) : [],
    diedOn: personId === null ? null : await deathOf(tx, personId),
    namesakes: act.act === 'enter' ? await namesakesOf(tx, act.name) : [],
    today,
    rule: entryRuleOn(today),
  };
}
