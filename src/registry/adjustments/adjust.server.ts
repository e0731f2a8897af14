/** Planning, doing, taking back and correcting an adjustment, each as one act. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import { type Day, dayOf } from '../../core/time/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { ActInput } from '../../store/append.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { factRow } from '../organizations/fact-rows.server.ts';
import { entryRuleOn } from '../organizations/registry-rules.server.ts';
import type { RegistryFact } from '../organizations/room.ts';
import { counterAct, oneAtATime, type SaidAct, saidAct, takenBackBefore } from '../organizations/take-back.server.ts';
import { ACT_KIND, type AdjustmentInput, concernedBy, namedBy } from './acts.logic.ts';
import { sentenceOf, summaryOf } from './changes.logic.ts';
import type { Entering } from './checks.logic.ts';
import { type Correction, planCorrection } from './correcting.logic.ts';
import { type Plan, planAdjustment } from './planner.logic.ts';
import { organizationsOfAct, readState } from './read-state.server.ts';
import { bornBy, restingOn } from './resting.logic.ts';
import { type RegistryState, withoutAct } from './state.logic.ts';
import { takingBackProblems } from './taking-back.logic.ts';

/** The one that imports and acts on people wait for too. */
const TAKE_BACK = 'organization.takeBack';

interface Planned extends Plan {
  /** What the plan stands on. */
  state: RegistryState;
  summary: string;
  sentence: string;
  roles: { ending: number; staying: number };
  seal: string | null;
}

/** Roles on organizations that end with the facts. */
async function rolesEnding(tx: Tx, facts: readonly RegistryFact[], on: Day): Promise<Planned['roles']> {
  const ended = facts.flatMap((fact) => (fact.fact === 'organization' && fact.ended ? [fact.orgId] : []));
  if (ended.length === 0) return { ending: 0, staying: 0 };
  const { rows } = await sql<{ ending: number; staying: number }>`
    select count(*) filter (where rests_org_id = any(${ended}::int[]))::int as ending,
      count(*) filter (where org_id = any(${ended}::int[]) and rests_on = 'nothing')::int as staying
    from account_role where valid_to > ${on} and (org_id = any(${ended}::int[]) or rests_org_id = any(${ended}::int[]))`.execute(
    tx,
  );
  return rows[0]!;
}

/** What was previewed, as one short text. Ids that new organizations would get do not count: others may come meanwhile. */
function sealOf(facts: readonly RegistryFact[], nextOrgId: number, roles: Planned['roles']): string {
  const text = JSON.stringify([facts, roles], (key, value: unknown) =>
    /^(orgId|parentId|secondParentId)$/.test(key) && typeof value === 'number' && value >= nextOrgId
      ? `new ${value - nextOrgId}`
      : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Plans an act on what counts now.
 * @param correcting an act that is taken back with it: the plan stands on what is left without it
 */
export async function planned({ tx, today }: Call, input: AdjustmentInput, correcting?: string): Promise<Planned> {
  const entering = { today, monthsAhead: entryRuleOn(today).monthsAhead };
  const around = correcting ? await organizationsOfAct(tx, correcting) : [];
  const all = await readState(tx, [...new Set([...concernedBy(input), ...around])]);
  const corrected = correcting ? await planCorrected(tx, all, input, entering, correcting) : undefined;
  const plan = corrected ?? planAdjustment(all, input, entering);
  const state = corrected?.base ?? all;
  const roles = await rolesEnding(tx, plan.facts, input.effectiveOn);
  return {
    ...plan,
    state,
    summary: summaryOf(state, input),
    sentence: sentenceOf(plan.changes, roles),
    roles,
    seal: plan.problems.length > 0 ? null : sealOf(plan.facts, all.nextOrgId, roles),
  };
}

/** A correction, refused where something rests on what it would no longer say. */
async function planCorrected(
  tx: Tx,
  all: RegistryState,
  input: AdjustmentInput,
  entering: Entering,
  actId: string,
): Promise<Correction> {
  const upon = await saidSinceFirst(tx, actId);
  const plan = planCorrection(all, actId, input, entering, upon);
  if (plan.problems.length > 0) return plan;
  const resting = await namesOfActs(tx, await actsOn(tx, all, plan.after, actId, upon));
  if (resting.length > 0) plan.problems.push({ ...restingRefusal(resting), field: 'effectiveOn' });
  const [wrong] = takingBackProblems(all, actId, plan.after, input.effectiveOn);
  if (resting.length === 0 && wrong) plan.problems.push({ ...wrong, field: wrong.field || 'effectiveOn' });
  return plan;
}

/** Acts on the registry made after the one that was corrected first and before this one, which says it anew; none for other acts. */
async function saidSinceFirst(tx: Tx, actId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with recursive chain as (
      select seq, detail ->> 'corrects' as corrects from act where id = ${actId}
      union all
      select a.seq, a.detail ->> 'corrects' from chain c join act a on a.id = c.corrects::uuid)
    select id from act a where a.seq > (select min(seq) from chain) and a.seq < (select max(seq) from chain)
      and (exists (select from organization_fact f where f.act_id = a.id)
        or exists (select from membership_fact f where f.act_id = a.id)
        or exists (select from post_fact f where f.act_id = a.id)
        or exists (select from org_charge_fact f where f.act_id = a.id)
        or exists (select from item_charge_fact f where f.act_id = a.id))`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

interface ActName {
  id: string;
  summary: string;
  author: string;
  on: Day;
}

async function namesOfActs(tx: Tx, ids: readonly string[]): Promise<ActName[]> {
  const { rows } = await sql<Omit<ActName, 'on'> & { at: Date }>`
    select id, summary, author, recorded_at as at from act where id = any(${ids}::uuid[]) order by seq`.execute(tx);
  return rows.map(({ at, ...act }) => ({ ...act, on: dayOf(at) }));
}

/** Later acts that rest on one, records in the organizations that it brought included. */
async function actsOn(
  tx: Tx,
  before: RegistryState,
  after: RegistryState,
  actId: string,
  upon: ReadonlySet<string>,
): Promise<string[]> {
  const found = restingOn(before, after, actId, upon);
  const born = [...bornBy(before, actId, upon)];
  if (born.length > 0) {
    const { rows } = await sql<{ actId: string; orgId: number; heldOn: Day }>`
      select r.act_id as "actId", r.org_id as "orgId", r.held_on as "heldOn" from record r
      where r.org_id = any(${born}::int[]) and not exists (select from act_taken_back b where b.act_id = r.act_id)
        and not r.withdrawn and not exists (select from record v where v.id = r.id and v.version > r.version
          and not exists (select from act_taken_back b where b.act_id = v.act_id))`.execute(tx);
    for (const row of rows) {
      const there = after.orgs.get(row.orgId)?.findLast(({ fact }) => fact.validFrom <= row.heldOn);
      if (!there || there.fact.ended) found.add(row.actId);
    }
  }
  return [...found];
}

const RESTING_NAMED = 5;

function restingRefusal(resting: readonly ActName[]): { code: string; what: string; now: string } {
  const named = resting.slice(0, RESTING_NAMED).map(({ summary, author, on }) => `${on} ${author}：${summary}`);
  return {
    code: 'adjustment-in-use',
    what: `后来的登记以这次调整为准，不能收回：${named.join('；')}${resting.length > RESTING_NAMED ? '等' : ''}`,
    now: '请先收回或更正这些登记，再收回这次调整',
  };
}

const refuse = (problem: { code: string; what: string; now: string; field?: string }, data?: unknown): Refusal =>
  new Refusal({
    code: problem.code,
    status: 409,
    what: problem.what,
    where: problem.field,
    now: problem.now,
    data,
  });

/** What an act of this id was, when it is there already: answered again, unless it was another one. */
async function doneBefore(
  { tx, actor }: Call,
  actId: string,
  input: AdjustmentInput,
): Promise<{ actId: string; summary: string } | undefined> {
  const { rows } = await sql<{ summary: string; accountId: number; same: boolean }>`
    select summary, account_id as "accountId", detail -> 'input' = ${JSON.stringify(input)}::jsonb as same
    from act where id = ${actId}`.execute(tx);
  const found = rows[0];
  if (!found) return undefined;
  if (!found.same || found.accountId !== actor.accountId)
    throw refuse({ code: 'act-id-taken', what: '这个编号已被另一件事使用', now: '请刷新页面再试' });
  return { actId, summary: found.summary };
}

/** Refuses an act that cannot be made, or would not change what was seen. */
function checked(plan: Planned, seal: string): void {
  const [problem] = plan.problems;
  if (problem) {
    const { code, what, now, field: where } = problem;
    throw new Refusal({ code, what, now, where, data: { problems: plan.problems } });
  }
  if (plan.seal !== seal)
    throw refuse({
      code: 'preview-changed',
      what: '预览之后登记有了变化，结果和您看到的不一样，这次没有办理',
      now: '请看一遍新的预览，再确认',
    });
}

async function say(
  call: Call,
  actId: string,
  input: AdjustmentInput,
  plan: Planned,
  corrects: string | null,
): Promise<void> {
  const { actor, now, sources, tx } = call;
  const born = plan.facts.flatMap((fact) =>
    fact.fact === 'organization' && !plan.state.orgs.has(fact.orgId) ? [fact.orgId] : [],
  );
  const people = plan.facts.flatMap((fact) => ('personId' in fact ? [fact.personId] : []));
  const act: ActInput = {
    id: actId,
    kind: ACT_KIND(input.act),
    accountId: actor.accountId,
    author: actor.name,
    summary: plan.summary,
    detail: { input, ...(corrects ? { corrects } : {}) },
    at: now,
  };
  await sources.append(tx, act, {
    facts: plan.facts.map(factRow),
    registryAct: {
      kind: act.kind,
      effectiveOn: input.effectiveOn,
      orgIds: [...new Set([...born, ...namedBy(input)])],
      people: [...new Set(people)],
      basis: input.basis,
      documentNumber: input.documentNumber,
      note: input.note,
    },
  });
  call.registryChanged();
}

/** Makes an adjustment. The same sending again changes nothing and is answered as the first time. */
export async function adjust(call: Call, actId: string, input: AdjustmentInput, seal: string) {
  call.audit({ subjectKind: 'organization', subjectId: String(namedBy(input)[0] ?? ''), actId });
  await oneAtATime(call.tx, call.city);
  const before = await doneBefore(call, actId, input);
  if (before) return before;
  const plan = await planned(call, input);
  checked(plan, seal);
  await say(call, actId, input, plan, null);
  return { actId, summary: plan.summary };
}

const CALLED = '这次设置调整';
const standing = (tx: Tx, id: string): Promise<SaidAct> =>
  saidAct(tx, id, (kind) => kind.startsWith('organization.'), CALLED);

const backAct = ({ actor, now }: Call, id: string, { summary }: SaidAct, detail: Record<string, unknown>): ActInput =>
  counterAct({ ...actor, now }, { id, kind: TAKE_BACK, summary: `收回：${summary}`, detail });

/** Takes an adjustment back. Refused, with names, while later acts rest on it. */
export async function takeBackAdjustment(call: Call, id: string, actId: string, why: string): Promise<void> {
  const { tx, sources } = call;
  call.audit({ subjectKind: 'adjustment', subjectId: id, actId });
  await oneAtATime(call.tx, call.city);
  const said = await standing(tx, id);
  if (takenBackBefore(said, actId, CALLED)) return;
  const state = await readState(tx, await organizationsOfAct(tx, id));
  const resting = await namesOfActs(
    tx,
    await actsOn(tx, state, withoutAct(state, id), id, await saidSinceFirst(tx, id)),
  );
  if (resting.length > 0) throw refuse(restingRefusal(resting), { resting: resting.slice(0, RESTING_NAMED) });
  const [wrong] = takingBackProblems(state, id);
  if (wrong)
    throw refuse({
      code: 'adjustment-in-use',
      what: `现在收回会使登记前后矛盾：${wrong.what}`,
      now: '请先收回或更正后来的登记，再收回这次调整',
    });
  await sources.takeBack(tx, id, backAct(call, actId, said, { why }));
  call.registryChanged();
}

/** Takes an adjustment back and says it anew, in one transaction. */
export async function correctAdjustment(
  call: Call,
  id: string,
  sent: { actId: string; backId: string; input: AdjustmentInput; seal: string },
) {
  const { tx, sources } = call;
  call.audit({ subjectKind: 'adjustment', subjectId: id, actId: sent.actId });
  await oneAtATime(call.tx, call.city);
  const before = await doneBefore(call, sent.actId, sent.input);
  if (before) return before;
  const said = await standing(tx, id);
  takenBackBefore(said, sent.backId, CALLED);
  const plan = await planned(call, sent.input, id);
  checked(plan, sent.seal);
  await sources.takeBack(tx, id, backAct(call, sent.backId, said, { insteadId: sent.actId }));
  await say(call, sent.actId, sent.input, plan, id);
  return { actId: sent.actId, summary: plan.summary };
}
