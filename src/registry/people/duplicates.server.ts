/** The list of pairs, saying that a pair are two people, and taking back what was said of a pair. */
import { sql } from 'kysely';
import { notFound } from '../../core/record/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { saidBefore, sentMark } from '../organizations/said-before.server.ts';
import { oneAtATime, saidAct, takenBackBefore } from '../organizations/take-back.server.ts';
import { readEntries } from './duplicate-entries.server.ts';
import { commonWords, differingWords } from './duplicate-words.logic.ts';
import {
  distinctDo,
  duplicatesList,
  mergeDo,
  mergePreview,
  pairTakeBack,
  type SaidPair,
} from './duplicates.contract.ts';
import { findPairs } from './duplicates-finding.server.ts';
import { MERGE_ACT, mergeEntries, previewMerge } from './merge-people.server.ts';
import { personCounterAct, refuseResting, subject } from './person-take-back.server.ts';

const DISTINCT_ACT = 'person.distinct';
const PAGE_SIZE = 20;
const SAID_SHOWN = 20;

async function saidLately(tx: Tx): Promise<SaidPair[]> {
  const { rows } = await sql<Omit<SaidPair, 'at'> & { at: Date }>`
    select r.act_id as "actId", r.kind, a.summary, a.author, r.recorded_at as at, r.people[1] as "personId",
      exists (select from act_taken_back b where b.act_id = r.act_id) as "takenBack"
    from registry_act r join act a on a.id = r.act_id
    where r.kind in (${MERGE_ACT}, ${DISTINCT_ACT}) order by r.recorded_at desc, a.seq desc limit ${SAID_SHOWN}`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function list(call: Call, { q, page }: { q: string; page: number }) {
  const { tx, today } = call;
  const { total, pairs } = await findPairs(tx, today, { q, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const entries = await readEntries(
    tx,
    pairs.flatMap(({ oneId, otherId }) => [oneId, otherId]),
    today,
  );
  return {
    total,
    page,
    pageSize: PAGE_SIZE,
    pairs: pairs.map((pair) => {
      const one = entries.get(pair.oneId)!;
      const other = entries.get(pair.otherId)!;
      return { one, other, same: commonWords(pair), differs: differingWords(pair, one, other) };
    }),
    said: await saidLately(tx),
  };
}

async function sayDistinct(call: Call, body: { actId: string; oneId: number; otherId: number; note: string }) {
  const { tx, city, today, now, actor, sources } = call;
  await oneAtATime(tx, city);
  call.audit(subject(body.oneId, body.actId));
  const before = await saidBefore(tx, { id: body.actId, accountId: actor.accountId }, body);
  if (before) return { summary: before.summary };
  const entries = await readEntries(tx, [body.oneId, body.otherId], today);
  const one = entries.get(body.oneId);
  const other = entries.get(body.otherId);
  if (!one || !other || body.oneId === body.otherId) throw notFound('其中的人');
  const summary = `核对：两个${one.name === other.name ? one.name : `${one.name}、${other.name}`}（编号${body.oneId}、${body.otherId}）不是同一人`;
  await sources.append(
    tx,
    {
      id: body.actId,
      kind: DISTINCT_ACT,
      accountId: actor.accountId,
      author: actor.name,
      summary,
      detail: sentMark(body),
      at: now,
    },
    {
      registryAct: {
        kind: DISTINCT_ACT,
        effectiveOn: today,
        orgIds: [],
        people: [body.oneId, body.otherId],
        basis: '',
        documentNumber: '',
        note: body.note,
      },
    },
  );
  return { summary };
}

/**
 * Later acts that rest on a merge: whatever was said since of either entry, and records that name the kept one where he is only
 * by the merge.
 */
async function restingOn(tx: Tx, actId: string): Promise<{ summary: string; author: string; at: Date }[]> {
  const { rows } = await sql<{ summary: string; author: string; at: Date }>`
    with this as (select seq from act where id = ${actId}),
    pair as (select unnest(people) as id from registry_act where act_id = ${actId}),
    brought as (select person_id, org_id from membership_fact where act_id = ${actId} and not ended),
    resting as (
      select act_id from person_fact where person_id in (table pair) or merged_into in (table pair)
      union select act_id from membership_fact where person_id in (table pair)
      union select act_id from post_fact where person_id in (table pair)
      union select act_id from charge_fact where person_id in (table pair) or leader_id in (table pair)
      union select act_id from org_charge_fact where leader_id in (table pair)
      union select act_id from item_charge_fact where leader_id in (table pair)
      union select r.act_id from brought m join record_person p on p.person_id = m.person_id and p.org_id = m.org_id
        join record r on r.id = p.record_id and r.version = p.version)
    select a.summary, a.author, a.recorded_at as at from act a, this
    where a.seq > this.seq and a.id in (select act_id from resting)
      and not exists (select from act_taken_back b where b.act_id = a.id)
    order by a.seq limit 6`.execute(tx);
  return rows;
}

async function takePairBack(call: Call, id: string, by: { actId: string; why: string }): Promise<void> {
  const { tx, city, sources } = call;
  await oneAtATime(tx, city);
  const found = await saidAct(tx, id, (kind) => kind === MERGE_ACT || kind === DISTINCT_ACT, '这项登记');
  call.audit(subject(found.personId!, by.actId));
  if (takenBackBefore(found, by.actId, '这项登记')) return;
  const resting = found.kind === MERGE_ACT ? await restingOn(tx, id) : [];
  refuseResting(resting, '这次合并');
  await sources.takeBack(tx, id, personCounterAct(call, by, found));
  call.registryChanged();
}

export const duplicatesHandlers: readonly Handler[] = [
  handle(duplicatesList, (call, { query }) => list(call, query)),
  handle(mergePreview, (call, { query }) => previewMerge(call, query)),
  handle(mergeDo, (call, { body }) => mergeEntries(call, body)),
  handle(distinctDo, (call, { body }) => sayDistinct(call, body)),
  handle(pairTakeBack, async (call, { params, body }) => {
    await takePairBack(call, params.id, body);
    return {};
  }),
];
