/** Appending one activity with 30 attendances and all that is derived, against bare inserts of the same rows. */
import { sql } from 'kysely';
import type { OpenHouse } from '../src/app/house.server.ts';
import type { Actor } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import { scopeFor } from '../src/platform/access/scope.server.ts';
import type { RecordRow } from '../src/store/append.server.ts';
import { writeAuditLine } from '../src/store/audit.server.ts';
import type { City } from '../src/store/database.server.ts';
import { newId } from '../src/store/new-id.server.ts';
import { type BenchRow, compare } from './measure.ts';

const ATTENDANCES = 30;

/** Runs in a city that has the branch and 30 of its people under the given ids. */
export async function benchAppend(
  house: OpenHouse,
  city: City,
  orgId: number,
  people: readonly number[],
  rounds: number,
): Promise<BenchRow> {
  const actor: Actor = {
    accountId: 1,
    name: '测试书记',
    personId: people[0]!,
    roles: [{ role: 'branchSecretary', orgId, orgIds: [orgId] }],
    lapsed: [],
    chargeIds: [],
  };
  const scope = scopeFor(actor, 'record.write');
  const now = new Date();
  const activity = (id: string): RecordRow => ({
    id,
    version: 1,
    kind: 'themePartyDay',
    orgId,
    heldOn: day('2017-06-23'),
    startsAt: '15:00',
    place: '机关第一党支部活动室',
    due: ATTENDANCES,
    present: ATTENDANCES,
    people: people.slice(0, ATTENDANCES).map((personId) => ({ personId, part: 'attendee', name: '测试人' })),
    body: { topic: '迎“七一”，做合格党员', resolutions: ['为困难党员办实事1件'] },
  });
  const line = (actId: string) => ({
    id: newId(now),
    at: now,
    accountId: 1,
    actor: '测试书记',
    ability: 'record.write',
    route: 'record.append',
    actId,
    outcome: 'done' as const,
  });

  const ours = () => {
    const record = activity(newId(now));
    const actId = newId(now);
    return house.database.inCity(city, scope, async (tx) => {
      await house.sources.append(
        tx,
        { id: actId, kind: 'record', accountId: 1, author: '测试书记', summary: '主题党日', at: now },
        { records: [record] },
      );
      await writeAuditLine(tx, line(actId));
    });
  };

  // The rows that a programmer who knew exactly what is needed would insert, in one transaction under the same role.
  const plain = () => {
    const r = activity(newId(now));
    const actId = newId(now);
    const ids = r.people.map((person) => person.personId);
    return house.database.inCity(city, scope, async (tx) => {
      await sql`insert into act (id, kind, account_id, author, summary, recorded_at) values (${actId}, 'record', 1, '测试书记', '主题党日', ${now})`.execute(
        tx,
      );
      await sql`insert into record (id, version, kind, org_id, held_on, starts_at, place, due, present, people, body, act_id, account_id, author, recorded_at)
        values (${r.id}, 1, ${r.kind}, ${orgId}, ${r.heldOn}, '15:00', ${r.place}, ${ATTENDANCES}, ${ATTENDANCES}, ${ids}, ${JSON.stringify(r.body)}::jsonb, ${actId}, 1, '测试书记', ${now})`.execute(
        tx,
      );
      await sql`insert into record_person (record_id, version, person_id, part, name, org_id)
        values ${sql.join(ids.map((id) => sql`(${r.id}, 1, ${id}, 'attendee', '测试人', ${orgId})`))}`.execute(tx);
      await sql`insert into activity (record_id, version, kind, org_id, held_on, starts_at, place, due, present, people, body, author, recorded_at)
        values (${r.id}, 1, ${r.kind}, ${orgId}, ${r.heldOn}, '15:00', ${r.place}, ${ATTENDANCES}, ${ATTENDANCES}, ${ids}, ${JSON.stringify(r.body)}::jsonb, '测试书记', ${now})`.execute(
        tx,
      );
      await sql`insert into participation (record_id, person_id, part, version, kind, org_id, held_on, name)
        values ${sql.join(ids.map((id) => sql`(${r.id}, ${id}, 'attendee', 1, ${r.kind}, ${orgId}, ${r.heldOn}, '测试人')`))}`.execute(
        tx,
      );
      await writeAuditLine(tx, line(actId));
    });
  };
  return compare('记录一次30人参加的活动及全部推导，比同样各行的直接写入', rounds, ours, plain);
}
