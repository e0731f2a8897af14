/** Checking over HTTP. Accepting, returning and commenting are records about the ledger; none can be undone, and the buttons say so. */
import { sql } from 'kysely';
import { refusedBecause } from '../../core/process/room.ts';
import { notFound, type RecordKind, Refusal } from '../../core/record/room.ts';
import { addMonths, type Day, firstDay, lastDay, type Month, month, monthName, monthOf } from '../../core/time/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import { actOf, stateRefusal } from '../ledger/ledger.server.ts';
import {
  actDone,
  holdLedger,
  type LedgerFile,
  ledgerRows,
  namesOn,
  owedIn,
  participationIn,
  readLedgerFile,
} from '../ledger/ledger-reading.server.ts';
import { readingOf } from '../ledger/reading.server.ts';
import { LEDGER_ACT, LEDGER_COMMENT, ledgerProcess } from '../ledger/room.ts';
import {
  checkAccept,
  checkAcceptMany,
  checkComment,
  checkOpen,
  checkQueue,
  checkReturn,
  checkVersion,
  type QueueRow,
} from './check.contract.ts';

type Kinds = ReadonlyMap<string, RecordKind>;
const CHECKER: ReadonlySet<'owner' | 'checker'> = new Set(['checker']);

/** How many months the desk offers. */
const MONTHS_OFFERED = 12;

/** People in charge, never oneself: nobody checks his own ledger. */
const charges = ({ actor }: Call): number[] => actor.chargeIds.filter((personId) => personId !== actor.personId);

async function waitingByMonth(call: Call, people: readonly number[], current: Month): Promise<Map<Month, number>> {
  const { rows } = await sql<{ period: Day; waiting: number }>`
    select period, count(*)::int as waiting from ledger
    where person_id = any(${people as number[]}::int[]) and state = 'submitted'
      and period between ${firstDay(addMonths(current, 1 - MONTHS_OFFERED))} and ${firstDay(current)}
    group by period`.execute(call.tx);
  return new Map(rows.map((row) => [month(row.period.slice(0, 7)), row.waiting]));
}

async function unitNames(call: Call, orgs: readonly number[], on: Day): Promise<Map<number, string>> {
  const { rows } = await sql<{ org_id: number; name: string }>`
    select distinct on (org_id) org_id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${orgs as number[]}::int[]) order by org_id, (valid_from <= ${on}) desc, valid_from desc`.execute(
    call.tx,
  );
  return new Map(rows.map((row) => [row.org_id, row.name]));
}

async function queue(call: Call, asked: Month | undefined) {
  const people = charges(call);
  const current = monthOf(call.today);
  const waiting = await waitingByMonth(call, people, current);
  const period = asked ?? [...waiting.keys()].sort().at(-1) ?? addMonths(current, -1);
  const owed = await owedIn(call.tx, people, period);
  const ledgers = new Map((await ledgerRows(call.tx, people, period, period)).map((row) => [row.personId, row]));
  const names = await namesOn(call.tx, people, lastDay(period));
  const units = await unitNames(call, [...new Set([...ledgers.values()].map((row) => row.orgId))], lastDay(period));
  const rows = people.flatMap((personId): QueueRow[] => {
    const ledger = ledgers.get(personId);
    const owes = owed.get(personId);
    if (!ledger && !owes) return [];
    return [
      {
        ledgerId: ledger?.ledgerId ?? null,
        personId,
        person: names.get(personId) ?? '',
        unit: (ledger ? units.get(ledger.orgId) : undefined) ?? owes?.main.orgName ?? '',
        state: ledger?.state ?? 'draft',
        version: ledger?.version ?? 0,
        submittedAt: ledger?.submittedAt ?? null,
        entries: ledger?.entries ?? 0,
        signals: ledger?.signals ?? 0,
        unwritten: ledger?.unwritten ?? 0,
        returns: ledger?.returns ?? 0,
      },
    ];
  });
  const periods = Array.from({ length: MONTHS_OFFERED }, (_, at) => addMonths(current, -at)).map((of) => ({
    period: of,
    waiting: waiting.get(of) ?? 0,
  }));
  return { period, periods, rows: rows.sort(byArrival) };
}

/** As they came in; those that have not come stand last. */
const byArrival = (a: QueueRow, b: QueueRow): number =>
  (a.submittedAt ?? '9999') < (b.submittedAt ?? '9999')
    ? -1
    : a.submittedAt === b.submittedAt
      ? a.personId - b.personId
      : 1;

/** The file of a ledger in one's charge. Throws a Refusal for one's own and for everybody else's. */
async function chargedFile(call: Call, ledgerId: string): Promise<LedgerFile & { personId: number; orgId: number }> {
  const file = await readLedgerFile(call.tx, ledgerId);
  const last = file.versions.get(file.standing.version);
  if (last && last.ownerId === call.actor.personId) {
    throw new Refusal({
      code: 'own-ledger',
      status: 403,
      what: '不能检查自己的清单',
      now: '您的清单由您的分管领导检查',
    });
  }
  if (!last || !call.actor.chargeIds.includes(last.ownerId)) throw notFound('这份清单');
  return { ...file, personId: last.ownerId, orgId: last.orgId };
}

async function open(call: Call, ledgerId: string, kinds: Kinds) {
  const { personId } = await chargedFile(call, ledgerId);
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: personId });
  const reading = await readingOf(call, ledgerId);
  const sources = new Set(reading.body.entries.flatMap((entry) => entry.source?.recordId ?? []));
  const facts = await participationIn(call.tx, personId, reading.period, kinds);
  const waits = reading.state === 'submitted';
  return {
    ...reading,
    may: waits ? (['accept', 'return', 'comment'] as const).slice() : [],
    participation: facts.map((fact) => {
      const kind = kinds.get(fact.kind);
      const title = kind?.titleField ? fact.body[kind.titleField] : '';
      return {
        recordId: fact.recordId,
        kind: fact.kind,
        kindName: fact.kindName,
        orgName: fact.orgName,
        on: fact.heldOn,
        title: typeof title === 'string' ? title : '',
        presence: presenceOf(fact.parts),
        parts: fact.parts.map((part) => kind?.parts.find(({ key }) => key === part)?.name ?? part),
        reason: fact.reason,
        inLedger: sources.has(fact.recordId),
      };
    }),
    months: await monthsStrip(call, personId, reading.period),
  };
}

/** Who stands on the roll was due; being there otherwise is not counted. */
const presenceOf = (parts: readonly string[]): 'present' | 'absent' | 'otherwise' =>
  parts.includes('absent') ? 'absent' : parts.includes('attendee') ? 'present' : 'otherwise';

async function monthsStrip(call: Call, personId: number, period: Month) {
  const first = `${period.slice(0, 4)}-01` as Month;
  const rows = new Map((await ledgerRows(call.tx, [personId], first, period)).map((row) => [row.period, row]));
  const months = [];
  for (let of = first; of <= period; of = addMonths(of, 1)) {
    const row = rows.get(of);
    months.push({
      period: of,
      ledgerId: row?.ledgerId ?? null,
      state: row?.state ?? ('draft' as const),
      returns: row?.returns ?? 0,
    });
  }
  return months;
}

const versionRefusal = (now: number): Refusal =>
  new Refusal({
    code: 'version-changed',
    status: 409,
    what: '这份清单刚换了新的一稿',
    now: '请看过新的一稿再定',
    data: { version: now },
  });

interface Act {
  actId: string;
  version: number;
}

/** Appends an act on a ledger as a record of its own. Repeating an act id changes nothing. */
async function decide(
  call: Call,
  ledgerId: string,
  act: Act & ({ do: 'accept' } | { do: 'return'; reason: string }),
): Promise<Record<string, never>> {
  await holdLedger(call.tx, ledgerId);
  const file = await chargedFile(call, ledgerId);
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: file.personId, actId: act.actId });
  if (await actDone(call.tx, act.actId)) return {};
  const reason = act.do === 'return' ? act.reason : undefined;
  if (refusedBecause(ledgerProcess, file.standing.state, act.do, { positions: CHECKER, reason }) !== undefined) {
    throw stateRefusal(file.standing.state);
  }
  if (file.standing.version !== act.version) throw versionRefusal(file.standing.version);
  const { person, period } = file.versions.get(act.version)!.body;
  const verb = ledgerProcess.acts[act.do].name;
  await call.sources.append(
    call.tx,
    actOf(call, act.actId, `ledger-${act.do}`, `${verb}${person}${monthName(period)}写实清单`),
    {
      records: [
        {
          id: act.actId,
          version: 1,
          kind: LEDGER_ACT,
          orgId: file.orgId,
          ownerId: file.personId,
          aboutId: ledgerId,
          heldOn: call.today,
          people: [],
          body: { act: act.do, version: act.version, ...(reason ? { reason } : {}) },
        },
      ],
    },
  );
  return {};
}

async function comment(
  call: Call,
  ledgerId: string,
  input: Act & { entryKey: string; text: string },
): Promise<Record<string, never>> {
  await holdLedger(call.tx, ledgerId);
  const file = await chargedFile(call, ledgerId);
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: file.personId, actId: input.actId });
  if (await actDone(call.tx, input.actId)) return {};
  if (file.standing.state !== 'submitted') throw stateRefusal(file.standing.state);
  if (file.standing.version !== input.version) throw versionRefusal(file.standing.version);
  const { body } = file.versions.get(input.version)!;
  if (!body.entries.some(({ key }) => key === input.entryKey)) throw notFound('这一条');
  await call.sources.append(
    call.tx,
    actOf(call, input.actId, 'ledgerComment', `批注${body.person}${monthName(body.period)}写实清单`),
    {
      records: [
        {
          id: input.actId,
          version: 1,
          kind: LEDGER_COMMENT,
          orgId: file.orgId,
          ownerId: file.personId,
          aboutId: ledgerId,
          heldOn: call.today,
          people: [],
          body: { entryKey: input.entryKey, version: input.version, text: input.text },
        },
      ],
    },
  );
  return {};
}

/** Accepts those where nothing stands out, or that were named; says of each of the others why it was left alone. */
async function acceptMany(
  call: Call,
  input: { acts: readonly (Act & { ledgerId: string })[]; named: readonly string[] },
) {
  const accepted: string[] = [];
  const left: { ledgerId: string; person: string; why: string }[] = [];
  const { rows } = await sql<{ ledger_id: string; signals: number; unwritten: number }>`
    select ledger_id, signals, unwritten from ledger where ledger_id = any(${input.acts.map((act) => act.ledgerId)}::uuid[])`.execute(
    call.tx,
  );
  const counts = new Map(rows.map((row) => [row.ledger_id, row]));
  // In one order for everybody, so that two desks never wait for each other.
  for (const act of [...input.acts].sort((a, b) => (a.ledgerId < b.ledgerId ? -1 : 1))) {
    const { signals = 0, unwritten = 0 } = counts.get(act.ledgerId) ?? {};
    const standsOut = [signals > 0 ? `有提示${signals}处` : '', unwritten > 0 ? `缺${unwritten}项` : ''].filter(
      Boolean,
    );
    try {
      const { personId, versions, standing } = await chargedFile(call, act.ledgerId);
      const person = versions.get(standing.version)!.body.person;
      const repeated = await actDone(call.tx, act.actId);
      if (!repeated && standsOut.length > 0 && !input.named.includes(act.ledgerId)) {
        left.push({ ledgerId: act.ledgerId, person, why: `${standsOut.join('，')}，请打开看过再定` });
        continue;
      }
      await decide(call, act.ledgerId, { ...act, do: 'accept' });
      call.audit({ subjectKind: 'ledger', subjectId: act.ledgerId, subjectPerson: personId, actId: act.actId });
      accepted.push(act.ledgerId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      left.push({ ledgerId: act.ledgerId, person: '', why: `${error.detail.what}，${error.detail.now ?? ''}` });
    }
  }
  return { accepted, left };
}

/** Handlers of the desk; the kinds that are installed give records their names. */
export function checkHandlers(installed: readonly RecordKind[]): readonly Handler[] {
  const kinds: Kinds = new Map(installed.map((kind) => [kind.id, kind]));
  return [
    handle(checkQueue, (call, { query }) => queue(call, query.period)),
    handle(checkOpen, (call, { params }) => open(call, params.ledgerId, kinds)),
    handle(checkVersion, async (call, { params }) => {
      const { versions, personId } = await chargedFile(call, params.ledgerId);
      call.audit({ subjectKind: 'ledger', subjectId: params.ledgerId, subjectPerson: personId });
      const version = versions.get(params.version);
      if (!version) throw notFound(`第${params.version}稿`);
      return version.body;
    }),
    handle(checkAccept, (call, { params, body }) => decide(call, params.ledgerId, { ...body, do: 'accept' })),
    handle(checkReturn, (call, { params, body }) => decide(call, params.ledgerId, { ...body, do: 'return' })),
    handle(checkComment, (call, { params, body }) => comment(call, params.ledgerId, body)),
    handle(checkAcceptMany, (call, { body }) => acceptMany(call, body)),
  ];
}
