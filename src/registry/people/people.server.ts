/** One person's file. Reading it leaves an audit line. */
import { sql } from 'kysely';
import { forbidden, notFound } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import { keptId } from '../../platform/access/kept-person.server.ts';
import { may, organizationsOf, reachesOf } from '../../platform/access/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { knownInstant } from '../organizations/organizations.server.ts';
import { personOpen, personOwn } from './people.contract.ts';
import { readPerson } from './person-reading.server.ts';
import { TAKEN_BACK_HERE } from './person-take-back.server.ts';

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

/** What an item of the Party-building ledger is called. */
const itemNames =
  ({ itemsOn, today }: Call) =>
  (id: string): string =>
    itemsOn(today).find((item) => item.id === id)?.name ?? id;

export const peopleHandlers: readonly Handler[] = [
  // What was said of him when, and by which act, stands on the page of what is held on him (reports/personal-data).
  handle(personOwn, async (call, { query }) => {
    const { tx, actor, today } = call;
    const id = actor.personId;
    if (id === null) throw notFound('您的档案：这个账号没有对应到党员');
    const look = { asOf: query.asOf, knownAt: undefined };
    const page = await readPerson(tx, id, today, { history: false, itemName: itemNames(call), look });
    return { ...page, acts: null, history: null };
  }),
  handle(personOpen, async (call, { params, query }) => {
    const { tx, actor, today, audit } = call;
    const look = { asOf: query.asOf, knownAt: knownInstant(actor, query.knownAt) };
    const id = look.knownAt ? params.id : await keptId(tx, params.id);
    const seesCity = reachesOf(actor, 'person.read').includes('city');
    const page = await readPerson(tx, id, today, { history: seesCity, itemName: itemNames(call), look });
    if (!(await reaches(tx, actor, id, today))) throw forbidden(`${page.name}不在您能看的范围内`, '组织部');
    audit({ subjectKind: 'person', subjectId: String(id), subjectPerson: id });
    const { acts, history, inChargeOf, orgCharges, itemCharges, leaders } = page;
    // What is known by now is taken back, not what was known then.
    const writes = may(actor, 'registry.write') && look.knownAt === undefined;
    return {
      ...page,
      leaders: seesCity || actor.chargeIds.includes(id) ? leaders : null,
      ...(seesCity
        ? { inChargeOf, orgCharges, itemCharges, history }
        : { inChargeOf: null, orgCharges: null, itemCharges: null, history: null }),
      acts: seesCity
        ? acts.map((one) => ({ ...one, opens: writes && one.takenBack === null && TAKEN_BACK_HERE.has(one.kind) }))
        : null,
    };
  }),
];
