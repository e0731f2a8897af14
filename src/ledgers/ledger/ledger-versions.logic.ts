/** What a sheet is to what is already there of the same month: the same again, its other part, a correction, or a dispute. */
import type { Day } from '../../core/time/room.ts';
import type { KnownLedger, PlanContext, PlanDraft } from '../../registry/organizations/room.ts';
import { BUSINESS, type LedgerEntry, type MonthLedgerBody, monthLedgerBody } from './month-ledger.logic.ts';

/** A month as one sheet has it. */
export interface Incoming {
  body: MonthLedgerBody;
  corrected: boolean;
  filedOn: Day | null;
  /** `周涛冬2017年6月的清单` */
  whose: string;
  /** Where a question about it points. */
  where: string;
  key: string;
  /** The sheet, where its table is one of several parts side by side. */
  partOf: string | undefined;
}

/** What is laid down: versions of the month's record, the last of which stands. */
export interface Laid {
  /** `supersedes`: the submitted version that must be withdrawn before this one can be handed in. */
  versions: { version: number; body: MonthLedgerBody; reason?: string; supersedes?: number }[];
  known: KnownLedger;
}
export type Verdict = { laid: Laid } | { reason: string; what: string };

const REASON = '按更正后的清单导入';

/** What an entry says, whatever row it stood in. */
const said = ({ section, matter, on, place, content, result }: LedgerEntry): string =>
  JSON.stringify([section, matter, on, place, content, result]);
const saysSame = (one: MonthLedgerBody, other: MonthLedgerBody): boolean =>
  JSON.stringify(one.entries.map(said).sort()) === JSON.stringify(other.entries.map(said).sort());

const partsOf = ({ entries, nothing }: MonthLedgerBody): Set<'business' | 'party'> =>
  new Set(
    [...entries.map(({ section }) => section), ...nothing.map(({ item }) => item)].map((section) =>
      section === BUSINESS ? 'business' : 'party',
    ),
  );

/** Both parts of a month that came on two sheets. */
function joined(one: MonthLedgerBody, other: MonthLedgerBody): MonthLedgerBody {
  const keys = new Set(one.entries.map(({ key }) => key));
  const fresh = (key: string): string => (keys.has(key) ? fresh(`${key}-b`) : key);
  return {
    ...one,
    title: one.title || other.title,
    forms: [...new Set([...one.forms, ...other.forms])],
    entries: [...one.entries, ...other.entries.map((entry) => ({ ...entry, key: fresh(entry.key) }))],
    nothing: [...one.nothing, ...other.nothing],
  };
}

type Order = 'newer' | 'older' | 'unknown';
function orderOf(incoming: Incoming, planned: NonNullable<KnownLedger['planned']>): Order {
  if (incoming.corrected !== planned.corrected) return incoming.corrected ? 'newer' : 'older';
  if (!incoming.filedOn || !planned.filedOn || incoming.filedOn === planned.filedOn) return 'unknown';
  return incoming.filedOn > planned.filedOn ? 'newer' : 'older';
}

const submitted = (
  version: number,
  incoming: Incoming,
  body: MonthLedgerBody,
  before: number | null,
  reason?: string,
): KnownLedger => ({
  state: 'submitted',
  version,
  planned: {
    body,
    corrected: incoming.corrected,
    filedOn: incoming.filedOn,
    before,
    ...(reason === undefined ? {} : { reason }),
    ...(incoming.partOf === undefined ? {} : { partOf: incoming.partOf }),
  },
});

/** Against another sheet of the same import. */
function besidePlanned(incoming: Incoming, known: KnownLedger, draft: PlanDraft, context: PlanContext): Verdict {
  const planned = known.planned!;
  const there = monthLedgerBody.parse(planned.body);
  const { whose, body } = incoming;
  if (saysSame(there, body)) return { reason: 'duplicate', what: `${whose}已有，未重复导入` };
  const [parts, own] = [partsOf(there), partsOf(body)];
  const isBeside = incoming.partOf !== undefined && incoming.partOf === planned.partOf;
  if (isBeside || (![...own].some((part) => parts.has(part)) && planned.corrected === incoming.corrected)) {
    const whole = joined(there, body);
    const reason = planned.reason ?? (known.version > 1 ? REASON : undefined);
    const version = { version: known.version, body: whole, ...(reason === undefined ? {} : { reason }) };
    return { laid: { versions: [version], known: submitted(known.version, incoming, whole, planned.before, reason) } };
  }
  const order = orderOf(incoming, planned);
  const answer =
    order === 'unknown'
      ? draft.ask(
          {
            id: `ledger-twice:${incoming.key}`,
            cell: incoming.where,
            ask: `${whose}有两份，内容不同，哪一份是后来更正的？`,
            options: [
              { value: 'newer', says: '这一份是更正后的' },
              { value: 'older', says: '前面那一份是更正后的' },
            ],
            default: null,
            certainty: 'unsure',
          },
          context.answers,
        )
      : order;
  const next = known.version + 1;
  if (answer === 'newer')
    return {
      laid: {
        versions: [{ version: next, body, reason: REASON, supersedes: known.version }],
        known: submitted(next, incoming, body, known.version),
      },
    };
  if (answer !== 'older') return { reason: 'ledger-twice', what: `${whose}有两份，内容不同，请说明哪一份是更正后的` };
  // The corrected sheet came first: it becomes the later version, this one the version before it.
  if (planned.before !== null) return { reason: 'duplicate', what: `${whose}已有更正后的一份，这一份没有导入` };
  return {
    laid: {
      versions: [
        { version: known.version, body, ...(known.version > 1 ? { reason: REASON } : {}) },
        { version: next, body: there, reason: REASON, supersedes: known.version },
      ],
      known: { state: 'submitted', version: next, planned: { ...planned, before: known.version } },
    },
  };
}

const OTHER_PART = '补上清单的另一部分';

/** Whether all that a sheet says stands in what is stored already. */
function holds(stored: MonthLedgerBody, body: MonthLedgerBody): boolean {
  const there = new Set(stored.entries.map(said));
  const silent = new Set(stored.nothing.map(({ item }) => item));
  return body.entries.every((entry) => there.has(said(entry))) && body.nothing.every(({ item }) => silent.has(item));
}

/** Against what the city holds of the month: the same again, its other part, or something else that is asked about. */
function besideStored(
  incoming: Incoming,
  known: KnownLedger,
  stored: MonthLedgerBody,
  draft: PlanDraft,
  context: PlanContext,
): Verdict {
  const { whose, body, where, key } = incoming;
  if (holds(stored, body)) return { reason: 'duplicate', what: `${whose}已有，未重复导入` };
  const version = known.version + 1;
  const next = (whole: MonthLedgerBody, reason: string): Verdict => ({
    laid: {
      versions: [
        { version, body: whole, reason, ...(known.state === 'submitted' ? { supersedes: known.version } : {}) },
      ],
      known: submitted(version, incoming, whole, known.version, reason),
    },
  });
  const parts = partsOf(stored);
  if (![...partsOf(body)].some((part) => parts.has(part))) return next(joined(stored, body), OTHER_PART);
  const answer = draft.ask(
    {
      id: `ledger-stored:${key}`,
      cell: where,
      ask: `${whose}已有一份，内容不同，这一份怎么算？`,
      options: [
        { value: 'newer', says: '是更正后的，作为新的一版' },
        { value: 'keep', says: '不要，保留已有的' },
      ],
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  if (answer === 'newer') return next(body, REASON);
  const what = `${whose}已有，内容不同，未导入`;
  return answer === 'keep'
    ? { reason: 'duplicate', what: `${what}，保留已有的` }
    : { reason: 'ledger-differs', what: `${what}；请先回答哪一份算数` };
}

/** What becomes of a month's sheet beside what is known of the month. */
export function verdictOn(
  incoming: Incoming,
  known: KnownLedger | undefined,
  draft: PlanDraft,
  context: PlanContext,
): Verdict {
  const { whose, body } = incoming;
  if (known?.planned) return besidePlanned(incoming, known, draft, context);
  if (known?.state === 'accepted') return { reason: 'period-closed', what: `${whose}已通过检查，不再改动` };
  if (known?.state && !incoming.corrected && known.stored)
    return besideStored(incoming, known, monthLedgerBody.parse(known.stored), draft, context);
  if (known?.state && !incoming.corrected) return { reason: 'duplicate', what: `${whose}已有，未重复导入` };
  const version = (known?.version ?? 0) + 1;
  const reason = known?.state ? REASON : '重新导入';
  return {
    laid: {
      versions: [
        {
          version,
          body,
          ...(version > 1 ? { reason } : {}),
          ...(known?.state === 'submitted' ? { supersedes: known.version } : {}),
        },
      ],
      known: submitted(version, incoming, body, known?.state ? known.version : null),
    },
  };
}
