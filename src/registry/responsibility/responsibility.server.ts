/** The responsibility map of a day, from the spans of charges and posts. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { chargeRuleOn } from '../organizations/registry-rules.server.ts';
import type { OrgKind, OrgRelation } from '../organizations/room.ts';
import {
  type ChargedCadre,
  type ChargedOrg,
  type ChargeItem,
  type ResponsibilityMap,
  responsibilityOpen,
  responsibilityWorkbook,
} from './responsibility.contract.ts';
import { responsibilitySheet } from './responsibility-workbook.server.ts';

/** Everybody who holds a leading post on the day or is an end of a charge then, with his posts. */
export async function cadresOn(tx: Tx, on: Day): Promise<Map<number, ChargedCadre>> {
  const { rows } = await sql<ChargedCadre>`
    with post as (
      select person_id, (array_agg(org_id order by rank, valid_from, org_id))[1] as org_id,
        string_agg(title, '、' order by rank, valid_from, org_id) as title, min(rank) as rank
      from post_span where rank is not null and valid_from <= ${on} and valid_to > ${on} group by person_id),
    person as (
      select person_id from post
      union select leader_id from charge_span where valid_from <= ${on} and valid_to > ${on}
      union select person_id from charge_span where valid_from <= ${on} and valid_to > ${on}
      union select leader_id from org_charge_span where valid_from <= ${on} and valid_to > ${on}
      union select leader_id from item_charge_span where valid_from <= ${on} and valid_to > ${on})
    select p.person_id as "personId", p.name, t.org_id as "orgId", coalesce(o.short_names[1], o.name) as "orgName",
      coalesce(t.title, '') as title, t.rank
    from person join person_span p using (person_id) left join post t using (person_id)
    left join org_span o on o.org_id = t.org_id and o.valid_from <= ${on} and o.valid_to > ${on}
    where p.valid_from <= ${on} and p.valid_to > ${on}
    order by t.org_id, t.rank, p.person_id`.execute(tx);
  return new Map(rows.map((row) => [row.personId, row]));
}

interface PersonCharge {
  leader: number;
  person: number;
}

const chargesOn = async (tx: Tx, on: Day): Promise<PersonCharge[]> =>
  (
    await sql<PersonCharge>`
    select leader_id as leader, person_id as person from charge_span
    where valid_from <= ${on} and valid_to > ${on}`.execute(tx)
  ).rows;

/** County-level cadres in nobody's charge. */
const uncharged = (everyone: readonly ChargedCadre[], charges: readonly PersonCharge[]): ChargedCadre[] => {
  const charged = new Set(charges.map(({ person }) => person));
  return everyone.filter((cadre) => cadre.rank !== null && cadre.rank !== 'cityLevel' && !charged.has(cadre.personId));
};

/** The cadres of a day in nobody's charge. */
export async function cadreGapsOn(tx: Tx, on: Day): Promise<ChargedCadre[]> {
  const cadres = await cadresOn(tx, on);
  return uncharged([...cadres.values()], await chargesOn(tx, on));
}

interface OrgRow {
  orgId: number;
  name: string;
  kind: OrgKind;
  leading: boolean;
}
interface OrgChargeRow {
  leader: number;
  orgId: number;
  relation: OrgRelation;
}
interface ItemChargeRow {
  leader: number;
  orgId: number;
  itemId: string;
}

/** Organizations that somebody ought to be in charge of, and those that somebody is. The city's own committee is a team like others. */
async function orgsOn(tx: Tx, on: Day): Promise<OrgRow[]> {
  const { withLeadingCadres, kinds, belowTheCity, but } = chargeRuleOn(on).leading;
  const ofKind = (column: RawBuilder<unknown>, some: readonly OrgKind[]) =>
    sql`${column} = any(${some as OrgKind[]}::text[])`;
  const answersToTheCity = sql`(${ofKind(sql`o.kind`, kinds)}
    or (${ofKind(sql`o.kind`, belowTheCity)} and p.kind = 'municipalCommittee'))`;
  const { rows } = await sql<OrgRow>`
    -- A city has several 前进社区党支部: what is read in again, or by somebody, must say which.
    with there as (
      select *, coalesce(short_names[1], name) as called, count(*) over (partition by coalesce(short_names[1], name)) as so_called
      from org_span where valid_from <= ${on} and valid_to > ${on}),
    team as (select distinct org_id from post_span where rank is not null and valid_from <= ${on} and valid_to > ${on}),
    named as (
      select org_id from org_charge_span where valid_from <= ${on} and valid_to > ${on}
      union select org_id from item_charge_span where valid_from <= ${on} and valid_to > ${on})
    select o.org_id as "orgId", case when o.so_called > 1 then o.name else o.called end as name, o.kind,
      not ${ofKind(sql`o.kind`, but)} and ((${withLeadingCadres} and team.org_id is not null) or ${answersToTheCity}) as leading
    from there o left join team on team.org_id = o.org_id left join named on named.org_id = o.org_id
      left join there p on p.org_id = o.parent_id
    where team.org_id is not null or named.org_id is not null or o.kind = 'municipalCommittee' or ${answersToTheCity}
    order by o.org_id`.execute(tx);
  return rows;
}

/** Who is in charge of whom, of which organizations and of which items on a day. */
export async function responsibilityOn(tx: Tx, on: Day, items: readonly ChargeItem[]): Promise<ResponsibilityMap> {
  const cadres = await cadresOn(tx, on);
  const charges = await chargesOn(tx, on);
  const orgs = await orgsOn(tx, on);
  const { rows: orgCharges } = await sql<OrgChargeRow>`
    select leader_id as leader, org_id as "orgId", relation from org_charge_span
    where valid_from <= ${on} and valid_to > ${on} order by org_id`.execute(tx);
  const { rows: itemCharges } = await sql<ItemChargeRow>`
    select leader_id as leader, org_id as "orgId", item_id as "itemId" from item_charge_span
    where valid_from <= ${on} and valid_to > ${on} order by org_id`.execute(tx);
  // The cadres' own order, so that people of one unit stand together; items in the order of the ledger.
  const everyone = [...cadres.values()];
  const place = new Map(items.map(({ id }, at) => [id, at]));
  const inForce = itemCharges
    .filter(({ itemId }) => place.has(itemId))
    .sort((one, other) => one.orgId - other.orgId || place.get(one.itemId)! - place.get(other.itemId)!);
  const peopleOf = Map.groupBy(charges, ({ leader }) => leader);
  const orgsOf = Map.groupBy(orgCharges, ({ leader }) => leader);
  const itemsOf = Map.groupBy(inForce, ({ leader }) => leader);
  const names = new Map(orgs.map(({ orgId, name }) => [orgId, name]));
  const named = (ids: readonly number[]) =>
    everyone.filter(({ personId }) => ids.includes(personId)).map(({ personId, name }) => ({ personId, name }));
  const chargesByOrg = Map.groupBy(orgCharges, ({ orgId }) => orgId);
  const itemsByOrg = Map.groupBy(inForce, ({ orgId }) => orgId);
  return {
    asOf: on,
    items: items.map(({ id, name }) => ({ id, name })),
    leaders: everyone
      .filter(({ personId: id }) => peopleOf.has(id) || orgsOf.has(id) || itemsOf.has(id))
      .map((leader) => {
        const his = new Set(peopleOf.get(leader.personId)?.map(({ person }) => person));
        return {
          leader,
          people: everyone.filter(({ personId }) => his.has(personId)),
          orgs: (orgsOf.get(leader.personId) ?? []).flatMap(({ orgId, relation }) => {
            const name = names.get(orgId);
            return name === undefined ? [] : [{ orgId, name, relation }];
          }),
          items: (itemsOf.get(leader.personId) ?? []).flatMap(({ orgId, itemId }) => {
            const orgName = names.get(orgId);
            return orgName === undefined ? [] : [{ orgId, orgName, itemId }];
          }),
        };
      }),
    gaps: uncharged(everyone, charges),
    orgs: orgs.map((org): ChargedOrg => {
      const own = chargesByOrg.get(org.orgId) ?? [];
      const of = (wanted: OrgRelation) =>
        named(own.filter(({ relation }) => relation === wanted).map(({ leader }) => leader));
      const divided = Map.groupBy(itemsByOrg.get(org.orgId) ?? [], ({ itemId }) => itemId);
      return {
        ...org,
        charge: of('charge'),
        contact: of('contact'),
        contactPoint: of('contactPoint'),
        items: [...divided].map(([itemId, rows]) => ({ itemId, leaders: named(rows.map(({ leader }) => leader)) })),
      };
    }),
    cadres: everyone,
  };
}

export const responsibilityHandlers: readonly Handler[] = [
  handle(responsibilityOpen, ({ tx, today, itemsOn }, { query }) => {
    const on = query.asOf ?? today;
    return responsibilityOn(tx, on, itemsOn(on));
  }),
  handleFile(responsibilityWorkbook, async ({ tx, today, city, itemsOn }, { query }) => {
    const on = query.asOf ?? today;
    return responsibilitySheet(city.name, await responsibilityOn(tx, on, itemsOn(on)));
  }),
];
