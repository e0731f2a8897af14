/** Taking an act on a person back, unless later acts rest on it. */
import { sql } from 'kysely';
import { forbidden, Refusal } from '../../core/record/room.ts';
import { dayName, dayOf } from '../../core/time/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { ActInput } from '../../store/append.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { counterAct, oneAtATime, type SaidAct, saidAct, takenBackBefore } from '../organizations/take-back.server.ts';

/** What the audit line of an act on a person is about. */
export const subject = (id: number, actId?: string) => ({
  subjectKind: 'person',
  subjectId: String(id),
  subjectPerson: id,
  ...(actId ? { actId } : {}),
});

/**
 * Later acts that rest on one: all that was said later of the same person's memberships, of the same posts and charges, of posts
 * in a branch that it put him into; the end of an organization that he would be back in; and everything about somebody whom it
 * entered.
 */
async function restingOn(tx: Tx, actId: string): Promise<{ summary: string; author: string; at: Date }[]> {
  const { rows } = await sql<{ summary: string; author: string; at: Date }>`
    with this as (select seq from act where id = ${actId}),
    entered as (select person_id from person_fact f where act_id = ${actId} and not exists (
      select from person_fact e where e.person_id = f.person_id and e.seq < f.seq and e.act_id <> f.act_id)),
    m as (select person_id, org_id, ended from membership_fact where act_id = ${actId}),
    t as (select person_id, org_id, post, ended from post_fact where act_id = ${actId}),
    resting as (
      select f.act_id from membership_fact f join m using (person_id)
      union select f.act_id from post_fact f join t using (person_id, org_id, post)
      union select f.act_id from post_fact f join m using (person_id, org_id) where not m.ended
      union select f.act_id from organization_fact f where f.ended
        and org_id in (select org_id from m where ended union select org_id from t where ended)
      union select f.act_id from person_fact f join person_fact p on p.act_id = ${actId} and p.person_id = f.person_id
      union select f.act_id from charge_fact f join charge_fact c on c.act_id = ${actId}
        and c.leader_id = f.leader_id and c.person_id = f.person_id
      union select f.act_id from org_charge_fact f join org_charge_fact c on c.act_id = ${actId}
        and c.leader_id = f.leader_id and c.org_id = f.org_id and c.relation = f.relation
      union select f.act_id from item_charge_fact f join item_charge_fact c on c.act_id = ${actId}
        and c.leader_id = f.leader_id and c.org_id = f.org_id and c.item_id = f.item_id
      union select act_id from membership_fact where person_id in (table entered)
      union select act_id from post_fact where person_id in (table entered)
      union select act_id from charge_fact where person_id in (table entered) or leader_id in (table entered)
      union select act_id from org_charge_fact where leader_id in (table entered)
      union select act_id from item_charge_fact where leader_id in (table entered)
      union select act_id from record where owner_id in (table entered)
      union select r.act_id from record_person p join record r on r.id = p.record_id and r.version = p.version
        where p.person_id in (table entered))
    select a.summary, a.author, a.recorded_at as at from act a, this
    where a.seq > this.seq and a.id in (select act_id from resting)
      and not exists (select from act_taken_back b where b.act_id = a.id)
    order by a.seq limit 6`.execute(tx);
  return rows;
}

/** Whoever was entered and has an account cannot go while it is there. */
async function accountRests(tx: Tx, actId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from account a join registry_act r on r.act_id = ${actId} and r.kind = 'person.enter'
      and r.people[1] = a.person_id where not a.disabled) as yes`.execute(tx);
  return rows[0]!.yes;
}

/** Refuses to take back what later acts rest on, with the first of them. `premise`: 这一项, 这次合并. */
export function refuseResting(
  resting: readonly { summary: string; author: string; at: Date }[],
  premise: string,
): void {
  if (resting.length === 0) return;
  const first = resting.slice(0, 5);
  const named = first.map(({ summary, author, at }) => `${dayName(dayOf(at))}${author}登记的“${summary}”`);
  throw new Refusal({
    code: 'act-in-use',
    status: 409,
    what: `后来的登记以${premise}为前提：${named.join('；')}${resting.length > 5 ? '等' : ''}`,
    now: '请先从最后一项起逐项收回',
    data: { resting: first.map(({ summary, author, at }) => ({ summary, author, on: dayOf(at) })) },
  });
}

/** The act that takes back what was said of a person. */
export const personCounterAct = (
  { actor, now }: Call,
  { actId, why }: { actId: string; why: string },
  { summary }: SaidAct,
): ActInput =>
  counterAct(
    { ...actor, now },
    { id: actId, kind: 'person.takeBack', summary: `收回：${summary}${why ? `（${why}）` : ''}` },
  );

/** What is taken back here; entries that were merged are parted where they were merged. */
export const TAKEN_BACK_HERE: ReadonlySet<string> = new Set([
  'person.transfer',
  'person.transferIn',
  'person.transferOut',
  'person.becomeFull',
  'person.death',
  'person.withdrawal',
  'person.removal',
  'person.expulsion',
  'person.situation',
  'person.appoint',
  'person.changePost',
  'person.endPost',
  'person.enter',
  'person.correct',
]);

export async function takeBack(call: Call, id: string, by: { actId: string; why: string }): Promise<void> {
  const { tx, city, sources } = call;
  await oneAtATime(tx, city);
  const found = await saidAct(tx, id, () => true, '这项变动');
  if (!TAKEN_BACK_HERE.has(found.kind)) throw forbidden('这项变动不是人员变动，不能在这里收回', '登记它的同志');
  call.audit(subject(found.personId!, by.actId));
  if (takenBackBefore(found, by.actId, '这项变动')) return;
  if (await accountRests(tx, id))
    throw new Refusal({
      code: 'act-in-use',
      status: 409,
      what: '这个人已经有账号，不能收回登记',
      now: '请先请安全管理员停用账号；只是写错了的，请办更正',
    });
  const resting = await restingOn(tx, id);
  refuseResting(resting, '这一项');
  await sources.takeBack(tx, id, personCounterAct(call, by, found));
  call.registryChanged();
}
