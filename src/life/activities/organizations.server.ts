/** What recording needs of the registry: an organization and its people on a day, as the reader may see them. */
import { sql } from 'kysely';
import type { Actor } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import { reachesOrganization } from '../../platform/access/room.ts';
import { ORG_KINDS } from '../../registry/organizations/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import type { RecordFacts } from './check-record.logic.ts';
import type { OrganizationOn } from './due.logic.ts';

export interface OrganizationRow {
  orgId: number;
  /** As it is called in the city: its first short name. */
  name: string;
  fullName: string;
  kind: string;
  from: Day;
  exists: boolean;
}

/** An organization on a day: as it was, or as it is known at the nearest other day when it did not exist. */
export async function readOrganization(tx: Tx, orgId: number, on: Day): Promise<OrganizationRow | undefined> {
  const { rows } = await sql<OrganizationRow>`${PREPARED}
    select org_id as "orgId", coalesce(short_names[1], name) as name, name as "fullName", kind,
      (select min(valid_from) from org_span where org_id = ${orgId}) as "from",
      valid_from <= ${on} and valid_to > ${on} as exists
    from org_span where org_id = ${orgId}
    order by (valid_from <= ${on} and valid_to > ${on}) desc, valid_from desc limit 1`.execute(tx);
  return rows[0];
}

/** The same in the words of `checkRecord`. */
export function organizationFacts(row: OrganizationRow | undefined): RecordFacts['organization'] {
  if (!row) return undefined;
  const kindName = ORG_KINDS.find((kind) => kind.id === row.kind)?.name ?? row.kind;
  return { name: row.name, kind: row.kind, kindName, from: row.from, exists: row.exists };
}

/** Members and post holders of an organization on a day. */
export async function readPeopleOf(tx: Tx, orgId: number, on: Day): Promise<OrganizationOn> {
  const { rows: members } = await sql<OrganizationOn['members'][number]>`
    select m.person_id as "personId", p.name from membership_span m
    join person_span p on p.person_id = m.person_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where m.org_id = ${orgId} and m.valid_from <= ${on} and m.valid_to > ${on}`.execute(tx);
  const { rows: posts } = await sql<OrganizationOn['posts'][number]>`
    select s.person_id as "personId", p.name, s.post, s.title from post_span s
    join person_span p on p.person_id = s.person_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where s.org_id = ${orgId} and s.valid_from <= ${on} and s.valid_to > ${on}`.execute(tx);
  return { members, posts };
}

/** Names as they were on a day, of those whom the reader may see; people known only at other days by the nearest name. */
export async function readNames(tx: Tx, ids: readonly number[], on: Day): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ person_id: number; name: string }>`${PREPARED}
    select distinct on (person_id) person_id, name from person_span where person_id = any(${ids as number[]}::int[])
    order by person_id, (valid_from <= ${on} and valid_to > ${on}) desc, valid_from desc`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, row.name]));
}

/** Full names on a day, which tell apart what many call the same in short; organizations of other days by their nearest name. */
export async function readFullNames(tx: Tx, ids: readonly number[], on: Day): Promise<Map<number, string>> {
  const { rows } = await sql<{ org_id: number; name: string }>`
    select distinct on (org_id) org_id, name from org_span where org_id = any(${ids as number[]}::int[])
    order by org_id, (valid_from <= ${on} and valid_to > ${on}) desc, valid_from desc`.execute(tx);
  return new Map(rows.map((row) => [row.org_id, row.name]));
}

/** Ids of an organization and all below it on a day. */
export async function readBelow(tx: Tx, orgId: number, on: Day): Promise<number[]> {
  const { rows } = await sql<{ org_id: number }>`
    with recursive below as (
      select ${orgId}::int as org_id
      union
      select s.org_id from org_span s join below b on s.parent_id = b.org_id
      where s.valid_from <= ${on} and s.valid_to > ${on})
    select org_id from below`.execute(tx);
  return rows.map((row) => row.org_id);
}

/** Whether somebody may record for an organization: the service's word, beside the database's own. */
export const mayRecordFor = (actor: Actor, orgId: number): boolean => reachesOrganization(actor, 'record.write', orgId);
