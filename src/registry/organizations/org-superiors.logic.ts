/** Whose an organization of a list is: by its own column, by what stands above or beside it, by the form of the table, or as the user says. */
import type { Day } from '../../core/time/room.ts';
import { LEAVE_OUT, type Sheet, type SheetRow, squeezed } from '../../platform/open/room.ts';
import { isBranch, type Sector } from './facts.logic.ts';
import type { Officers } from './officers.logic.ts';
import type { OrgFinder } from './org-finder.logic.ts';
import { kindByName } from './org-kind-reading.logic.ts';
import { type OutlineBy, outlineOf } from './org-outline.logic.ts';
import type { PlanContext, PlanDraft } from './plan.logic.ts';
import type { SheetPlaces } from './sheet-places.logic.ts';
import type { World, WorldOrg } from './world.logic.ts';

/** An organization that is read and waits for its superior to be known. */
export interface Waiting {
  row: SheetRow;
  /** Where its name stands: in its own column, in one further left, or in a heading. */
  where: string;
  name: string;
  /** It has no row of its own. */
  derived: boolean;
  /** Superior as written; empty for none. */
  parent: string;
  /** Superior that the table's form gives. */
  above?: Waiting | WorldOrg;
  /** Within which a written superior is looked for first. */
  within: WorldOrg | undefined;
  termExpiresOn: Day | null;
  foundedOn: Day | null;
  state: 'waiting' | 'taken' | 'refused';
  org?: WorldOrg;
}

/** An organization that a line of the sheet speaks of. */
interface Mention {
  org: WorldOrg;
  line: string;
  /** The line is its name and nothing else, as the sheet 东岭区 is called. */
  isAll: boolean;
}

export interface Desk {
  draft: PlanDraft;
  finder: OrgFinder;
  places: SheetPlaces;
  world: World;
  nextId: number;
  context: PlanContext;
  officers: Officers;
  waiting: Waiting[];
  /** Organizations that the sheet's lines speak of. */
  mentioned: readonly Mention[];
  /** What the title says of the sector of all branches. */
  sectorOfSheet: Sector | undefined;
  /** Those founded before anything is held. */
  early: { where: string; name: string }[];
  /** Names of those of whom the table says no superior. */
  tops?: readonly string[];
  /** Organizations named in columns to the left or in headings, by their way from the top. */
  derived: Map<string, Waiting | WorldOrg>;
  /** From when the organizations of this sheet hold. */
  begin: Map<number, Day>;
}

export const isWaiting = (one: Waiting | WorldOrg): one is Waiting => 'state' in one;

/** Names that many units have for their own. */
export const COMMON_NAME =
  /^(?:机关|离退休(?:干部)?|退休(?:干部)?|老干部|直属|行政|后勤)?(?:第?[一二三四五六七八九十\d]{1,3})?(?:党)?(?:总支部?|支部|小组)(?:委员会)?$/;

/** The county that an organization is or stands under. */
function countyOf(org: WorldOrg | null | undefined, finder: OrgFinder): WorldOrg | undefined {
  for (let at = org ?? undefined, steps = 0; at && steps < 40; steps += 1) {
    if (at.kind === 'countyCommittee') return at;
    at = finder.above(at);
  }
  return undefined;
}

/** Whether one of a name that the city holds elsewhere is another one: villages of two counties often bear one name. */
function isAnother(one: Waiting, above: WorldOrg, elsewhere: WorldOrg, desk: Desk): boolean {
  const there = desk.finder.above(elsewhere);
  const [own, other] = [countyOf(above, desk.finder), countyOf(there, desk.finder)];
  const isFar = own !== undefined && other !== undefined && own.id !== other.id;
  const answer = desk.draft.ask(
    {
      id: `organizations|namesake|${one.name}|${above.name}`,
      cell: one.where,
      ask: `“${there?.name ?? ''}”下面已有“${one.name}”，表里的在“${above.name}”下面，是同名的另一个吗？`,
      options: [
        { value: 'another', says: `是另一个，建在“${above.name}”下面` },
        { value: LEAVE_OUT, says: '是同一个，不导入；上级变了的请办理隶属变更' },
      ],
      default: isFar ? 'another' : null,
      certainty: isFar ? 'likely' : 'unsure',
    },
    desk.context.answers,
  );
  return answer === 'another';
}

/** An organization of the same name at the same place, or one that has this name to itself. */
export function sameAs(
  one: Waiting,
  above: WorldOrg | null,
  desk: Desk,
): { org: WorldOrg; isThere: boolean } | undefined {
  const found = desk.finder.withName(one.name);
  const there = found.find((org) => org.parentId === (above?.id ?? null));
  if (there) return { org: there, isThere: true };
  // Twice in one sheet below different superiors are two; one that the city holds elsewhere was moved, or is written wrongly.
  const elsewhere = COMMON_NAME.test(one.name) ? undefined : found.find((org) => !desk.begin.has(org.id));
  if (!elsewhere || (above && !one.derived && isAnother(one, above, elsewhere, desk))) return undefined;
  return { org: elsewhere, isThere: false };
}

export function refuse(one: Waiting, where: string, reason: string, what: string, desk: Desk): true {
  one.state = 'refused';
  if (one.derived) desk.draft.warn(where, reason, what);
  else desk.draft.reject(where, reason, what);
  return true;
}

/** Superiors that are offered. */
const OFFERED = 5;
const SAYS_SUPERIOR = /隶属|上级|所属|下设|下属/;

/**
 * The superior of what stands at the top of a table: where it has no column for it, or one that is left empty there. Asked
 * once for the table, among those that its title, its notes, its own and the file's name speak of.
 */
function topOf(one: Waiting, desk: Desk): WorldOrg | undefined {
  const { draft, finder, context } = desk;
  const isTop = (other: Waiting): boolean =>
    other.parent === '' &&
    other.above === undefined &&
    !finder.withName(other.name).some((held) => desk.mentioned.some(({ org }) => finder.isWithin(held, org))) &&
    kindByName(other.name, null) !== 'municipalCommittee';
  if (!isTop(one)) return undefined;
  desk.tops ??= desk.waiting.filter(isTop).map(({ name }) => name);
  const offered = [...new Map(desk.mentioned.map(({ org }) => [org.id, org])).values()].slice(0, OFFERED);
  const said = [
    ...new Set(desk.mentioned.flatMap(({ org, line, isAll }) => (isAll || SAYS_SUPERIOR.test(line) ? [org] : []))),
  ];
  const likely = said.length === 1 ? said[0] : undefined;
  if (offered.length === 0) return undefined;
  const names = [...new Set(desk.tops)];
  const answer = draft.ask(
    {
      id: `organizations|top|${names.join('、').slice(0, 100)}`,
      cell: one.where,
      ask: `表里没有写${names.slice(0, 4).join('、')}${names.length > 4 ? `等${names.length}个` : ''}的上级，是哪一个？`,
      options: [
        ...offered.map((org) => ({ value: org.name, says: org.name })),
        { value: LEAVE_OUT, says: '都不是，先不导入' },
      ],
      default: likely?.name ?? null,
      certainty: likely ? 'likely' : 'unsure',
    },
    context.answers,
  );
  return offered.find((org) => org.name === answer);
}

/** Organizations that the lines of a sheet and the file's name speak of, each with its line; branches are nobody's superior. */
export function mentionedIn(sheet: Sheet, file: string, finder: OrgFinder): Mention[] {
  const lines = sheet.rows.flatMap((row) => {
    const filled = row.flatMap((cell) => (cell ? [cell.text] : []));
    return filled.length === 1 ? [squeezed(filled[0]!)] : [];
  });
  return [...lines, squeezed(sheet.name), squeezed(file.replace(/\.\w+$/, ''))].flatMap((line) => {
    const found: Mention[] = [];
    for (let at = 0; at < line.length - 1; at += 1) {
      const start = finder.atStart(line.slice(at));
      if (!start || start.length < 3) continue;
      if (!isBranch(start.org.kind)) found.push({ org: start.org, line, isAll: start.length === line.length });
      at += start.length - 1;
    }
    return found;
  });
}

/** The superior of one that waits: undefined while it is not known, `false` when it can be none. */
export function superiorOf(one: Waiting, desk: Desk): WorldOrg | null | undefined | false {
  const { row, above, parent, name } = one;
  if (above && isWaiting(above)) {
    if (above.state === 'refused') {
      refuse(one, one.where, 'parent-not-imported', `“${name}”的上级“${above.name}”没有导入`, desk);
      return false;
    }
    return above.org;
  }
  if (above) return above;
  if (parent === '') return topOf(one, desk) ?? null;
  const found = desk.finder.find(parent, one.within);
  if (found.found === 'none') return undefined;
  if (found.found === 'many') {
    refuse(one, row.where('parent'), 'unit-ambiguous', `上级“${parent}”不止一个，请写全称`, desk);
    return false;
  }
  if (found.loosely) desk.places.readAs(row.where('parent'), parent, found.org);
  return found.org;
}

const BY: Readonly<Record<OutlineBy, string>> = {
  number: '序号的层级（1、1.1、1.1.2）',
  naming: '名称前的编号（一、（一）1.）',
  level: '级次',
  indent: '名称前的缩进',
};

/** Gives superiors by the form of the table, where no column names them and the user does not mind. */
export function outlined(rows: readonly Waiting[], desk: Desk): void {
  const outline = outlineOf(rows.map((one) => one.row));
  if (!outline || rows.some((one) => one.row.has('parent') || one.row.has('committee'))) return;
  const says = BY[outline.by];
  const answer = desk.draft.ask(
    {
      id: `organizations|outline|${outline.by}`,
      cell: rows[0]!.where,
      ask: `表里没有上级党组织一列，按${says}排上下级，对不对？`,
      options: [
        { value: 'yes', says: `按${says}` },
        { value: LEAVE_OUT, says: '不按，没有上级的行不导入' },
      ],
      default: 'yes',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  if (answer !== 'yes') return;
  for (const [at, superior] of outline.superior.entries()) if (superior >= 0) rows[at]!.above = rows[superior]!;
}
