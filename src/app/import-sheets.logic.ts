/** From an understood workbook to its plan: table after table, and what is to be said about the workbook as a whole. */
import {
  type Choices,
  type LayoutId,
  openSheet,
  type Question,
  type Sheet,
  squeezed,
  type Understanding,
  type Workbook,
  type WorkbookUnderstanding,
} from '../platform/open/room.ts';
import {
  joinedPlan,
  type Plan,
  type PlanContext,
  type Planner,
  type Problem,
  type World,
  withPlan,
} from '../registry/organizations/room.ts';
import { corrections } from './import-corrections.logic.ts';

/** Sheets that explain and hold no data. */
const EXPLAINS = /说明|字典|封面|目录|代码|样表|示例|模板|图表|下拉/;
/** Reasons that say that a row's unit is not of this city. */
const NOT_OURS = new Set(['unit-unknown', 'unit-missing', 'parent-unknown', 'parent-not-imported', 'person-unknown']);
/** A list shorter than this may be wrong in all its rows. */
const FEWEST_ROWS = 5;
const PLACE = /(?:中共)?([\p{Script=Han}]{2,6}?(?:市|州|盟|地区))/u;
const NAMED = 5;

const merged = (one: readonly Question[] = [], other: readonly Question[] = []): readonly Question[] => [
  ...one,
  ...other.filter(({ id }) => !one.some((known) => known.id === id)),
];

const nothing = (layout: LayoutId, rows: number, rejected: readonly Problem[]): Plan => ({
  layout,
  facts: [],
  records: [],
  rows,
  accepted: 0,
  people: [],
  duplicates: 0,
  rejected,
  warnings: [],
  activities: [],
  ledgers: [],
});

/** Nothing of a table is brought until a question is answered; each row says so. */
function waiting(understanding: Understanding, sheet: Sheet, planner: Planner): Plan {
  const names = understanding.waitsFor!.map(
    (field) => planner.layout.columns.find((spec) => spec.field === field)?.name ?? field,
  );
  const question = understanding.questions?.find((one) => one.answer === undefined && one.default === null);
  const what = `分不清哪一列是“${names.join('、')}”，这一行没有导入；请先回答：${question?.ask ?? ''}`;
  const rejected = openSheet(sheet, understanding).rows.map(({ at }) => ({
    sheet: sheet.name,
    cell: `${question?.letter ?? 'A'}${at + 1}`,
    reason: 'question-open',
    what,
  }));
  return nothing(understanding.layout, rejected.length, rejected);
}

/** Nothing of a sheet is brought while it may be of one layout as well as of another. */
const undecided = (understood: WorkbookUnderstanding): Problem[] =>
  understood.questions
    .filter((one) => one.answer === undefined && one.default === null)
    .map(({ sheet, cell, ask }) => ({
      sheet,
      cell: cell ?? 'A1',
      reason: 'question-open',
      what: `工作表“${sheet}”没有导入，请先回答：${ask}`,
    }));

/** Rows that are hidden in the workbook and were read all the same. */
function hiddenRead(sheet: Sheet, understanding: Understanding): Problem[] {
  const from = understanding.headerRow - 1 + understanding.headerRows;
  const until = understanding.untilRow ?? sheet.rows.length;
  const rows = (sheet.hiddenRows ?? []).filter((at) => at >= from && at < until);
  if (rows.length === 0 || understanding.skipsHidden) return [];
  const named = rows.slice(0, NAMED).map((at) => {
    const words = (sheet.rows[at] ?? []).flatMap((cell) => (cell && cell.text.trim() !== '' ? [cell.text.trim()] : []));
    return `第${at + 1}行（${words.slice(0, 3).join(' ')}）`;
  });
  const what = `有${rows.length}行在表里是隐藏的，已照样读入：${named.join('、')}${rows.length > NAMED ? '等' : ''}，请核对`;
  return [{ sheet: sheet.name, cell: `A${rows[0]! + 1}`, reason: 'hidden-rows', what }];
}

/** Columns that are hidden in the workbook, hold something and were not read. */
const hiddenLeft = (understanding: Understanding): Problem[] =>
  understanding.columns
    .filter((one) => one.hidden && one.field === null && one.header !== '' && one.ignoredBecause === 'hidden')
    .map(({ letter, header }) => ({
      sheet: understanding.sheet,
      cell: `${letter}${understanding.headerRow}`,
      reason: 'hidden-column',
      what: `${letter}列“${header}”在表里是隐藏的，没有读入；要读请在列的对应里选它是什么`,
    }));

/** Sheets that were not read and look as if they held data. */
function sheetsLeft(workbook: Workbook, understood: WorkbookUnderstanding): Problem[] {
  return understood.left.flatMap(({ sheet: name, why }) => {
    const sheet = workbook.sheets.find((one) => one.name === name)!;
    const rows = sheet.rows.filter((row) => row.filter((cell) => cell).length >= 2).length;
    if (why === 'empty' || why === 'chosen' || rows < 3 || EXPLAINS.test(name)) return [];
    const because = why === 'hidden' ? '是隐藏的' : '不像能导入的表';
    const what = `工作表“${name}”${because}，里面有内容的${rows}行没有读入，请核对`;
    return [{ sheet: name, cell: 'A1', reason: 'sheet-left', what }];
  });
}

/** The place that this city is: `示例市`. */
function placeOf(world: World): string | undefined {
  const top = [...world.orgs.values()].find((org) => org.kind === 'municipalCommittee');
  return top && PLACE.exec(squeezed(top.name).replace(/^中国共产党/, ''))?.[1];
}

/** Another place that titles, the sheets' names, the file's name or the units written speak of. */
function otherPlace(
  workbook: Workbook,
  understood: WorkbookUnderstanding,
  plan: Plan,
  own: string,
): string | undefined {
  const titles = understood.sheets.flatMap(({ sheet: name, headerRow }) => {
    const sheet = workbook.sheets.find((one) => one.name === name)!;
    const above = sheet.rows.slice(0, headerRow - 1).flatMap((row) => row.map((cell) => squeezed(cell?.text ?? '')));
    return [...above, squeezed(name)];
  });
  const units = plan.rejected.flatMap(({ written }) => (written ? [squeezed(written)] : []));
  const places = [squeezed(workbook.name), ...titles, ...units].flatMap((text) => {
    const place = PLACE.exec(text.replace(/^中国共产党|^中共|^关于/, ''));
    return place && place.index === 0 ? [place[1]!] : [];
  });
  // A place of our own may be named longer: 江东省示例市.
  return places.find((place) => !place.includes(own) && !own.includes(place));
}

/** A workbook of another city: refused as a whole rather than row by row. */
function ofAnotherCity(workbook: Workbook, understood: WorkbookUnderstanding, plan: Plan, world: World): Plan {
  const named = plan.rejected.find((one) => one.reason === 'another-city');
  const own = placeOf(world);
  const unknown = plan.rejected.filter((one) => NOT_OURS.has(one.reason)).length;
  const isForeign = plan.rows >= FEWEST_ROWS && unknown >= 0.8 * plan.rows;
  if (!own || !(named || isForeign)) return plan;
  const place = otherPlace(workbook, understood, plan, own);
  if (!place) return plan;
  const sheet = named?.sheet ?? understood.sheets[0]!.sheet;
  const what = `这份表说的是“${place}”，本市是“${own}”，单位几乎都不认得，整份${plan.rows}行没有导入。请核对是不是放错了文件；确是本市的，请先导入党组织名册，再导入这份表`;
  return {
    ...plan,
    facts: [],
    records: [],
    accepted: 0,
    people: [],
    duplicates: 0,
    rejected: [{ sheet, cell: named?.cell ?? 'A1', reason: 'another-city', what }],
    warnings: [],
    questions: [],
    activities: [],
    ledgers: [],
  };
}

/** What a workbook would bring: its tables in the order in which one layout rests on another, each upon the ones before. */
export function planSheets(
  workbook: Workbook,
  understood: WorkbookUnderstanding,
  planners: readonly Planner[],
  choices: Choices,
  world: World,
  context: Omit<PlanContext, 'file'>,
): { plan: Plan; world: World } | undefined {
  const rank = ({ layout }: Understanding): number => planners.findIndex((planner) => planner.layout.id === layout);
  const file = { ...context, file: workbook.name, answers: context.answers ?? choices.answers ?? {} };
  let after = world;
  let plan: Plan | undefined;
  const correctedBy = corrections(workbook, understood.sheets);
  const peopleOf = new Map<string, ReadonlySet<number>>();
  // A corrected sheet comes before the one that it corrects: what it says of somebody holds.
  const isLate = ({ sheet }: Understanding): number => (correctedBy.has(sheet) ? 1 : 0);
  for (const understanding of [...understood.sheets].sort((a, b) => rank(a) - rank(b) || isLate(a) - isLate(b))) {
    const by = correctedBy.get(understanding.sheet);
    const corrected = by === undefined ? undefined : { sheet: by, people: peopleOf.get(by) ?? new Set<number>() };
    const sheet = workbook.sheets.find(({ name }) => name === understanding.sheet)!;
    const planner = planners[rank(understanding)]!;
    const bare = understanding.waitsFor
      ? waiting(understanding, sheet, planner)
      : planner.plan(sheet, understanding, after, corrected ? { ...file, corrected } : file);
    peopleOf.set(understanding.sheet, new Set([...(peopleOf.get(understanding.sheet) ?? []), ...bare.people]));
    const own: Plan = {
      ...bare,
      warnings: [...hiddenRead(sheet, understanding), ...hiddenLeft(understanding), ...bare.warnings],
      questions: merged(understanding.questions, bare.questions),
    };
    after = withPlan(after, own);
    plan = plan ? joinedPlan(plan, own) : own;
  }
  const open = undecided(understood);
  if (!plan && open.length === 0) return undefined;
  plan ??= nothing(understood.layout.id, 0, []);
  if (open.length > 0) plan = { ...plan, rows: plan.rows + open.length, rejected: [...plan.rejected, ...open] };
  const whole = ofAnotherCity(workbook, understood, plan, world);
  // Tables side by side say the same of what they share.
  const said = new Map(whole.warnings.map((one) => [[one.sheet, one.cell, one.reason, one.what].join('|'), one]));
  const warnings = [...said.values(), ...(whole === plan ? sheetsLeft(workbook, understood) : [])];
  return {
    plan: {
      ...whole,
      layout: understood.layout.id,
      warnings,
      questions: merged(understood.questions, whole.questions),
    },
    world: whole === plan ? after : world,
  };
}
