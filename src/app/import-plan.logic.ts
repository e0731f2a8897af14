/** From workbooks to what importing them would bring, file after file. */
import { ledgerPlanner } from '../ledgers/ledger/ledger-layout.logic.ts';
import { lifePlanner } from '../life/activities/life-layout.logic.ts';
import { trainingPlanner } from '../life/activities/training-layout.logic.ts';
import {
  type Choices,
  type ImportAccount,
  type LayoutId,
  understand,
  type Workbook,
  type WorkbookUnderstanding,
} from '../platform/open/room.ts';
import { organizationsPlanner } from '../registry/organizations/organizations-layout.logic.ts';
import type { Plan, PlanContext, Planner, World } from '../registry/organizations/room.ts';
import { membersPlanner } from '../registry/people/members-layout.logic.ts';
import { rosterPlanner } from '../registry/people/roster-layout.logic.ts';
import { keyPlanPlanner } from '../registry/responsibility/key-plan-layout.logic.ts';
import { responsibilityPlanner } from '../registry/responsibility/responsibility-layout.logic.ts';
import { planSheets } from './import-sheets.logic.ts';

export const PLANNERS: readonly Planner[] = [
  organizationsPlanner,
  membersPlanner,
  rosterPlanner,
  responsibilityPlanner,
  keyPlanPlanner,
  ledgerPlanner,
  lifePlanner,
  trainingPlanner,
];
const LAYOUTS = PLANNERS.map((planner) => planner.layout);

type Understood = WorkbookUnderstanding | undefined;
const understood = new WeakMap<Workbook, WeakMap<Choices, { is: Understood }>>();

/** A workbook as its reader chose to have it read. Kept as long as the workbook, since a large one takes a while to look through. */
function understoodOf(workbook: Workbook, choices: Choices): Understood {
  const known = understood.get(workbook) ?? new WeakMap<Choices, { is: Understood }>();
  understood.set(workbook, known);
  const found = known.get(choices) ?? { is: understand(workbook, LAYOUTS, choices) };
  known.set(choices, found);
  return found.is;
}

/** What a workbook is taken for; undefined when it is of no known layout. */
export const layoutOf = (workbook: Workbook, choices: Choices): LayoutId | undefined =>
  understoodOf(workbook, choices)?.layout.id;

/** How the tables of a workbook are understood, each column with how sure that is. */
export const tablesOf = (workbook: Workbook, choices: Choices): NonNullable<ImportAccount['tables']> =>
  (understoodOf(workbook, choices)?.sheets ?? []).map(({ sheet, layout, certainty, headerRow, columns, missing }) => ({
    sheet,
    layout,
    certainty,
    headerRow,
    columns: [...columns],
    missing: [...missing],
  }));

export interface PlannedWorkbook {
  understood: WorkbookUnderstanding;
  plan: Plan;
  /** The world after it. */
  world: World;
}

/** What a workbook is taken for and would bring; undefined when it is of no known layout. */
export function planWorkbook(
  workbook: Workbook,
  choices: Choices,
  world: World,
  context: Omit<PlanContext, 'file'>,
): PlannedWorkbook | undefined {
  const read = understoodOf(workbook, choices);
  if (!read) return undefined;
  const planned = planSheets(workbook, read, PLANNERS, choices, world, context);
  return planned && { understood: read, ...planned };
}

/** The machine-readable account of one file. */
export function accountOf(file: string, plan: Plan): ImportAccount {
  return {
    file,
    kind: plan.layout,
    rows: plan.rows,
    accepted: plan.accepted,
    people: plan.people.length,
    duplicates: plan.duplicates,
    rejected: [...plan.rejected],
    warnings: [...plan.warnings],
    ...plan.ledger,
    ...plan.life,
    ...(plan.questions?.length
      ? { questions: plan.questions.map((one) => ({ ...one, options: [...one.options] })) }
      : {}),
  };
}
