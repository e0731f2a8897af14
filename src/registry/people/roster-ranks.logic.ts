/** The rank of a leading cadre: in its own columns, in a heading or the title, else as the user says. */
import { LEAVE_OUT, type SheetRow } from '../../platform/open/room.ts';
import type { PlanContext, PlanDraft, Rank } from '../organizations/room.ts';
import { readRank } from './titles.logic.ts';

interface Desk {
  draft: PlanDraft;
  /** What the title or the sheet's name says of everybody's rank. */
  rankOfSheet: Rank | undefined;
  context: PlanContext;
}

/** 正处级 or 副县级 in a title or a sheet's name, where they say one of them. */
export function rankIn(lines: readonly string[]): Rank | undefined {
  const said = new Set(lines.flatMap((line) => line.match(/[正副](?:县处|处|县)级?/g) ?? []).map((word) => word[0]!));
  if (said.size !== 1) return undefined;
  return said.has('正') ? 'countyLevelChief' : 'countyLevelDeputy';
}

/** Principal posts of a unit. */
const PRINCIPAL = /(?<!副)(?:书记|局长|主任|部长|县长|区长|院长|校长|董事长|总经理)(?!助理)/;

/** The rank of everybody in a table that says none, asked once. */
function rankAsked(row: SheetRow, title: string, desk: Desk): Rank | null {
  const answer = desk.draft.ask(
    {
      id: 'roster|rank',
      cell: row.where('rank'),
      ask: '表里没有职务层次一列，这些人按哪个层次登记？',
      options: [
        { value: 'countyLevelDeputy', says: '都按副处级' },
        { value: 'countyLevelChief', says: '都按正处级' },
        { value: 'byPost', says: '书记、局长、主任等主要负责人按正处级，其余按副处级' },
        { value: LEAVE_OUT, says: '都不是县处级' },
      ],
      default: 'countyLevelDeputy',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  if (answer === LEAVE_OUT) return null;
  if (answer === 'byPost') {
    const isPrincipal = PRINCIPAL.test(title.replace(/纪检组长|(?:纪委|机关党委|工会|团委)书记/g, ''));
    return isPrincipal ? 'countyLevelChief' : 'countyLevelDeputy';
  }
  return answer === 'countyLevelChief' ? answer : 'countyLevelDeputy';
}

const severalRanks = (name: string, written: string): string =>
  `${name}的职务层次和职级“${written}”不是同一层次，按前一个导入，请核对`;

/** The rank of a row; what cannot be read counts as the lower county level and is named. */
export function rankOf(row: SheetRow, name: string, title: string, desk: Desk): Rank | null {
  const written = row.text('rank');
  // 一、正处级 over the rows, where no column says it.
  const heading =
    written === '' ? row.groups.map(({ text }) => text).findLast((text) => readRank(text) !== undefined) : '';
  // 职务层次 and 职级 may both stand there: 正处；二级调研员. What is led counts, and grades beside it say no less.
  const said = (written || (heading ?? '')).split('；').map(readRank);
  const read = said.filter((one) => one !== undefined);
  const [rank, ...others] = read;
  if (rank !== undefined) {
    if (others.some((one) => one !== rank))
      desk.draft.warn(row.where('rank'), 'rank-several', severalRanks(name, written));
    return rank;
  }
  if (written === '' && desk.rankOfSheet) return desk.rankOfSheet;
  if (!row.has('rank')) return rankAsked(row, title, desk);
  const why = written === '' ? '没有写职务层次' : `的职务层次“${written}”认不出`;
  desk.draft.warn(row.where('rank'), 'rank-assumed', `${name}${why}，按副处级导入，请核对`);
  return 'countyLevelDeputy';
}
