/** Requests for correction out of their records, for who asked and for who answers. Row security decides which are there. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { correctionProcess } from './correction-process.logic.ts';
import {
  answerDue,
  CORRECTION_ACT,
  CORRECTION_REQUEST,
  correctionOf,
  type StoredCorrection,
} from './correction-records.logic.ts';
import type { Correction } from './corrections.contract.ts';
import { type HeldItem, item } from './held.logic.ts';
import { readCorrectionRule } from './rules.server.ts';

type RecordRow = Parameters<typeof correctionOf>[0];

/** Requests that meet a condition on `r`, with the acts on them; the latest first. */
export async function readCorrections(tx: Tx, which: RawBuilder<unknown>): Promise<StoredCorrection[]> {
  const { rows: requests } = await sql<RecordRow>`
    select id, org_id, owner_id, about_id, body, author, recorded_at from record r
    where kind = ${sql.lit(CORRECTION_REQUEST)} and ${which} order by recorded_at desc, seq desc`.execute(tx);
  const { rows: acts } = await sql<RecordRow>`
    select id, org_id, owner_id, about_id, body, author, recorded_at from record
    where kind = ${sql.lit(CORRECTION_ACT)} and about_id = any(${requests.map(({ id }) => id)}::uuid[]) order by seq`.execute(
    tx,
  );
  const byRequest = Map.groupBy(acts, ({ about_id }) => about_id);
  return requests.map((request) => correctionOf(request, byRequest.get(request.id) ?? []));
}

/** Names of the organizations that answer. */
export async function organizationNames(tx: Tx, orgs: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ org_id: number; name: string }>`
    select distinct on (org_id) org_id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${orgs as number[]}::int[]) order by org_id, valid_from desc`.execute(tx);
  return new Map(rows.map((row) => [row.org_id, row.name]));
}

/** Who answers, in words: the department alone, or also the branch that recorded it. */
export const goesTo = (recordId: string | null, orgName: string | undefined): string =>
  recordId === null ? '组织部' : `${orgName ?? '记录的支部'}的书记、党务工作者，或组织部`;

export const isSettled = ({ state }: Pick<StoredCorrection, 'state'>): boolean =>
  'final' in correctionProcess.states[state];

/** A request as screens get it. */
export function shownCorrection(stored: StoredCorrection, names: ReadonlyMap<number, string>, today: Day): Correction {
  const { id, recordId, body, state, askedAt, steps } = stored;
  const term = isSettled(stored)
    ? null
    : answerDue(askedAt, today, readCorrectionRule().answerWorkingDays.value, readLedgerRules().calendar);
  return {
    id,
    about: { of: body.item.of, what: body.item.what, says: body.item.says, recordId },
    wrong: body.wrong,
    shouldBe: body.shouldBe,
    note: body.note,
    state,
    askedAt,
    goesTo: goesTo(recordId, names.get(stored.orgId)),
    due: term?.due ?? null,
    left: term?.left ?? null,
    steps,
  };
}

/** One's own requests, the latest first. */
export const ownRequests = (tx: Tx, personId: number): Promise<StoredCorrection[]> =>
  readCorrections(tx, sql`owner_id = ${personId}`);

/** The same as a class of what is held on oneself. */
export async function heldCorrections({ tx }: Call, personId: number): Promise<HeldItem[]> {
  return (await ownRequests(tx, personId)).map(({ id, body, state, askedAt, steps }) =>
    item(id, `申请更正${body.item.what}`, `${body.item.says}：${body.wrong}；应当是${body.shouldBe}`, {
      note: correctionProcess.states[state].name,
      source: { author: steps[0]!.by, act: '申请', at: askedAt },
      to: `/me/data?class=corrections`,
      data: { state, wrong: body.wrong, shouldBe: body.shouldBe, note: body.note, steps },
    }),
  );
}
