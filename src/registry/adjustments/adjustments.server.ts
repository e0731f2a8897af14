/** Handlers of setting up and adjusting organizations. */
import { sql } from 'kysely';
import type { z } from 'zod';
import type { FigureAnswer, FigureAsk } from '../../core/figure/room.ts';
import { notFound, Refusal } from '../../core/record/room.ts';
import { type Day, lastDay, month } from '../../core/time/room.ts';
import { reachesOf } from '../../platform/access/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { type ActId, type AdjustmentInput, adjustmentInput } from './acts.logic.ts';
import { adjust, correctAdjustment, planned, takeBackAdjustment } from './adjust.server.ts';
import {
  type AdjustmentLine,
  adjustmentCorrect,
  adjustmentDo,
  adjustmentList,
  adjustmentOpen,
  adjustmentPlacing,
  adjustmentPreview,
  adjustmentTakeBack,
} from './adjustments.contract.ts';
import { adjustmentsFigure, countingAt } from './adjustments-figure.logic.ts';
import { changesOf, sentenceOf } from './changes.logic.ts';
import { placingOf } from './placing.logic.ts';
import { organizationsOfAct, readState } from './read-state.server.ts';
import { withFacts, withoutAct } from './state.logic.ts';
import { saidBy } from './taking-back.logic.ts';

/** The input out of its JSON text; the first fault names its field. */
function inputFrom(text: string): AdjustmentInput {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = adjustmentInput.safeParse(json);
  if (read.success) return read.data;
  throw new Refusal({
    code: 'input-invalid',
    what: '还没有填完整',
    where: read.error.issues[0]?.path.join('.'),
    now: '请补充这一项',
  });
}

type FigureRow = Omit<AdjustmentLine, 'act'> & { kind: string };

const lineOf = ({ kind, ...row }: FigureRow): AdjustmentLine => ({
  id: row.id,
  act: kind.slice('organization.'.length) as ActId,
  effectiveOn: row.effectiveOn,
  summary: row.summary,
  basis: row.basis,
  documentNumber: row.documentNumber,
  author: row.author,
  recordedAt: new Date(row.recordedAt).toISOString(),
});

/** First and last day of a year or month, as texts that compare as days do. */
const periodDays = (period: string | undefined): { from?: Day; to?: Day } =>
  period === undefined
    ? {}
    : period.length === 4
      ? { from: `${period}-01-01` as Day, to: `${period}-12-31` as Day }
      : { from: `${period}-01` as Day, to: lastDay(month(period)) };

type Measure = keyof typeof adjustmentsFigure.measures;
const counted = (tx: Tx, ask: Ask): Promise<FigureAnswer<FigureRow, Measure>> => readFigure(tx, adjustmentsFigure, ask);
type Ask = FigureAsk<keyof typeof adjustmentsFigure.columns, keyof typeof adjustmentsFigure.filters, Measure>;

async function list({ tx, now }: Call, query: z.output<(typeof adjustmentList)['query']>) {
  const { year, period, act, below, limit } = query;
  const counting = { ...countingAt(query.knownAt ? new Date(query.knownAt) : now), below };
  const { numbers, groups } = await counted(tx, {
    filters: { ...counting, ...periodDays(year) },
    by: year ? 'month' : 'year',
    limit: 0,
  });
  const { rows, total } = await counted(tx, {
    filters: { ...counting, ...periodDays(period ?? year) },
    open: act ?? 'all',
    limit,
  });
  return {
    numbers,
    periods: groups.map(({ key, numbers: each }) => ({ period: key, numbers: each })).reverse(),
    rows: rows.map(lineOf),
    total,
  };
}

interface OpenRow extends FigureRow {
  note: string;
  detail: { input: unknown; corrects?: string };
  backAt: Date | null;
  backBy: string | null;
  backDetail: { why?: string; insteadId?: string } | null;
}

async function open({ tx, actor }: Call, id: string) {
  const { rows } = await sql<OpenRow>`
    select r.act_id as id, r.kind, r.effective_on as "effectiveOn", a.summary, r.basis, r.document_number as "documentNumber",
      a.author, r.recorded_at as "recordedAt", r.note, a.detail, t.recorded_at as "backAt", b.author as "backBy",
      b.detail as "backDetail"
    from registry_act r join act a on a.id = r.act_id left join act_taken_back t on t.act_id = r.act_id
    left join act b on b.id = t.by_act_id
    where r.act_id = ${id} and r.kind like 'organization.%'`.execute(tx);
  const row = rows[0];
  const input = row && adjustmentInput.safeParse(row.detail.input);
  if (!input?.success) throw notFound('这次设置调整');
  // What it changed when it was made; what happened since is not its doing.
  const all = await readState(tx, await organizationsOfAct(tx, id), { actId: id, at: new Date(row!.recordedAt) });
  const facts = saidBy(all, id).map(({ fact }) => fact);
  const before = withoutAct(all, id);
  const changes = changesOf(before, withFacts(before, facts, id), input.data, facts);
  return {
    ...lineOf(row!),
    note: row!.note,
    changes: { ...changes, notes: [], sentence: sentenceOf(changes) },
    input: input.data,
    takenBack: row!.backAt && {
      at: row!.backAt.toISOString(),
      by: row!.backBy ?? '',
      why: row!.backDetail?.why ?? '',
      insteadId: row!.backDetail?.insteadId ?? null,
    },
    corrects: row!.detail.corrects ?? null,
    mayChange: reachesOf(actor, 'registry.write').includes('city'),
  };
}

export const adjustmentHandlers: readonly Handler[] = [
  handle(adjustmentPreview, async (call, { query }) => {
    const { summary, sentence, changes, problems, roles, seal } = await planned(
      call,
      inputFrom(query.input),
      query.correcting,
    );
    return { summary, changes: { ...changes, sentence }, problems, roles, seal };
  }),
  handle(adjustmentPlacing, async ({ tx }, { query: { orgId, on, correcting } }) => {
    const around = correcting ? await organizationsOfAct(tx, correcting) : [];
    const state = await readState(tx, [...new Set([orgId, ...around])]);
    return placingOf(correcting ? withoutAct(state, correcting) : state, orgId, on);
  }),
  handle(adjustmentDo, (call, { body }) => adjust(call, body.actId, body.input, body.seal)),
  handle(adjustmentTakeBack, async (call, { params, body }) => {
    await takeBackAdjustment(call, params.id, body.actId, body.why);
    return {};
  }),
  handle(adjustmentCorrect, (call, { params, body }) => correctAdjustment(call, params.id, body)),
  handle(adjustmentList, (call, { query }) => list(call, query)),
  handle(adjustmentOpen, (call, { params }) => open(call, params.id)),
];
