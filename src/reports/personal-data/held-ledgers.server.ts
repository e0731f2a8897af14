/** One's ledgers: months, entries of the latest version, what was said to them, the signals that stand at them, and drafts. */
import { sql } from 'kysely';
import { addMonths, dayOf, type Month, month, monthName, monthOf } from '../../core/time/room.ts';
import { itemsFor, monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import { allEntries, pageOfBody } from '../../ledgers/ledger/assemble.logic.ts';
import { comparedMonths } from '../../ledgers/ledger/ledger-derivation.server.ts';
import { ledgerIdOf } from '../../ledgers/ledger/ledger-id.server.ts';
import { ledgerProcess } from '../../ledgers/ledger/ledger-process.logic.ts';
import { ledgerRows } from '../../ledgers/ledger/ledger-reading.server.ts';
import { ledgerSignals } from '../../ledgers/ledger/ledger-signals.logic.ts';
import {
  BUSINESS,
  LEDGER_ACT,
  LEDGER_COMMENT,
  MONTH_LEDGER,
  type MonthLedgerBody,
  monthLedgerBody,
} from '../../ledgers/ledger/month-ledger.logic.ts';
import { ledgerActBody, ledgerCommentBody } from '../../ledgers/ledger/standing.logic.ts';
import { may } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { type HeldClassId, type HeldItem, item } from './held.logic.ts';

/** Before the first month that anybody may have written. */
const FIRST = month('1990-01');

interface ActRow {
  id: string;
  kind: string;
  about_id: string;
  body: unknown;
  author: string;
  recorded_at: Date;
}

const LEDGER_CLASSES = ['ledgers', 'ledgerEntries', 'ledgerActs', 'signals'] as const satisfies readonly HeldClassId[];
type LedgerItems = Record<(typeof LEDGER_CLASSES)[number], HeldItem[]>;

function entryItems(body: MonthLedgerBody, to: string | null): HeldItem[] {
  const items = itemsFor(readLedgerRules(), body.period);
  return body.entries.map((entry) => {
    const section = entry.section === BUSINESS ? '业务工作' : items.find(({ id }) => id === entry.section)?.name;
    return item(
      `${body.period}/${entry.key}`,
      `${monthName(body.period)}${section ?? '其他'}`,
      [entry.matter, entry.content, entry.result].filter(Boolean).join('。'),
      {
        from: entry.on,
        until: entry.on,
        note: entry.source?.label ?? null,
        to,
        data: { period: body.period, ...entry },
      },
    );
  });
}

function signalItems(body: MonthLedgerBody, bodies: readonly MonthLedgerBody[], to: string | null): HeldItem[] {
  const rules = readLedgerRules();
  const rule = monthRuleFor(rules, body.period);
  const page = pageOfBody(body, itemsFor(rules, body.period));
  const earlier = comparedMonths(bodies, body.period, rule.nearCopyMonths);
  return ledgerSignals(body.period, allEntries(page), earlier, rule).map((signal) =>
    item(
      `${body.period}/${signal.key}/${signal.kind}`,
      signal.kind === 'late' ? '补记较晚' : '文字相近',
      signal.kind === 'late'
        ? `${monthName(body.period)}的一条在事情发生${signal.days}天后记下`
        : `${monthName(body.period)}的一条与${monthName(signal.there.period)}的文字相近${Math.round(signal.share * 100)}%`,
      { from: signal.kind === 'late' ? signal.on : signal.here.on, note: signal.explanation, to, data: { ...signal } },
    ),
  );
}

function actItem(row: ActRow, period: Month | undefined, to: string | null): HeldItem {
  const of = period ? `${monthName(period)}清单` : '清单';
  const source = { author: row.author, act: null, at: row.recorded_at.toISOString() };
  const common = { source, to, correctable: true };
  if (row.kind === LEDGER_COMMENT) {
    const body = ledgerCommentBody.parse(row.body);
    return item(`act/${row.id}`, `批注${of}`, body.text, { ...common, data: { ...body } });
  }
  const body = ledgerActBody.parse(row.body);
  const name = ledgerProcess.acts[body.act].name;
  return item(`act/${row.id}`, `${name}${of}`, body.reason ?? `第${body.version}稿`, { ...common, data: { ...body } });
}

export async function heldInLedgers({ tx, actor, today }: Call, id: number): Promise<LedgerItems> {
  const rows = (await ledgerRows(tx, [id], FIRST, monthOf(today))).reverse();
  const { rows: stored } = await sql<{ body: unknown }>`
    select r.body from ledger l join record r on r.id = l.ledger_id and r.version = l.version and r.kind = ${MONTH_LEDGER}
    where l.person_id = ${id} order by l.period desc`.execute(tx);
  const bodies = stored.map((row) => monthLedgerBody.parse(row.body));
  const { rows: acts } = await sql<ActRow>`
    select id, kind, about_id, body, author, recorded_at from record
    where owner_id = ${id} and kind in (${LEDGER_ACT}, ${LEDGER_COMMENT}) order by recorded_at desc, seq desc`.execute(
    tx,
  );
  const opens = (of: Month | undefined): string | null => (of && may(actor, 'ledger.own') ? `/ledger/${of}` : null);
  const periods = new Map(rows.map((row) => [row.ledgerId, row.period]));
  return {
    ledgers: rows.map((row) =>
      item(
        row.period,
        `${monthName(row.period)}写实清单`,
        `${ledgerProcess.states[row.state].name}，${row.entries}条，第${row.version}稿`,
        {
          note: row.returns > 0 ? `退回过${row.returns}次` : null,
          source: { author: null, act: '提交', at: row.submittedAt },
          to: opens(row.period),
          data: { ...row },
        },
      ),
    ),
    ledgerEntries: bodies.flatMap((body) => entryItems(body, opens(body.period))),
    ledgerActs: acts.map((row) => {
      const period = periods.get(row.about_id);
      return actItem(row, period, opens(period));
    }),
    signals: bodies.flatMap((body) => signalItems(body, bodies, opens(body.period))),
  };
}

/** How many months around its saving a draft's own month is looked for. */
const AROUND = { before: 24, after: 1 };

/** The month of a draft: its id follows from person and month. */
function periodOf(cityCode: string, personId: number, draftId: string, savedAt: Date): Month | undefined {
  const saved = monthOf(dayOf(savedAt));
  for (let back = -AROUND.after; back <= AROUND.before; back += 1) {
    const period = addMonths(saved, -back);
    if (ledgerIdOf(cityCode, personId, period) === draftId) return period;
  }
  return undefined;
}

export async function heldDrafts({ tx, city }: Call, id: number): Promise<HeldItem[]> {
  const { rows } = await sql<{
    subject_id: string;
    device: string;
    body: Record<string, unknown>;
    saved_at: Date;
    fork: boolean;
  }>`
    select subject_id, device, body, saved_at, false as fork from draft where owner_id = ${id}
    union all
    select subject_id, device, body, saved_at, true from draft_fork where owner_id = ${id}
    order by saved_at desc`.execute(tx);
  return rows.map((row) => {
    const period = periodOf(city.code, id, row.subject_id, row.saved_at);
    return item(
      `${row.subject_id}/${row.fork ? row.device : ''}`,
      period ? `${monthName(period)}写实清单草稿` : '写实清单草稿',
      row.fork ? '另一处改过、还没有选定的一稿' : '最近保存的一稿',
      {
        source: { author: null, act: '保存', at: row.saved_at.toISOString() },
        to: period ? `/ledger/${period}` : null,
        data: { subjectId: row.subject_id, device: row.device, draft: row.body },
      },
    );
  });
}
