/** Annual key-work plans over HTTP. */
import { sql } from 'kysely';
import { forbidden, notFound, Refusal } from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';
import { reachesOf } from '../../platform/access/room.ts';
import { type Call, type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import type { ActInput } from '../../store/append.server.ts';
import { saidBefore, sentMark } from '../organizations/said-before.server.ts';
import {
  type KeyPlanPage,
  keyPlanCity,
  keyPlanCityWorkbook,
  keyPlanOwn,
  keyPlanOwnWorkbook,
  keyPlanRead,
  keyPlanSave,
  keyPlanSay,
  keyPlanUnsay,
  keyPlanWorkbook,
} from './key-plan.contract.ts';
import {
  itemStateOn,
  KEY_PLAN,
  KEY_PLAN_PROGRESS,
  type KeyPlanBody,
  type KeyPlanItem,
  progressBody,
} from './key-plan.logic.ts';
import { keyPlanIdOf } from './key-plan-id.server.ts';
import {
  filedOn,
  type Holder,
  holderOn,
  holdPlan,
  lastVersion,
  readPlans,
  readProgress,
  yearsOf,
} from './key-plan-reading.server.ts';
import { cityPlanSheet, personPlanSheet } from './key-plan-workbook.server.ts';
import { cadresOn } from './responsibility.server.ts';

interface Asked {
  year?: number | undefined;
  asOf?: Day | undefined;
}

const yearOf = (on: Day): number => Number(on.slice(0, 4));

function ownPerson({ actor }: Call): number {
  if (actor.personId !== null) return actor.personId;
  throw new Refusal({
    code: 'no-person',
    status: 404,
    what: '这个账号没有对应的干部，没有重点工作计划',
    now: '如应有计划，请联系组织部核对名册',
  });
}

async function holder(call: Call, personId: number, on: Day): Promise<Holder> {
  const found = await holderOn(call.tx, personId, on);
  if (!found) throw notFound('这名干部的职务');
  return found;
}

async function pageOf(call: Call, personId: number, { year: wanted, asOf }: Asked): Promise<KeyPlanPage> {
  const { tx, today, itemsOn, actor } = call;
  const on = asOf ?? today;
  const year = wanted ?? yearOf(on);
  const plan = (await readPlans(tx, [personId], year)).get(personId);
  const progress = plan ? ((await readProgress(tx, [plan.id])).get(plan.id) ?? []) : [];
  const { name, unit, title } = await holder(call, personId, on);
  return {
    year,
    asOf: on,
    person: { id: personId, name, unit: plan?.body.unit ?? unit, title: plan?.body.title ?? title },
    years: await yearsOf(tx, personId),
    version: plan?.versions[0]?.version ?? 0,
    versions: plan?.versions ?? [],
    items: (plan?.body.items ?? []).map((item) => ({ ...item, ...itemStateOn(item, progress, on) })),
    catalog: itemsOn(on).map(({ id, name: itemName }) => ({ id, name: itemName })),
    editable: actor.personId === personId,
  };
}

/** Throws a Refusal unless the reader may read this cadre's ledgers. */
function mustRead({ actor }: Call, personId: number): void {
  const may =
    reachesOf(actor, 'ledger.read').includes('city') ||
    actor.chargeIds.includes(personId) ||
    actor.personId === personId;
  if (!may) throw forbidden('这名干部的重点工作计划不在您能看的范围内', '组织部');
}

/** @param sent what was sent, to tell it when it comes again */
const actOf = (call: Call, id: string, kind: string, summary: string, sent: unknown): ActInput => ({
  id,
  kind,
  accountId: call.actor.accountId,
  author: call.actor.name,
  summary,
  detail: sentMark(sent),
  at: call.now,
});

const isSaid = async ({ tx, actor }: Call, id: string, sent: unknown): Promise<boolean> =>
  (await saidBefore(tx, { id, accountId: actor.accountId }, sent)) !== undefined;

const SAVE = 'keyPlan.save';
const SAY = 'keyPlan.say';
const UNSAY = 'keyPlan.unsay';

/** Throws a Refusal for what no plan may say. */
function checkItems(items: readonly KeyPlanItem[], catalog: ReadonlySet<string>): void {
  if (new Set(items.map(({ key }) => key)).size < items.length)
    throw new Refusal({ code: 'item-twice', what: '有两项用了同一个编号', now: '请刷新页面再改' });
  const unknown = items.find(({ itemId }) => itemId !== null && !catalog.has(itemId));
  if (unknown)
    throw new Refusal({
      code: 'item-unknown',
      what: `“${unknown.work}”所属的党建事项不在十二项里`,
      where: unknown.work,
      now: '请重新选一项，或选“不属于”',
    });
}

async function save(call: Call, year: number, body: { actId: string; base: number; items: KeyPlanItem[] }) {
  const { tx, city, sources, today, itemsOn } = call;
  const personId = ownPerson(call);
  const id = keyPlanIdOf(city.code, personId, year);
  await holdPlan(tx, id);
  call.audit({ subjectKind: 'keyPlan', subjectId: id, subjectPerson: personId, actId: body.actId });
  const plan = (await readPlans(tx, [personId], year)).get(personId);
  const standing = plan?.versions[0]?.version ?? 0;
  if (await isSaid(call, body.actId, { year, ...body })) return { version: standing };
  if (standing !== body.base)
    throw new Refusal({
      code: 'newer-version',
      status: 409,
      what: '这份计划在别处改过了，这次没有存',
      now: '请刷新页面，在新的一版上再改',
      data: { version: standing },
    });
  checkItems(body.items, new Set(itemsOn(today).map((item) => item.id)));
  const own = await holder(call, personId, today);
  const version = (await lastVersion(tx, id)) + 1;
  const stored: KeyPlanBody = { year, person: own.name, unit: own.unit, title: own.title, items: body.items };
  await sources.append(tx, actOf(call, body.actId, SAVE, `${year}年重点工作计划，第${version}版`, { year, ...body }), {
    records: [
      {
        id,
        version,
        kind: KEY_PLAN,
        orgId: own.orgId,
        ownerId: personId,
        heldOn: filedOn(year),
        people: [],
        body: stored,
        reason: version > 1 ? '调整计划' : null,
      },
    ],
  });
  return { version };
}

async function say(
  call: Call,
  year: number,
  body: { actId: string; itemKey: string; on: Day; percent: number | null; words: string },
): Promise<void> {
  const { tx, sources, today } = call;
  const { actId, on, ...said } = body;
  const personId = ownPerson(call);
  const plan = (await readPlans(tx, [personId], year)).get(personId);
  const item = plan?.body.items.find(({ key }) => key === said.itemKey);
  if (!plan || !item) throw notFound('计划里的这一项');
  call.audit({ subjectKind: 'keyPlan', subjectId: plan.id, subjectPerson: personId, actId });
  if (await isSaid(call, actId, { year, ...body })) return;
  if (said.percent === null && said.words === '')
    throw new Refusal({ code: 'progress-empty', what: '还没有写进展', now: '请选完成百分比，或写一句话' });
  if (on > today || on < filedOn(year))
    throw new Refusal({
      code: 'progress-day',
      what: on > today ? `${dayName(on)}还没有到` : `${dayName(on)}早于计划的年份`,
      where: '日期',
      now: '请核对日期',
    });
  const own = await holder(call, personId, today);
  await sources.append(tx, actOf(call, actId, SAY, `重点工作进展：${item.work}`, { year, ...body }), {
    records: [
      {
        id: actId,
        version: 1,
        kind: KEY_PLAN_PROGRESS,
        orgId: own.orgId,
        ownerId: personId,
        aboutId: plan.id,
        heldOn: on,
        people: [],
        body: { year, ...said },
      },
    ],
  });
}

async function unsay(call: Call, id: string, actId: string): Promise<void> {
  const { tx, sources } = call;
  const personId = ownPerson(call);
  const { rows } = await sql<{
    version: number;
    orgId: number;
    aboutId: string;
    on: Day;
    body: unknown;
    withdrawn: boolean;
  }>`
    select version, org_id as "orgId", about_id as "aboutId", held_on as "on", body, withdrawn from record r
    where id = ${id}::uuid and kind = ${KEY_PLAN_PROGRESS} and owner_id = ${personId}
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by version desc limit 1`.execute(tx);
  const [last] = rows;
  if (!last) throw notFound('这条进展');
  call.audit({ subjectKind: 'keyPlan', subjectId: last.aboutId, subjectPerson: personId, actId });
  if (last.withdrawn || (await isSaid(call, actId, { id }))) return;
  await sources.append(tx, actOf(call, actId, UNSAY, '收回一条重点工作进展', { id }), {
    records: [
      {
        id,
        version: last.version + 1,
        kind: KEY_PLAN_PROGRESS,
        orgId: last.orgId,
        ownerId: personId,
        aboutId: last.aboutId,
        heldOn: last.on,
        people: [],
        body: progressBody.parse(last.body),
        withdrawn: true,
        reason: '本人收回',
      },
    ],
  });
}

/** The plans of the city's county-level cadres, also of those who have none. */
async function cityOf({ tx, today }: Call, { year: wanted, asOf }: Asked) {
  const on = asOf ?? today;
  const year = wanted ?? yearOf(on);
  const cadres = [...(await cadresOn(tx, on)).values()].filter(({ rank }) => rank !== null && rank !== 'cityLevel');
  const plans = await readPlans(
    tx,
    cadres.map(({ personId }) => personId),
    year,
  );
  const progress = await readProgress(
    tx,
    [...plans.values()].map(({ id }) => id),
  );
  const rows = cadres.map((cadre) => {
    const plan = plans.get(cadre.personId);
    const said = (plan && progress.get(plan.id)) ?? [];
    const items = (plan?.body.items ?? []).map((item) => ({ ...item, ...itemStateOn(item, said, on) }));
    return { cadre, version: plan?.versions[0]?.version ?? 0, items };
  });
  return { year, asOf: on, rows };
}

async function read(call: Call, personId: number, asked: Asked): Promise<KeyPlanPage> {
  mustRead(call, personId);
  call.audit({ subjectKind: 'person', subjectId: String(personId), subjectPerson: personId });
  return pageOf(call, personId, asked);
}

export const keyPlanHandlers: readonly Handler[] = [
  handle(keyPlanOwn, (call, { query }) => pageOf(call, ownPerson(call), query)),
  handle(keyPlanSave, (call, { params, body }) => save(call, params.year, body)),
  handle(keyPlanSay, async (call, { params, body }) => {
    await say(call, params.year, body);
    return {};
  }),
  handle(keyPlanUnsay, async (call, { params, body }) => {
    await unsay(call, params.id, body.actId);
    return {};
  }),
  handleFile(keyPlanOwnWorkbook, async (call, { query }) =>
    personPlanSheet(await pageOf(call, ownPerson(call), query)),
  ),
  handle(keyPlanRead, (call, { params, query }) => read(call, params.id, query)),
  handleFile(keyPlanWorkbook, async (call, { params, query }) => personPlanSheet(await read(call, params.id, query))),
  handle(keyPlanCity, async (call, { query }) => {
    const { year, asOf, rows } = await cityOf(call, query);
    return {
      year,
      asOf,
      cadres: rows.map(({ cadre, version, items }) => ({
        ...cadre,
        version,
        items: items.map(({ key, work, dueOn, dueWords, standing, percent, daysOver }) => ({
          key,
          work,
          dueOn,
          dueWords,
          standing,
          percent,
          daysOver,
        })),
      })),
    };
  }),
  handleFile(keyPlanCityWorkbook, async (call, { query }) => {
    const { year, asOf, rows } = await cityOf(call, query);
    return cityPlanSheet(call.city.name, year, asOf, rows, call.itemsOn(asOf));
  }),
];
