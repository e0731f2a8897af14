/** One's own month over HTTP: opening, saving, submitting, withdrawing; and reading somebody else's. */
import { sql } from 'kysely';
import { actsPossible, refusedBecause } from '../../core/process/room.ts';
import { notFound, type RecordKind, Refusal } from '../../core/record/room.ts';
import { addMonths, lastDay, type Month, monthName, monthOf } from '../../core/time/room.ts';
import { monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import { type Call, type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import type { ActInput } from '../../store/append.server.ts';
import { freeze, hasContent, unwrittenSections } from './assemble.logic.ts';
import { saveDraft, settleFork } from './drafts.server.ts';
import {
  ledgerMonths,
  ledgerOpen,
  ledgerRead,
  ledgerResolveDraft,
  ledgerSaveDraft,
  ledgerSubmit,
  ledgerVersion,
  ledgerWithdraw,
  ledgerWorkbook,
} from './ledger.contract.ts';
import { ledgerIdOf } from './ledger-id.server.ts';
import { type LedgerState, ledgerProcess } from './ledger-process.logic.ts';
import {
  actDone,
  checkerOf,
  holdLedger,
  ledgerRows,
  namesOn,
  owedIn,
  readLedgerFile,
} from './ledger-reading.server.ts';
import { ledgerWorkbookFile } from './ledger-workbook.server.ts';
import { LEDGER_ACT, MONTH_LEDGER, MOST_ENTRIES, type MonthLedgerBody } from './month-ledger.logic.ts';
import { deadlineOf } from './owed.logic.ts';
import { canEdit, ownLedger, ownPerson, pageNow, signalsNow } from './own-ledger.server.ts';
import { readingOf } from './reading.server.ts';

type Kinds = ReadonlyMap<string, RecordKind>;
const OWNER: ReadonlySet<'owner' | 'checker'> = new Set(['owner']);

/** How far back one's own months are listed. */
const MONTHS_LISTED = 12;

const STATE_REFUSALS: Readonly<Record<LedgerState, { what: string; now: string }>> = {
  draft: { what: '这份清单还没有提交', now: '请先提交' },
  submitted: { what: '这份清单已提交，正在等待检查', now: '要改请先撤回' },
  withdrawn: { what: '这份清单已撤回', now: '请改好后重新提交' },
  returned: { what: '这份清单已退回', now: '请按退回原因改好后重新提交' },
  accepted: { what: '这份清单已通过，不再改动', now: '有需要补充的，请写在下一个月' },
};

/** The refusal for an act that a ledger's state does not allow. */
export const stateRefusal = (state: LedgerState): Refusal =>
  new Refusal({ code: 'ledger-state', status: 409, ...STATE_REFUSALS[state], data: { state } });

export const actOf = (call: Call, id: string, kind: string, summary: string): ActInput => ({
  id,
  kind,
  accountId: call.actor.accountId,
  author: call.actor.name,
  summary,
  at: call.now,
});

async function monthsOf(call: Call) {
  const personId = ownPerson(call);
  const rules = readLedgerRules();
  const current = monthOf(call.today);
  const first = addMonths(current, 1 - MONTHS_LISTED);
  const rows = new Map((await ledgerRows(call.tx, [personId], first, current)).map((row) => [row.period, row]));
  const months = [];
  for (let period: Month = current; period >= first; period = addMonths(period, -1)) {
    const row = rows.get(period);
    if (!row && !(await owedIn(call.tx, [personId], period)).has(personId)) continue;
    const deadline = deadlineOf(period, monthRuleFor(rules, period), rules.calendar, call.today);
    months.push({
      period,
      state: row?.state ?? ('draft' as const),
      deadline: deadline?.day ?? null,
      workingDaysLeft: deadline?.workingDaysLeft ?? null,
      submittedAt: row?.submittedAt ?? null,
      returns: row?.returns ?? 0,
    });
  }
  return { months };
}

async function open(call: Call, period: Month, kinds: Kinds) {
  const own = await ownLedger(call, period, kinds);
  const page = pageNow(own);
  const editable = canEdit(own);
  const acts = actsPossible(ledgerProcess, own.file.standing.state, OWNER);
  const deadline = deadlineOf(period, own.rule, readLedgerRules().calendar, call.today);
  const name = (await namesOn(call.tx, [own.personId], lastDay(period))).get(own.personId) ?? call.actor.name;
  return {
    ledgerId: own.ledgerId,
    period,
    person: { id: own.personId, name, unit: own.unit, title: own.title },
    forms: own.forms,
    items: own.items.map(({ id, name: itemName }) => ({ id, name: itemName })),
    state: own.file.standing.state,
    version: own.file.standing.version,
    submitted: own.file.versions.get(own.file.standing.version)?.body ?? null,
    proposals: own.proposals,
    draft: own.draft,
    rev: own.saved?.rev ?? 0,
    savedAt: own.saved?.savedAt ?? null,
    savedBy: own.saved?.device ?? null,
    forks: own.saved?.forks ?? [],
    history: own.file.history,
    signals: await signalsNow(call, own, period, page),
    deadline: deadline?.day ?? null,
    workingDaysLeft: deadline?.workingDaysLeft ?? null,
    checker: await checkerOf(call.tx, own.personId, call.today),
    may: [
      ...(editable ? (['edit'] as const) : []),
      ...(editable && acts.includes('submit') ? (['submit'] as const) : []),
      ...(acts.includes('withdraw') ? (['withdraw'] as const) : []),
    ],
    shut: own.shut,
    lateAfterDays: own.rule.lateAfterDays,
    nearCopy: own.rule.nearCopy,
  };
}

const SHUT = {
  future: (period: Month) => ({ what: `${monthName(period)}还没有到`, now: '到了那个月再提交；写好的内容都在' }),
  closed: (period: Month) => ({
    what: `${monthName(period)}已经截止，不能再提交`,
    now: '如确需补报，请联系组织部',
  }),
};

async function submit(call: Call, period: Month, input: { actId: string; baseRev: number }, kinds: Kinds) {
  const ledgerId = ledgerIdOf(call.city.code, ownPerson(call), period);
  await holdLedger(call.tx, ledgerId);
  const checker = await checkerOf(call.tx, ownPerson(call), call.today);
  const answerOf = ({ version, at }: { version: number; at: string }) => ({ version, submittedAt: at, checker });
  if (await actDone(call.tx, input.actId)) return answerOf(await submissionBy(call, ledgerId, input.actId));
  const own = await ownLedger(call, period, kinds);
  const { standing } = own.file;
  if (own.shut) throw new Refusal({ code: `period-${own.shut}`, status: 409, ...SHUT[own.shut](period) });
  if ((own.saved?.rev ?? 0) !== input.baseRev) {
    throw new Refusal({
      code: 'draft-changed',
      status: 409,
      what: '这份清单在别处又改过，还没有显示在这里',
      now: '请先核对新的内容，再提交',
      data: { rev: own.saved?.rev ?? 0 },
    });
  }
  const page = pageNow(own);
  const refused = refusedBecause(ledgerProcess, standing.state, 'submit', {
    positions: OWNER,
    hasContent: hasContent(page),
  });
  if (refused === 'wrong-state') throw stateRefusal(standing.state);
  const unwritten = unwrittenSections(page);
  if (unwritten.length > 0) {
    throw new Refusal({
      code: 'items-unwritten',
      what: `还有${unwritten.length}项没有写`,
      where: unwritten.map(({ name }) => name).join('、'),
      now: '请补写，或点“本月无此项”',
      data: { sections: unwritten.map(({ id }) => id) },
    });
  }
  if (refused) {
    throw new Refusal({ code: 'ledger-empty', what: '清单还是空的', now: '请写一条，或点“本月无此项”' });
  }
  const name = (await namesOn(call.tx, [own.personId], lastDay(period))).get(own.personId) ?? call.actor.name;
  const body: MonthLedgerBody = freeze(page, {
    period,
    forms: own.forms,
    person: name,
    unit: own.unit,
    title: own.title,
  });
  if (body.entries.length > MOST_ENTRIES) {
    throw new Refusal({
      code: 'too-many-entries',
      what: `这个月有${body.entries.length}条，一份清单最多${MOST_ENTRIES}条`,
      now: '请把重复的、不必写的条目移出本月，再提交',
    });
  }
  const version = standing.version + 1;
  await call.sources.append(call.tx, actOf(call, input.actId, 'ledgerSubmit', `提交${monthName(period)}写实清单`), {
    records: [
      {
        id: ledgerId,
        version,
        kind: MONTH_LEDGER,
        orgId: own.orgId,
        ownerId: own.personId,
        heldOn: lastDay(period),
        people: [],
        body,
        reason: version === 1 ? null : standing.state === 'returned' ? '退回后重新提交' : '撤回后重新提交',
      },
    ],
  });
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: own.personId, actId: input.actId });
  return answerOf({ version, at: call.now.toISOString() });
}

async function submissionBy(call: Call, ledgerId: string, actId: string): Promise<{ version: number; at: string }> {
  const { rows } = await sql<{ version: number; recorded_at: Date }>`
    select version, recorded_at from record where id = ${ledgerId} and act_id = ${actId}`.execute(call.tx);
  const row = rows[0];
  if (!row) throw new Refusal({ code: 'act-used', status: 409, what: '这次操作的编号已用过', now: '请刷新页面再试' });
  return { version: row.version, at: row.recorded_at.toISOString() };
}

async function withdraw(call: Call, period: Month, actId: string): Promise<Record<string, never>> {
  const personId = ownPerson(call);
  const ledgerId = ledgerIdOf(call.city.code, personId, period);
  await holdLedger(call.tx, ledgerId);
  if (await actDone(call.tx, actId)) return {};
  const { standing, versions } = await readLedgerFile(call.tx, ledgerId);
  if (refusedBecause(ledgerProcess, standing.state, 'withdraw', { positions: OWNER }) !== undefined) {
    throw stateRefusal(standing.state);
  }
  await call.sources.append(call.tx, actOf(call, actId, 'ledgerWithdraw', `撤回${monthName(period)}写实清单`), {
    records: [
      {
        id: actId,
        version: 1,
        kind: LEDGER_ACT,
        orgId: versions.get(standing.version)!.orgId,
        ownerId: personId,
        aboutId: ledgerId,
        heldOn: call.today,
        people: [],
        body: { act: 'withdraw', version: standing.version },
      },
    ],
  });
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: personId, actId });
  return {};
}

async function workbook(call: Call, period: Month, form: 'dutyLedger' | 'partyBuildingLedger', kinds: Kinds) {
  const own = await ownLedger(call, period, kinds);
  const name = (await namesOn(call.tx, [own.personId], lastDay(period))).get(own.personId) ?? call.actor.name;
  const body = freeze(pageNow(own), { period, forms: own.forms, person: name, unit: own.unit, title: own.title });
  return ledgerWorkbookFile(body, own.items, form);
}

/** Handlers of this room; the kinds that are installed give records their names. */
export function ledgerHandlers(installed: readonly RecordKind[]): readonly Handler[] {
  const kinds: Kinds = new Map(installed.map((kind) => [kind.id, kind]));
  return [
    handle(ledgerMonths, monthsOf),
    handle(ledgerOpen, (call, { params }) => open(call, params.period, kinds)),
    handle(ledgerSaveDraft, (call, { params, body }) => saveDraft(call, params.period, body, kinds)),
    handle(ledgerResolveDraft, (call, { params, body }) => settleFork(call, params.period, body, kinds)),
    handle(ledgerSubmit, (call, { params, body }) => submit(call, params.period, body, kinds)),
    handle(ledgerWithdraw, (call, { params, body }) => withdraw(call, params.period, body.actId)),
    handle(ledgerVersion, async (call, { params }) => {
      const ledgerId = ledgerIdOf(call.city.code, ownPerson(call), params.period);
      const version = (await readLedgerFile(call.tx, ledgerId)).versions.get(params.version);
      if (!version) throw notFound(`第${params.version}稿`);
      return version.body;
    }),
    handleFile(ledgerWorkbook, (call, { params, query }) => workbook(call, params.period, query.form, kinds)),
    handle(ledgerRead, async (call, { params }) => {
      const reading = await readingOf(call, params.ledgerId);
      call.audit({ subjectKind: 'ledger', subjectId: params.ledgerId, subjectPerson: reading.person.id });
      return reading;
    }),
  ];
}
