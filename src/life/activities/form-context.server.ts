/** What a form needs before the first tap: who is due, and what was usual last time. */
import { sql } from 'kysely';
import { forbidden, notFound, Refusal } from '../../core/record/room.ts';
import { type Day, firstDay, lastDay, monthOf } from '../../core/time/room.ts';
import { standsFor } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { offeredOn } from './due.logic.ts';
import { type Kinds, leadingPart, titleOf } from './kinds.logic.ts';
import { mayRecordFor, readOrganization, readPeopleOf } from './organizations.server.ts';

/** Earlier records that topics are taken from. */
const LOOKED_AT = 12;
const TOPICS = 4;

interface Earlier {
  recordId: string;
  version: number;
  heldOn: Day;
  startsAt: string | null;
  place: string;
  body: Record<string, unknown>;
}

/** Everything that is prefilled in a form of one kind for one organization on one day. */
export async function readFormContext(
  { tx, actor, today }: Call,
  kinds: Kinds,
  orgId: number,
  query: { kind: string; on?: Day },
) {
  const kind = kinds.get(query.kind);
  if (!kind) {
    throw new Refusal({ code: 'kind-unknown', status: 404, what: '没有这种活动', now: '请从活动目录里选一种' });
  }
  const on = query.on ?? today;
  const organization = await readOrganization(tx, orgId, on);
  if (!organization) throw notFound('这个党组织');
  if (!mayRecordFor(actor, orgId)) throw forbidden('这个党组织不在您能记录的范围内', '安全管理员');
  const { rows: earlier } = await sql<Earlier>`
    select record_id as "recordId", version, held_on as "heldOn", to_char(starts_at, 'HH24:MI') as "startsAt", place, body
    from activity where org_id = ${orgId} and kind = ${kind.id} and held_on <= ${lastDay(monthOf(on))}
    order by held_on desc, recorded_at desc limit ${LOOKED_AT}`.execute(tx);
  const [last] = earlier;
  const { rows: roll } = last
    ? await sql<{ personId: number; part: string }>`
        select person_id as "personId", part from record_person
        where record_id = ${last.recordId} and version = ${last.version} order by person_id`.execute(tx)
    : { rows: [] };
  const people = offeredOn(kind, await readPeopleOf(tx, orgId, on));
  const leader = roll.find((one) => one.part === leadingPart(kind))?.personId;
  const presider = people.find((one) => one.personId === leader) ?? people.find((one) => one.committee);
  const titles = earlier.map(({ body }) => titleOf(kind, body)).filter((title) => title !== '');
  return {
    kind,
    organization: { orgId, name: organization.name },
    standsFor: standsFor(actor, orgId)?.name ?? null,
    today,
    on,
    people,
    usual: {
      startsAt: last?.startsAt ?? null,
      place: last?.place ?? '',
      presiderId: presider?.personId ?? null,
      roll: [...new Set(roll.filter((one) => ['attendee', 'absent'].includes(one.part)).map((one) => one.personId))],
      topics: [...new Set(titles)].slice(0, TOPICS),
    },
    already: earlier
      .filter((one) => one.heldOn >= firstDay(monthOf(on)))
      .map(({ recordId, heldOn, body }) => ({ recordId, heldOn, title: titleOf(kind, body) })),
  };
}
