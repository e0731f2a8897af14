/** The account of a file for whoever reads it at a terminal: what it was taken for, what is asked, what is wrong at which cell. */
import type { ImportAccount, ImportMode, LayoutId } from '../platform/open/room.ts';

export interface ReportedAccount extends ImportAccount {
  /** What was said about such a workbook before, and was taken over. */
  remembered?: { author: string; savedAt: string; file: string };
}

type Question = NonNullable<ImportAccount['questions']>[number];
type Problem = ImportAccount['rejected'][number];

const CERTAINTY = { chosen: '您定的', sure: '有把握', likely: '大概是', unsure: '拿不准' } as const;
/** Problems of one reason that are named one by one. */
const NAMED = 20;

const placeOf = ({ sheet, cell, letter }: Pick<Question, 'sheet' | 'cell' | 'letter'>): string =>
  `${sheet} ${cell ?? (letter === undefined ? '' : `${letter}列`)}`.trim();

/** What it was taken for: heads, and columns that are not certain or not read. */
function takenLines(account: ReportedAccount, names: ReadonlyMap<LayoutId, string>): string[] {
  const { tables = [], remembered, kind } = account;
  const lines = tables.flatMap(({ sheet, layout, certainty, headerRow, columns, missing }) => {
    const doubtful = columns.filter((one) => one.field !== null && one.certainty !== 'sure');
    const unread = columns.filter((one) => one.field === null && one.ignoredBecause === 'unknown');
    return [
      `  工作表“${sheet}”当作${names.get(layout) ?? layout}（${CERTAINTY[certainty]}），表头在第${headerRow}行`,
      ...doubtful.map(
        ({ letter, header, certainty: own }) => `    ${letter}列“${header}”的理解请核对（${CERTAINTY[own]}）`,
      ),
      ...(unread.length > 0
        ? [`    没有读的列：${unread.map(({ letter, header }) => `${letter}列“${header}”`).join('、')}`]
        : []),
      ...(missing.length > 0 ? [`    没有找到的列：${missing.join('、')}`] : []),
    ];
  });
  if (lines.length === 0) lines.push(`  当作${names.get(kind) ?? kind}`);
  if (remembered)
    lines.push(
      `  沿用上次对这种表的理解：${remembered.author}，${remembered.savedAt.slice(0, 10)}，“${remembered.file}”`,
    );
  return lines;
}

/** How a question stands: answered, taken for something, or open. */
function standsAs({ options, answer, default: taken }: Question): string {
  const says = (value: string): string => options.find((option) => option.value === value)?.says ?? value;
  if (answer !== undefined) return `已答：${says(answer)}`;
  return taken === null ? '还没有答，牵涉的行不导入' : `没有答，先按“${says(taken)}”`;
}

const questionLines = (questions: readonly Question[]): string[] =>
  questions.flatMap((one) => [
    `    ${placeOf(one)}　${one.ask}`,
    `      可以答：${one.options.map(({ says }) => says).join('／')}　${standsAs(one)}`,
    `      编号：${one.id}`,
  ]);

function problemLines(problems: readonly Problem[]): string[] {
  const byReason = new Map<string, Problem[]>();
  for (const one of problems) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  return [...byReason.values()].flatMap((same) => [
    ...same.slice(0, NAMED).map((one) => `    ${placeOf(one)}　${one.what}`),
    ...(same.length > NAMED ? [`    同样的还有${same.length - NAMED}处`] : []),
  ]);
}

const part = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? [`  ${title}`, ...lines] : []);

export interface Asked {
  dryRun: boolean;
  mode: ImportMode;
}

/** What cannot be taken over; what is there already is no fault. */
export const faultsOf = ({ rejected }: ImportAccount): readonly Problem[] =>
  rejected.filter(({ reason }) => reason !== 'duplicate');

/** Whether rows that cannot be taken over keep everything out. */
export const isHeld = (accounts: readonly ImportAccount[], { mode }: Asked): boolean =>
  mode === 'all' && accounts.some((account) => faultsOf(account).length > 0);

/** One file. */
export function accountLines(
  account: ReportedAccount,
  names: ReadonlyMap<LayoutId, string>,
  asked: Asked,
  held: boolean,
): string[] {
  const { file, rows, accepted, duplicates, rejected, warnings, questions = [] } = account;
  const faults = faultsOf(account);
  const there = rejected.filter(({ reason }) => reason === 'duplicate');
  const can = asked.dryRun || held ? '可以导入' : '导入了';
  const counts = [
    `${rows}行`,
    `${can}${accepted}行`,
    ...(duplicates > 0 ? [`已经有了${duplicates}行`] : []),
    ...(faults.length > 0 ? [`不能导入${faults.length}处`] : []),
  ];
  const open = questions.filter((one) => one.answer === undefined);
  return [
    `${file}`,
    `  ${counts.join('，')}`,
    ...takenLines(account, names),
    ...part(`要您说一声的${open.length}处`, questionLines(open)),
    ...part(
      '已经答过的',
      questionLines(questions.filter((one) => one.answer !== undefined)).filter((_, at) => at % 3 < 2),
    ),
    ...part(`不能导入的${faults.length}处`, problemLines(faults)),
    ...part(`已经有了，不重复导入的${there.length}处`, problemLines(there)),
    ...part(`请核对的${warnings.length}处，照样导入`, problemLines(warnings)),
  ];
}

/** What came of it all, and what to do now. */
export function outcomeLine(accounts: readonly ImportAccount[], asked: Asked): string {
  const accepted = accounts.reduce((sum, one) => sum + one.accepted, 0);
  const rejected = accounts.reduce((sum, one) => sum + faultsOf(one).length, 0);
  if (isHeld(accounts, asked))
    return asked.dryRun
      ? `只是看一看，没有导入。有${rejected}处不能导入：改好或回答后再导入，或加 --without-these-rows 不含这些行`
      : `一行也没有导入，因为有${rejected}处不能导入。请改好或回答后再来，或加 --without-these-rows 不含这些行`;
  if (accepted === 0) return rejected === 0 ? '没有新的内容，一行也没有导入' : '没有能导入的行，一行也没有导入';
  if (asked.dryRun) return `只是看一看，没有导入。去掉 --dry-run 就导入这${accepted}行`;
  return `已导入${accepted}行${rejected > 0 ? `，不含${rejected}处不能导入的` : ''}，记为一次导入，可以在导入页整次撤回`;
}
