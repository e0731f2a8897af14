/** Asking, withdrawing, answering: each is a record; the state is what they add up to. */
import { sql } from 'kysely';
import { actsPossible, refusedBecause } from '../../core/process/room.ts';
import { forbidden, notFound, type RecordKind, Refusal } from '../../core/record/room.ts';
import { reachesOf, reachesOrganization } from '../../platform/access/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { ActInput, RecordRow } from '../../store/append.server.ts';
import { type CorrectionAct, correctionProcess } from './correction-process.logic.ts';
import {
  CORRECTION_ACT,
  CORRECTION_REQUEST,
  type CorrectionLink,
  correctionRequestBody,
  type StoredCorrection,
} from './correction-records.logic.ts';
import {
  answerCorrection,
  askCorrection,
  correctionNews,
  listCorrections,
  openCorrection,
  ownCorrections,
  withdrawCorrection,
} from './corrections.contract.ts';
import {
  goesTo,
  isSettled,
  organizationNames,
  ownRequests,
  readCorrections,
  shownCorrection,
} from './corrections-reading.server.ts';
import type { HeldItem } from './held.logic.ts';
import { heldInLedgers } from './held-ledgers.server.ts';
import { heldInRecords } from './held-records.server.ts';
import { type Kinds, ownPerson } from './personal-data.server.ts';
import { readCorrectionRule } from './rules.server.ts';
import { heldInRegistry } from './standing-facts.server.ts';

type Asked = {
  id: string;
  of: 'registry' | 'records' | 'ledgerActs';
  key: string;
  wrong: string;
  shouldBe: string;
  note: string;
};

const actOf = ({ actor, now }: Call, id: string, kind: string, summary: string): ActInput => ({
  id,
  kind,
  accountId: actor.accountId,
  author: actor.name,
  summary,
  at: now,
});

/** Acts on one request wait for one another until the transaction ends. */
async function holdRequest({ tx }: Call, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
}

async function actDone({ tx }: Call, actId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from act where id = ${actId}`.execute(tx);
  return rows.length > 0;
}

/** The item on one's own page that is asked about. */
async function askedItem(call: Call, personId: number, asked: Asked, kinds: Kinds): Promise<HeldItem> {
  const items = {
    registry: () => heldInRegistry(call, personId),
    records: () => heldInRecords(call, personId, kinds),
    ledgerActs: async () => (await heldInLedgers(call, personId)).ledgerActs,
  }[asked.of];
  const found = (await items()).find(({ key, correctable }) => key === asked.key && correctable);
  if (!found) throw notFound('要更正的这一项');
  return found;
}

/** The organization at the top of the tree: the committee whose organization department answers for the registry. */
async function topOrganization({ tx, today }: Call): Promise<number> {
  const { rows } = await sql<{ org_id: number }>`
    select org_id from org_span where parent_id is null and valid_from <= ${today} and valid_to > ${today}
    order by org_id limit 1`.execute(tx);
  if (!rows[0]) throw notFound('负责答复的组织部');
  return rows[0].org_id;
}

const personOf = async (call: Call, personId: number): Promise<string> =>
  (await heldInRegistry(call, personId)).find(({ what }) => what === '姓名')?.says ?? call.actor.name;

async function ask(call: Call, asked: Asked, kinds: Kinds) {
  const personId = ownPerson(call);
  await holdRequest(call, asked.id);
  const earlier = await ownRequests(call.tx, personId);
  const there = earlier.find(({ id }) => id === asked.id);
  call.audit({ subjectKind: 'correction', subjectId: asked.id, subjectPerson: personId, actId: asked.id });
  if (!there) {
    const waiting = earlier.some(
      (one) => !isSettled(one) && one.body.item.of === asked.of && one.body.item.key === asked.key,
    );
    if (waiting) {
      throw new Refusal({
        code: 'correction-waiting',
        status: 409,
        what: '这一项已经申请过更正，还在办理',
        now: '有补充请先撤回原来的申请，再重新提出',
      });
    }
    const held = await askedItem(call, personId, asked, kinds);
    const ofRecord = asked.of === 'records';
    const body = correctionRequestBody.parse({
      item: { of: asked.of, key: asked.key, what: held.what, says: held.says },
      person: await personOf(call, personId),
      wrong: asked.wrong,
      shouldBe: asked.shouldBe,
      note: asked.note,
      version: ofRecord ? held.data.version : null,
    });
    const row: RecordRow = {
      id: asked.id,
      version: 1,
      kind: CORRECTION_REQUEST,
      orgId: ofRecord ? Number(held.data.orgId) : await topOrganization(call),
      ownerId: personId,
      aboutId: ofRecord ? String(held.data.recordId) : null,
      heldOn: call.today,
      people: [],
      body,
    };
    await call.sources.append(call.tx, actOf(call, asked.id, 'correction.ask', `申请更正${held.what}`), {
      records: [row],
    });
  }
  const [stored] = await readCorrections(call.tx, sql`id = ${asked.id}`);
  const names = await organizationNames(call.tx, [stored!.orgId]);
  return {
    goesTo: goesTo(stored!.recordId, names.get(stored!.orgId)),
    due: shownCorrection(stored!, names, call.today).due,
  };
}

async function append(
  call: Call,
  request: StoredCorrection,
  actId: string,
  body: { act: CorrectionAct; reason?: string; link?: CorrectionLink },
): Promise<void> {
  const { name } = correctionProcess.acts[body.act];
  await call.sources.append(
    call.tx,
    actOf(call, actId, `correction.${body.act}`, `${name}：${request.body.person}申请更正${request.body.item.what}`),
    {
      records: [
        {
          id: actId,
          version: 1,
          kind: CORRECTION_ACT,
          orgId: request.orgId,
          ownerId: request.ownerId,
          aboutId: request.id,
          heldOn: call.today,
          people: [],
          body,
        },
      ],
    },
  );
}

const settled = ({ state }: StoredCorrection): Refusal =>
  new Refusal({
    code: 'correction-state',
    status: 409,
    what: `这件申请${correctionProcess.states[state].name}，不能再这样办`,
    now: '请刷新后再看',
    data: { state },
  });

async function withdraw(call: Call, id: string, actId: string): Promise<Record<string, never>> {
  const personId = ownPerson(call);
  await holdRequest(call, id);
  const request = (await ownRequests(call.tx, personId)).find((one) => one.id === id);
  if (!request) throw notFound('这件申请');
  call.audit({ subjectKind: 'correction', subjectId: id, subjectPerson: personId, actId });
  if (await actDone(call, actId)) return {};
  const positions = new Set(['owner'] as const);
  if (refusedBecause(correctionProcess, request.state, 'withdraw', { positions })) throw settled(request);
  await append(call, request, actId, { act: 'withdraw' });
  return {};
}

/** Whether somebody answers a request: what a branch recorded, the branch too; the registry, the department. Never one's own. */
function answers({ actor }: Call, { recordId, orgId, ownerId }: StoredCorrection): boolean {
  if (ownerId === actor.personId) return false;
  if (recordId === null) return reachesOf(actor, 'correction.answer').includes('city');
  return reachesOrganization(actor, 'correction.answer', orgId);
}

/** A request that the reader answers; the audit line names whose it is. */
async function answerable(call: Call, id: string): Promise<StoredCorrection> {
  const [request] = await readCorrections(call.tx, sql`id = ${id}`);
  if (!request) throw notFound('这件申请');
  if (!answers(call, request)) throw forbidden('这件申请不由您答复', '组织部');
  call.audit({ subjectKind: 'correction', subjectId: id, subjectPerson: request.ownerId });
  return request;
}

interface OfferedLink {
  link: CorrectionLink;
  what: string;
  at: string;
}

/** What may have corrected it since it was asked: later versions of the record, or acts that changed his registry facts. */
async function linksOf(
  { tx, actor }: Call,
  { recordId, ownerId, body, askedAt }: StoredCorrection,
): Promise<OfferedLink[]> {
  if (recordId !== null) {
    const { rows } = await sql<{ version: number; author: string; recorded_at: Date; withdrawn: boolean }>`
      select version, author, recorded_at, withdrawn from record where id = ${recordId} and version > ${body.version ?? 0}
      order by version desc`.execute(tx);
    return rows.map((row) => ({
      link: { kind: 'record', recordId, version: row.version },
      what: `${row.author}${row.withdrawn ? '收回' : '更正'}，第${row.version}版`,
      at: row.recorded_at.toISOString(),
    }));
  }
  if (!reachesOf(actor, 'correction.answer').includes('city')) return [];
  const { rows } = await sql<{ id: string; summary: string; recorded_at: Date }>`
    select id, summary, recorded_at from act where recorded_at >= ${askedAt} and id in (
      select act_id from person_fact where person_id = ${ownerId}
      union select act_id from membership_fact where person_id = ${ownerId}
      union select act_id from post_fact where person_id = ${ownerId}
      union select act_id from charge_fact where person_id = ${ownerId} or leader_id = ${ownerId}
      union select act_id from org_charge_fact where leader_id = ${ownerId}
      union select act_id from item_charge_fact where leader_id = ${ownerId})
    order by recorded_at desc`.execute(tx);
  return rows.map((row) => ({
    link: { kind: 'act', actId: row.id, summary: row.summary },
    what: row.summary,
    at: row.recorded_at.toISOString(),
  }));
}

const sameLink = (one: CorrectionLink, other: CorrectionLink): boolean =>
  one.kind === 'record'
    ? other.kind === 'record' && one.version === other.version && one.recordId === other.recordId
    : other.kind === 'act' && one.actId === other.actId;

async function answer(
  call: Call,
  id: string,
  given: { actId: string; do: 'accept' | 'decline' | 'finish'; reason?: string; link?: CorrectionLink },
): Promise<Record<string, never>> {
  await holdRequest(call, id);
  const request = await answerable(call, id);
  call.audit({ subjectKind: 'correction', subjectId: id, subjectPerson: request.ownerId, actId: given.actId });
  if (await actDone(call, given.actId)) return {};
  const offered = given.do === 'finish' && given.link ? await linksOf(call, request) : [];
  const link = offered.find((one) => sameLink(one.link, given.link!))?.link;
  const refusal = refusedBecause(correctionProcess, request.state, given.do, {
    positions: new Set(['answerer'] as const),
    reason: given.reason,
    hasContent: link !== undefined,
  });
  if (refusal === 'reason-missing') {
    throw new Refusal({
      code: 'reason-missing',
      where: 'reason',
      what: '不予更正要写明理由',
      now: '请写明理由后再答复',
    });
  }
  if (refusal === 'content-missing') {
    throw new Refusal({
      code: 'correction-missing',
      where: 'link',
      what: '还没有找到做了更正的那一次',
      now: request.recordId === null ? '请先导入更正后的名册，再来选它' : '请先更正那条记录，再来选它',
    });
  }
  if (refusal) throw settled(request);
  await append(call, request, given.actId, {
    act: given.do,
    ...(given.reason?.trim() ? { reason: given.reason } : {}),
    ...(link ? { link } : {}),
  });
  return {};
}

async function open(call: Call, id: string) {
  const request = await answerable(call, id);
  const names = await organizationNames(call.tx, [request.orgId]);
  const possible = actsPossible(correctionProcess, request.state, new Set(['answerer'] as const));
  return {
    ...shownCorrection(request, names, call.today),
    person: request.body.person,
    personId: request.ownerId,
    may: possible.filter((act) => act !== 'withdraw'),
    links: isSettled(request) ? [] : await linksOf(call, request),
  };
}

/** Settled requests that the list still shows. */
const SETTLED_SHOWN = 200;

async function list(call: Call) {
  const stored = (await readCorrections(call.tx, sql`true`)).filter((one) => answers(call, one));
  const names = await organizationNames(
    call.tx,
    stored.map(({ orgId }) => orgId),
  );
  const waiting = stored.filter((one) => !isSettled(one)).reverse();
  return {
    corrections: [...waiting, ...stored.filter(isSettled).slice(0, SETTLED_SHOWN)].map((one) => {
      const { id, state, askedAt, due, left, goesTo: to } = shownCorrection(one, names, call.today);
      return { id, state, askedAt, due, left, goesTo: to, person: one.body.person, what: one.body.item.what };
    }),
  };
}

export function correctionHandlers(installed: readonly RecordKind[]): readonly Handler[] {
  const kinds: Kinds = new Map(installed.map((kind) => [kind.id, kind]));
  return [
    handle(ownCorrections, async (call) => {
      const stored = await ownRequests(call.tx, ownPerson(call));
      const names = await organizationNames(
        call.tx,
        stored.map(({ orgId }) => orgId),
      );
      const owner = new Set(['owner'] as const);
      return {
        corrections: stored.map((one) => ({
          ...shownCorrection(one, names, call.today),
          mayWithdraw: actsPossible(correctionProcess, one.state, owner).length > 0,
        })),
        answerWorkingDays: readCorrectionRule().answerWorkingDays.value,
      };
    }),
    handle(askCorrection, (call, { body }) => ask(call, body, kinds)),
    handle(withdrawCorrection, (call, { params, body }) => withdraw(call, params.id, body.actId)),
    handle(correctionNews, async (call) => {
      const stored = call.actor.personId === null ? [] : await ownRequests(call.tx, call.actor.personId);
      return {
        answered: stored.flatMap(({ id, body, state, steps }) => {
          const last = steps.findLast(({ act }) => act === 'accept' || act === 'decline' || act === 'finish');
          return last ? [{ id, what: body.item.what, state, at: last.at }] : [];
        }),
      };
    }),
    handle(listCorrections, list),
    handle(openCorrection, (call, { params }) => open(call, params.id)),
    handle(answerCorrection, (call, { params, body }) => answer(call, params.id, body)),
  ];
}
