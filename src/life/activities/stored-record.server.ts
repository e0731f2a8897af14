/** Records as they are stored: all versions of one that the reader may see. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { keptOf } from '../../platform/access/kept-person.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import type { PreparedRecord } from './prepare-record.logic.ts';

export interface StoredVersion extends PreparedRecord {
  heldOn: Day;
  version: number;
  seq: number;
  actId: string;
  withdrawn: boolean;
  /** The import that brought it was taken back. */
  takenBack: boolean;
  reasonGiven: string | null;
  author: string;
  /** Who stands for what the author typed; without a name where the reader may not look him up. */
  standsFor: { personId: number; name: string | null } | null;
  recordedAt: Date;
  /** All who are in it; `people` names those whom the reader may see. */
  everybody: number[];
  people: { personId: number; part: string; name: string; reason: string | null }[];
}

/** The visible versions of a record, newest first; empty when there is none or none may be seen. */
export async function readVersions(tx: Tx, id: string): Promise<StoredVersion[]> {
  const { rows } = await sql<StoredVersion>`${PREPARED}
    select r.version, r.seq, r.kind, r.org_id as "orgId", r.held_on as "heldOn", to_char(r.starts_at, 'HH24:MI') as "startsAt",
      to_char(r.ends_at, 'HH24:MI') as "endsAt", r.place, r.due, r.present, r.body,
      array(select distinct ${keptOf('e.id')} from unnest(r.people) as e(id)) as everybody, r.withdrawn, r.reason as "reasonGiven",
      r.act_id as "actId", r.author,
      case when r.stands_for is not null then json_build_object('personId', r.stands_for, 'name', (
        select s.name from person_span s where s.person_id = ${keptOf('r.stands_for')}
        order by (s.valid_from <= r.held_on and s.valid_to > r.held_on) desc, s.valid_from desc limit 1)) end as "standsFor",
      r.recorded_at as "recordedAt", c.body as confidential,
      exists (select from act_taken_back b where b.act_id = r.act_id) as "takenBack",
      coalesce((select json_agg(json_build_object('personId', p.person_id, 'part', p.part, 'name', p.name, 'reason', p.reason)
        order by p.part, p.person_id) from (
          select distinct on (person_id, part) ${keptOf('q.person_id')} as person_id, q.part, q.name, q.reason
          from record_person q where q.record_id = r.id and q.version = r.version
          order by person_id, part, q.person_id) p), '[]') as people
    from record r left join record_confidential c on c.record_id = r.id and c.version = r.version
    where r.id = ${id} and r.owner_id is null and r.about_id is null
    order by r.version desc`.execute(tx);
  return rows.map((row) => ({ ...row, confidential: row.confidential ?? undefined }));
}
