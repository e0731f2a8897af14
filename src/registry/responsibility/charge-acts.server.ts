/** Acts on charges over HTTP: what one would bring, doing it, taking it back, the last ones. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { factRow } from '../organizations/fact-rows.server.ts';
import { entryRuleOn } from '../organizations/registry-rules.server.ts';
import { saidBefore, sentMark } from '../organizations/said-before.server.ts';
import { counterAct, oneAtATime, saidAct, takenBackBefore } from '../organizations/take-back.server.ts';
import {
  type ChargeAct,
  type ChargeChange,
  chargeActDo,
  chargeActPreview,
  chargeActSchema,
  chargeActs,
  chargeActTakeBack,
} from './charge-acts.contract.ts';
import { type ChargeGround, type ChargeSpan, chargeActKind, planCharges } from './charges.logic.ts';

const ACTS_SHOWN = 50;
const KINDS = 'responsibility.%';

const unique = (ids: readonly number[]): number[] => [...new Set(ids)];
const leadersOf = (changes: readonly ChargeChange[]): number[] => unique(changes.map(({ leaderId }) => leaderId));
const peopleOf = (changes: readonly ChargeChange[]): number[] =>
  unique(changes.flatMap((change) => (change.of === 'person' ? [change.personId] : [])));
const orgsOf = (changes: readonly ChargeChange[]): number[] =>
  unique(changes.flatMap((change) => (change.of === 'person' ? [] : [change.orgId])));

async function spansAbout(tx: Tx, people: readonly number[], orgs: readonly number[]): Promise<ChargeSpan[]> {
  const { rows } = await sql<{ subject: string; leaderId: number; from: Day; to: Day | 'infinity' }>`
    select 'person|' || person_id as subject, leader_id as "leaderId", valid_from as "from", valid_to as "to"
    from charge_span where person_id = any(${people as number[]}::int[])
    union all select 'org|' || org_id || '|' || relation, leader_id, valid_from, valid_to
    from org_charge_span where org_id = any(${orgs as number[]}::int[])
    union all select 'item|' || org_id || '|' || item_id, leader_id, valid_from, valid_to
    from item_charge_span where org_id = any(${orgs as number[]}::int[])`.execute(tx);
  return rows.map(({ to, ...row }) => ({
    ...row,
    key: `${row.subject}|${row.leaderId}`,
    to: to === 'infinity' ? null : to,
  }));
}

/** What the registry holds about all that an act names. */
async function groundOf({ tx, today, itemsOn }: Call, act: ChargeAct): Promise<ChargeGround> {
  const { on, changes } = act;
  const orgIds = orgsOf(changes);
  const subjects = peopleOf(changes);
  const everyone = unique([...leadersOf(changes), ...subjects]);
  const spans = await spansAbout(tx, subjects, orgIds);
  // Others in charge of the same are named when two of them are.
  const named = unique([...everyone, ...spans.map(({ leaderId }) => leaderId)]);
  const { rows: people } = await sql<{ id: number; name: string }>`
    select person_id as id, name from person_span
    where person_id = any(${named}::int[]) and valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  const { rows: orgs } = await sql<{ id: number; name: string }>`
    select org_id as id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${orgIds}::int[]) and valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  const { rows: posts } = await sql<{ held: string }>`
    select person_id || '|' || org_id as held from post_span
    where person_id = any(${everyone}::int[]) and valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  return {
    today,
    monthsAhead: entryRuleOn(today).monthsAhead,
    people: new Map(people.map(({ id, name }) => [id, name])),
    orgs: new Map(orgs.map(({ id, name }) => [id, name])),
    items: new Map(itemsOn(on).map(({ id, name }) => [id, name])),
    posts: new Set(posts.map(({ held }) => held)),
    spans,
  };
}

function readAct(text: string): ChargeAct {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const read = chargeActSchema.safeParse(given);
  if (read.success) return read.data;
  throw new Refusal({ code: 'act-unreadable', what: '这项调整没有写完整', now: '请补齐后再看结果' });
}

async function carryOut(call: Call, actId: string, act: ChargeAct): Promise<{ summary: string }> {
  const { tx, city, actor, now, sources } = call;
  await oneAtATime(tx, city);
  call.audit({ subjectKind: 'responsibility', subjectId: actId, actId });
  const before = await saidBefore(tx, { id: actId, accountId: actor.accountId }, act);
  if (before) return { summary: before.summary };
  const plan = planCharges(act, await groundOf(call, act));
  const refused = plan.problems.find((problem) => problem.refused);
  if (refused) {
    const { field, reason, what, now: then } = refused;
    throw new Refusal({ code: reason, what, where: field, now: then, data: { problems: plan.problems } });
  }
  const kind = chargeActKind(act);
  await sources.append(
    tx,
    {
      id: actId,
      kind,
      accountId: actor.accountId,
      author: actor.name,
      summary: plan.summary,
      detail: sentMark(act),
      at: now,
    },
    {
      facts: plan.facts.map(factRow),
      registryAct: {
        kind,
        effectiveOn: act.on,
        orgIds: orgsOf(act.changes),
        people: unique([...leadersOf(act.changes), ...peopleOf(act.changes)]),
        basis: act.basis,
        documentNumber: act.documentNumber,
        note: act.note,
      },
    },
  );
  call.registryChanged();
  return { summary: plan.summary };
}

/** Later acts that say something about the same charges. */
async function restingOn(tx: Tx, actId: string): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with said as (
      select act_id, seq, 'person|' || person_id || '|' || leader_id as key from charge_fact
      union all select act_id, seq, 'org|' || org_id || '|' || relation || '|' || leader_id from org_charge_fact
      union all select act_id, seq, 'item|' || org_id || '|' || item_id || '|' || leader_id from item_charge_fact)
    select to_char(a.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') || ' ' || a.author || '：' || a.summary as line
    from act a where a.seq > (select seq from act where id = ${actId})
      and not exists (select from act_taken_back b where b.act_id = a.id)
      and a.id in (select later.act_id from said own join said later on later.key = own.key
        where own.act_id = ${actId} and later.act_id <> own.act_id)
    order by a.seq limit 5`.execute(tx);
  return rows.map(({ line }) => line);
}

async function takeBack(call: Call, id: string, actId: string, why: string): Promise<void> {
  const { tx, city, sources, actor, now } = call;
  await oneAtATime(tx, city);
  const found = await saidAct(tx, id, (kind) => kind.startsWith('responsibility.'), '这次分工调整');
  call.audit({ subjectKind: 'responsibility', subjectId: id, actId });
  if (takenBackBefore(found, actId, '这次调整')) return;
  const resting = await restingOn(tx, id);
  if (resting.length > 0)
    throw new Refusal({
      code: 'act-in-use',
      status: 409,
      what: `后来又调整过同一项分工，不能直接收回：${resting.join('；')}`,
      now: '请先收回后来的调整，或另登记一次调整',
      data: { resting },
    });
  const detail = why === '' ? {} : { why };
  const summary = `收回：${found.summary}`;
  await sources.takeBack(
    tx,
    id,
    counterAct({ ...actor, now }, { id: actId, kind: 'responsibility.takeBack', summary, detail }),
  );
  call.registryChanged();
}

interface PastAct {
  id: string;
  at: Date;
  author: string;
  summary: string;
  on: Day;
  basis: string;
  documentNumber: string;
  note: string;
  backAt: Date | null;
  backBy: string | null;
}

async function pastActs(tx: Tx) {
  const { rows } = await sql<PastAct>`
    select a.id, a.recorded_at as at, a.author, a.summary, r.effective_on as "on", r.basis, r.document_number as "documentNumber",
      r.note, t.recorded_at as "backAt", b.author as "backBy"
    from registry_act r join act a on a.id = r.act_id left join act_taken_back t on t.act_id = a.id
    left join act b on b.id = t.by_act_id
    where r.kind like ${KINDS} order by a.seq desc limit ${ACTS_SHOWN}`.execute(tx);
  return rows.map(({ at, backAt, backBy, ...row }) => ({
    ...row,
    at: at.toISOString(),
    takenBack: backAt ? { at: backAt.toISOString(), by: backBy ?? '' } : null,
  }));
}

export const chargeActHandlers: readonly Handler[] = [
  handle(chargeActPreview, async (call, { query }) => {
    const act = readAct(query.act);
    const { effects, problems } = planCharges(act, await groundOf(call, act));
    return { effects, problems };
  }),
  handle(chargeActDo, (call, { body }) => carryOut(call, body.actId, body.act)),
  handle(chargeActTakeBack, async (call, { params, body }) => {
    await takeBack(call, params.id, body.actId, body.why);
    return {};
  }),
  handle(chargeActs, async ({ tx }) => ({ acts: await pastActs(tx) })),
];
