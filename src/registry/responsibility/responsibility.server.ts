/** The responsibility map of a day, from the spans of charges and posts. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { type ChargedCadre, type ResponsibilityMap, responsibilityOpen } from './responsibility.contract.ts';

/** Everybody who holds a leading post on the day or is an end of a charge then, with his posts. */
async function cadresOn(tx: Tx, on: Day): Promise<Map<number, ChargedCadre>> {
  const { rows } = await sql<ChargedCadre>`
    with post as (
      select person_id, (array_agg(org_id order by rank, valid_from, org_id))[1] as org_id,
        string_agg(title, '、' order by rank, valid_from, org_id) as title, min(rank) as rank
      from post_span where rank is not null and valid_from <= ${on} and valid_to > ${on} group by person_id),
    person as (
      select person_id from post
      union select leader_id from charge_span where valid_from <= ${on} and valid_to > ${on}
      union select person_id from charge_span where valid_from <= ${on} and valid_to > ${on})
    select p.person_id as "personId", p.name, t.org_id as "orgId", coalesce(o.short_names[1], o.name) as "orgName",
      coalesce(t.title, '') as title, t.rank
    from person join person_span p using (person_id) left join post t using (person_id)
    left join org_span o on o.org_id = t.org_id and o.valid_from <= ${on} and o.valid_to > ${on}
    where p.valid_from <= ${on} and p.valid_to > ${on}
    order by t.org_id, t.rank, p.person_id`.execute(tx);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** Who is in charge of whom on a day. */
export async function responsibilityOn(tx: Tx, on: Day): Promise<ResponsibilityMap> {
  const cadres = await cadresOn(tx, on);
  const { rows: charges } = await sql<{ leader: number; person: number }>`
    select leader_id as leader, person_id as person from charge_span
    where valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  const inCharge = Map.groupBy(charges, (charge) => charge.leader);
  const charged = new Set(charges.map((charge) => charge.person));
  // The cadres' own order, so that people of one unit stand together.
  const everyone = [...cadres.values()];
  return {
    asOf: on,
    leaders: everyone
      .filter((cadre) => inCharge.has(cadre.personId))
      .map((leader) => {
        const his = new Set(inCharge.get(leader.personId)!.map((charge) => charge.person));
        return { leader, people: everyone.filter((cadre) => his.has(cadre.personId)) };
      }),
    gaps: everyone.filter((cadre) => cadre.rank !== null && cadre.rank !== 'cityLevel' && !charged.has(cadre.personId)),
  };
}

export const responsibilityHandlers: readonly Handler[] = [
  handle(responsibilityOpen, ({ tx, today }, { query }) => responsibilityOn(tx, query.asOf ?? today)),
];
