/** What importing a workbook would bring, and what of it cannot be taken over, each with its cell. */
import type { RecordKind, RecordPerson } from '../../core/record/room.ts';
import { type Day, dayName, type Month } from '../../core/time/room.ts';
import type { Layout, LayoutId, Question, Sheet, Understanding } from '../../platform/open/room.ts';
import type { RegistryFact } from './facts.logic.ts';
import { type KnownKeyPlan, type KnownLedger, type World, withFacts } from './world.logic.ts';

/** One thing said about one cell. `reason` is a stable code, `what` the sentence for the user. */
export interface Problem {
  sheet: string;
  cell: string;
  reason: string;
  what: string;
  /** What stands there and stands for nothing known, and names that it may mean. */
  written?: string;
  near?: readonly string[];
}

/** What a name that is not known may mean. */
export type NameOffer = Pick<Problem, 'written' | 'near'>;

export interface PlannedRecord {
  id: string;
  version: number;
  kind: string;
  orgId: number;
  ownerId: number | null;
  /** The record that it says something about. */
  aboutId?: string | null;
  heldOn: Day;
  startsAt?: string;
  endsAt?: string;
  place: string;
  due?: number;
  present?: number;
  people: readonly (RecordPerson & { name: string })[];
  body: Record<string, unknown>;
  /** Why there is a further version of what was taken back. */
  reason?: string;
}

export interface LedgerSummary {
  person: string;
  /** Name of the organization as the registry has it, or as written where it is unknown. */
  unit: string;
  period: Month | '';
  businessEntries: number;
  partyBuildingEntries: number;
}

export interface LifeSummary {
  personTimesPresent: number;
  absences: number;
  /** 中文名 of the kind → accepted rows. */
  byKind: Record<string, number>;
}

export interface Plan {
  layout: LayoutId;
  facts: readonly RegistryFact[];
  records: readonly PlannedRecord[];
  /** Data rows seen. */
  rows: number;
  accepted: number;
  /** Ids of the people that accepted rows are about, each once. */
  people: readonly number[];
  duplicates: number;
  rejected: readonly Problem[];
  warnings: readonly Problem[];
  /** What is doubtful, each once; also what was answered. */
  questions?: readonly Question[];
  /** Keys by which accepted records are known again. */
  activities: readonly string[];
  ledgers: readonly (readonly [key: string, ledger: KnownLedger])[];
  keyPlans?: readonly (readonly [key: string, plan: KnownKeyPlan])[];
  ledger?: LedgerSummary;
  life?: LifeSummary;
}

/** What a planner is told besides the sheet and the world. */
export interface PlanContext {
  /** The file's name; a year or month may stand only there. */
  file: string;
  today: Day;
  /** Instant of the import. */
  now: string;
  /** From when facts hold of which a list of names says no beginning. */
  since: Day;
  /** Id of a record to be made, by what it is. */
  newId: (key: string) => string;
  /** Id of a person's month. */
  ledgerId: (personId: number, period: Month) => string;
  /** Id of a person's key-work plan of a year. */
  keyPlanId: (personId: number, year: number) => string;
  kinds: readonly RecordKind[];
  /** The items of the ledgers in force in a month. */
  itemsFor: (period: Month) => readonly { id: string; name: string; synonyms: readonly string[] }[];
  /** The sheet that corrects this one, and the people of whom it has said anew what holds. */
  corrected?: { sheet: string; people: ReadonlySet<number> };
  /** What the user answered, by the question's id. */
  answers?: Readonly<Record<string, string>>;
  /** Told at each row, so that somebody who waits sees how far it is. */
  onRow?: () => void;
}

/** A layout with what it makes of a sheet. */
export interface Planner {
  layout: Layout;
  plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan;
}

/** Row of `D21`. */
const rowOf = (problem: Problem): number => Number(/\d+$/.exec(problem.cell)?.[0] ?? 0);
const byRow = (one: Problem, other: Problem): number => rowOf(one) - rowOf(other);

/** Gathers a sheet's plan row by row. */
export class PlanDraft {
  readonly facts: RegistryFact[] = [];
  readonly records: PlannedRecord[] = [];
  readonly rejected: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly activities: string[] = [];
  readonly ledgers: [string, KnownLedger][] = [];
  readonly keyPlans: [string, KnownKeyPlan][] = [];
  readonly people = new Set<number>();
  rows = 0;
  accepted = 0;
  readonly #questions = new Map<string, Question>();
  readonly #layout: LayoutId;
  readonly #sheet: string;

  constructor(layout: LayoutId, sheet: string) {
    this.#layout = layout;
    this.#sheet = sheet;
  }

  reject(cell: string, reason: string, what: string, offer: NameOffer = {}): void {
    this.rejected.push({ sheet: this.#sheet, cell, reason, what, ...offer });
  }

  warn(cell: string, reason: string, what: string, offer: NameOffer = {}): void {
    this.warnings.push({ sheet: this.#sheet, cell, reason, what, ...offer });
  }

  /** Says of what the sheet gives no day for that it holds from today on. `since`: 从哪天起任职. */
  assumedToday(cell: string, facts: readonly RegistryFact['fact'][], today: Day, since: string): void {
    if (this.facts.some(({ fact, validFrom }) => facts.includes(fact) && validFrom === today))
      this.warn(cell, 'day-assumed', `表上没有写${since}，按今天（${dayName(today)}）起登记`);
  }

  /**
   * Puts a question, once for an id, and gives what holds: the answer, else the default; undefined while it is open. `default`
   * is kept only where it is at least likely.
   */
  ask(
    question: Omit<Question, 'sheet' | 'answer'>,
    answers: Readonly<Record<string, string>> = {},
  ): string | undefined {
    const given = answers[question.id];
    const answer = question.options.some((option) => option.value === given) ? given : undefined;
    const sure = question.certainty !== 'unsure';
    if (!this.#questions.has(question.id))
      this.#questions.set(question.id, {
        ...question,
        sheet: this.#sheet,
        default: sure ? question.default : null,
        ...(answer === undefined ? {} : { answer }),
      });
    return answer ?? (sure ? (question.default ?? undefined) : undefined);
  }

  /** Says how many stand only in a sheet that another one corrects: they are taken, and may be meant to be gone. */
  sayOnlyHere(cell: string, corrected: PlanContext['corrected']): void {
    if (!corrected || this.accepted === 0) return;
    const what = `有${this.accepted}人只在这张表里，更正后的“${corrected.sheet}”里没有，仍按这张表导入，请核对`;
    this.warn(cell, 'not-in-corrected', what);
  }

  done(more: Pick<Plan, 'ledger' | 'life'> = {}): Plan {
    return {
      layout: this.#layout,
      facts: this.facts,
      records: this.records,
      rows: this.rows,
      accepted: this.accepted,
      people: [...this.people],
      duplicates: this.rejected.filter((problem) => problem.reason === 'duplicate').length,
      rejected: [...this.rejected].sort(byRow),
      warnings: [...this.warnings].sort(byRow),
      questions: [...this.#questions.values()],
      activities: this.activities,
      ledgers: this.ledgers,
      keyPlans: this.keyPlans,
      ...more,
    };
  }
}

/** The world after a plan was carried out. */
export function withPlan(world: World, plan: Plan): World {
  return {
    ...withFacts(world, plan.facts),
    activities: plan.activities.length > 0 ? new Set([...world.activities, ...plan.activities]) : world.activities,
    ledgers: plan.ledgers.length > 0 ? new Map([...world.ledgers, ...plan.ledgers]) : world.ledgers,
    keyPlans: plan.keyPlans?.length ? new Map([...(world.keyPlans ?? []), ...plan.keyPlans]) : world.keyPlans,
  };
}

const addedLife = (one: LifeSummary | undefined, other: LifeSummary | undefined): LifeSummary | undefined => {
  if (!one || !other) return one ?? other;
  const byKind = { ...one.byKind };
  for (const [name, count] of Object.entries(other.byKind)) byKind[name] = (byKind[name] ?? 0) + count;
  return {
    personTimesPresent: one.personTimesPresent + other.personTimesPresent,
    absences: one.absences + other.absences,
    byKind,
  };
};

/** What both say; empty where they differ. */
const alike = <T extends string>(one: T, other: T): T | '' => (one === other ? one : '');

const addedLedger = (one: LedgerSummary | undefined, other: LedgerSummary | undefined): LedgerSummary | undefined =>
  one && other
    ? {
        ...one,
        person: alike(one.person, other.person) || `${one.person.replace(/等$/, '')}等`,
        unit: alike(one.unit, other.unit),
        period: alike(one.period, other.period),
        businessEntries: one.businessEntries + other.businessEntries,
        partyBuildingEntries: one.partyBuildingEntries + other.partyBuildingEntries,
      }
    : (one ?? other);

const joinedQuestions = (one: readonly Question[] = [], other: readonly Question[] = []): readonly Question[] =>
  other.length === 0 ? one : [...one, ...other.filter(({ id }) => !one.some((known) => known.id === id))];

/** Records of which a later sheet has laid down the same version anew, as that sheet has it. */
export function latestOf(records: readonly PlannedRecord[]): PlannedRecord[] {
  return [...new Map(records.map((record) => [`${record.id}|${record.version}`, record])).values()];
}

/** The plan of a workbook from those of its sheets. */
export const joinedPlan = (one: Plan, other: Plan): Plan => ({
  layout: one.layout,
  facts: [...one.facts, ...other.facts],
  records: latestOf([...one.records, ...other.records]),
  rows: one.rows + other.rows,
  accepted: one.accepted + other.accepted,
  people: [...new Set([...one.people, ...other.people])],
  duplicates: one.duplicates + other.duplicates,
  rejected: [...one.rejected, ...other.rejected],
  warnings: [...one.warnings, ...other.warnings],
  questions: joinedQuestions(one.questions, other.questions),
  activities: [...one.activities, ...other.activities],
  ledgers: [...one.ledgers, ...other.ledgers],
  keyPlans: [...(one.keyPlans ?? []), ...(other.keyPlans ?? [])],
  ledger: addedLedger(one.ledger, other.ledger),
  life: addedLife(one.life, other.life),
});
