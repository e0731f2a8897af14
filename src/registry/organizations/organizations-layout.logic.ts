/** 党组织名册: organizations with their short names, superiors, kinds, sectors and ends of term. */
import { type Day, dayName } from '../../core/time/room.ts';
import {
  isNothing,
  lastDayOf,
  openSheet,
  readDay,
  readNameList,
  readOrgName,
  type Sheet,
  type SheetRow,
  sheetDay,
  type Understanding,
} from '../../platform/open/room.ts';
import { isBranch, ORG_KINDS, type OrgKind, SECTORS, type Sector } from './facts.logic.ts';
import { Officers } from './officers.logic.ts';
import { OrgFinder } from './org-finder.logic.ts';
import { kindByName, sectorByName, sectorOfTitle, writtenKind, writtenSector } from './org-kind-reading.logic.ts';
import {
  COMMON_NAME,
  type Desk,
  isWaiting,
  mentionedIn,
  outlined,
  refuse,
  sameAs,
  superiorOf,
  type Waiting,
} from './org-superiors.logic.ts';
import { ORGANIZATIONS_LAYOUT } from './organizations-columns.logic.ts';
import { type Plan, type PlanContext, PlanDraft, type Planner } from './plan.logic.ts';
import { SheetPlaces } from './sheet-places.logic.ts';
import type { World, WorldOrg } from './world.logic.ts';

/** `1.第一党支部` without its number. */
const orgName = (text: string): string =>
  readOrgName(text).replace(
    /^(?:\d{1,3}(?:\.\d{1,3})*[.、]|\(\d{1,3}\)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))(?=\p{Script=Han})/u,
    '',
  );

const PARTY_ORG = /(?:党委|党组|党工委|总支部?|支部|党小组|支部委员会|党委会)$/;
/** The end of the term, or null; undefined when the row was rejected because of it. */
function termOf(row: SheetRow, draft: PlanDraft): Day | null | undefined {
  const cell = row.cell('termExpiresOn');
  if (!cell || isNothing(row.text('termExpiresOn'))) return null;
  const reading = readDay(cell);
  if (reading.ok) return lastDayOf(reading.value);
  draft.reject(row.where('termExpiresOn'), reading.reason, `届满时间“${cell.text.trim()}”不是有效的日期`);
  return undefined;
}

/** The day of founding, or null. One that cannot be read keeps no organization out. */
function foundingOf(row: SheetRow, name: string, draft: PlanDraft): Day | null {
  const cell = row.cell('foundedOn');
  if (!cell || isNothing(row.text('foundedOn'))) return null;
  const reading = readDay(cell);
  if (reading.ok) return reading.value.day;
  const what = `“${name}”的成立时间“${cell.text.trim()}”读不到月，没有按它导入`;
  draft.warn(row.where('foundedOn'), 'founding-unread', what);
  return null;
}

/** The organization of a name below another one; made where nobody knows it. */
function namedOrMade(
  row: SheetRow,
  where: string,
  name: string,
  desk: Desk,
  above: Waiting | WorldOrg | undefined,
): Waiting | WorldOrg {
  const listed = desk.waiting.find((one) => one.name === name && !COMMON_NAME.test(name));
  if (listed) return listed;
  const found = desk.finder.find(name, above && !isWaiting(above) ? above : undefined);
  if (found.found === 'one') return found.org;
  const made = waitingFor(row, where, name, desk, above);
  desk.waiting.push(made);
  return made;
}

/** Organizations named above or to the left of a row, from the top; those that nobody knows are made. */
function chainOf(row: SheetRow, own: string, desk: Desk): Waiting | WorldOrg | undefined {
  const named = ['committee', 'general'].flatMap((field) => {
    const name = orgName(row.text(field));
    return isNothing(name) || name === own ? [] : [{ name, where: row.where(field) }];
  });
  const headings = row.groups.flatMap(({ at, text }) =>
    PARTY_ORG.test(text) ? [{ name: text, where: `A${at + 1}` }] : [],
  );
  let above: Waiting | WorldOrg | undefined = desk.places.of(row);
  let way = '';
  for (const { name, where } of [...headings, ...named]) {
    way += `>${name}`;
    const next: Waiting | WorldOrg = desk.derived.get(way) ?? namedOrMade(row, where, name, desk, above);
    above = next;
    desk.derived.set(way, next);
  }
  return above;
}

const waitingFor = (
  row: SheetRow,
  where: string,
  name: string,
  desk: Desk,
  above: Waiting | WorldOrg | undefined,
): Waiting => ({
  row,
  where,
  name,
  derived: true,
  parent: '',
  ...(above ? { above } : {}),
  within: desk.places.of(row),
  termExpiresOn: null,
  foundedOn: null,
  state: 'waiting',
});

function readRow(row: SheetRow, desk: Desk): Waiting | undefined {
  const { draft } = desk;
  // In a table of 党委, 党总支, 党支部 the one furthest right is the row's own.
  const field = ['name', 'general', 'committee'].find((one) => !isNothing(row.text(one))) ?? 'name';
  const name = orgName(row.text(field));
  if (name === '' || isNothing(name)) {
    draft.reject(row.where('name'), 'name-missing', '这一行没有写党组织名称');
    return undefined;
  }
  const kindText = row.text('kind');
  if (writtenKind(kindText, null) === 'unknown') {
    const names = ORG_KINDS.map((kind) => kind.name).join('、');
    draft.reject(row.where('kind'), 'kind-unknown', `没有“${kindText}”这个类别；可写：${names}`);
    return undefined;
  }
  const sectorText = row.text('sector');
  if (writtenSector(sectorText) === 'unknown') {
    const names = SECTORS.map((sector) => sector.name).join('、');
    draft.reject(row.where('sector'), 'sector-unknown', `没有“${sectorText}”这个领域；可写：${names}`);
    return undefined;
  }
  const termExpiresOn = termOf(row, draft);
  if (termExpiresOn === undefined) return undefined;
  const foundedOn = foundingOf(row, name, draft);
  const parent = isNothing(row.text('parent')) ? '' : row.text('parent');
  const hasForm = row.has('committee') || row.has('general') || !row.has('parent') || row.groups.length > 0;
  const above = parent === '' && hasForm ? chainOf(row, name, desk) : undefined;
  const common = { ...waitingFor(row, row.where(field), name, desk, above), derived: false, parent };
  return { ...common, termExpiresOn, foundedOn };
}

/** The sector that no cell says: by the name, by what the title says of all branches, else the superior's. */
function sectorUnwritten({ name }: Waiting, kind: OrgKind, above: WorldOrg | null, desk: Desk): Sector {
  const { sectorOfSheet } = desk;
  const isTitled = sectorOfSheet && (isBranch(kind) || kind === 'generalBranch');
  return sectorByName(name, isTitled && above ? { ...above, sector: sectorOfSheet } : above);
}

/** Takes an organization over when its superior is settled; false while it is not. */
function settle(one: Waiting, desk: Desk): boolean {
  const { row, name, where } = one;
  const { draft, finder } = desk;
  const above = superiorOf(one, desk);
  if (above === undefined) return false;
  if (above === false) return true;
  const same = sameAs(one, above, desk);
  if (same?.isThere || (same && one.derived)) {
    one.org = same.org;
    one.state = 'taken';
    if (one.derived) return true;
    if (desk.officers.read(row, same.org)) {
      draft.accepted += 1;
      draft.warn(where, 'officers-added', `“${name}”已有，只登记了这一行的书记、委员`);
    } else draft.reject(where, 'duplicate', `“${name}”已有，未重复导入`);
    return true;
  }
  if (same) {
    one.org = same.org;
    one.state = 'taken';
    draft.reject(where, 'duplicate', `“${name}”已有，未重复导入；上级和表里写的不同，要改请办理隶属变更`);
    return true;
  }
  const kindText = one.derived ? '' : row.text('kind');
  const written = writtenKind(kindText, above);
  const kind = written === 'unknown' ? undefined : (written ?? kindByName(name, above));
  if (!kind)
    return refuse(
      one,
      one.derived ? where : row.where('kind'),
      'kind-unknown',
      `从名称看不出“${name}”是哪一类党组织，请写明类别`,
      desk,
    );
  if (!above && kind !== 'municipalCommittee')
    return refuse(one, row.where('parent'), 'parent-missing', `“${name}”没有写上级党组织`, desk);
  if (kind === 'municipalCommittee' && [...desk.world.orgs.values()].some((org) => org.kind === 'municipalCommittee'))
    return refuse(one, where, 'another-city', `“${name}”不是本市的市委；一个城市只有一个市委`, desk);
  const sectorWritten = one.derived ? undefined : writtenSector(row.text('sector'));
  const sector =
    sectorWritten === 'unknown' || !sectorWritten ? sectorUnwritten(one, kind, above, desk) : sectorWritten;
  if (one.derived) draft.warn(where, 'org-from-form', `“${name}”没有自己的一行，按表里写的上级一并建立，请核对`);
  else if (isNothing(kindText) && row.has('kind'))
    draft.warn(row.where('kind'), 'kind-assumed', `“${name}”没有写类别，按名称归类`);
  const shortNames = one.derived ? [] : readNameList(row.text('shortNames')).filter((short) => short !== name);
  const org: WorldOrg = { id: desk.nextId, name, shortNames, kind, sector, parentId: above?.id ?? null };
  desk.nextId += 1;
  finder.add(org);
  one.org = org;
  one.state = 'taken';
  const { id: orgId, ...said } = org;
  const validFrom = beginOf(one, above, desk);
  desk.begin.set(orgId, validFrom);
  draft.facts.push({
    fact: 'organization',
    orgId,
    validFrom,
    ...said,
    termExpiresOn: one.termExpiresOn,
    ...more(one, desk),
  });
  if (one.derived) return true;
  draft.accepted += 1;
  desk.officers.read(row, org);
  return true;
}

/** From the day of founding, where it is written; never before its superior. */
function beginOf({ foundedOn, row, name }: Waiting, above: WorldOrg | null, desk: Desk): Day {
  const { since, today } = desk.context;
  const earliest = (above && desk.begin.get(above.id)) ?? since;
  if (foundedOn && foundedOn < since) desk.early.push({ where: row.where('foundedOn'), name });
  if (!foundedOn || foundedOn <= earliest) return earliest;
  if (foundedOn <= today) return foundedOn;
  desk.draft.warn(row.where('foundedOn'), 'date-in-future', `“${name}”的成立时间晚于今天，没有按它导入`);
  return earliest;
}

/** The second superior and the units covered, where the row has them. */
function more({ row, derived, name }: Waiting, desk: Desk): { secondParentId?: number; covers?: string[] } {
  if (derived) return {};
  const covers = readNameList(row.text('covers'));
  const second = row.text('secondParent');
  const found = isNothing(second) || /^[是否]$/.test(second) ? undefined : desk.finder.find(second);
  if (found && found.found !== 'one') {
    const near = found.found === 'none' ? found.near : found.orgs.map((org) => org.name);
    const what = `“${name}”的第二上级“${second}”不在名册里，没有导入`;
    desk.draft.warn(row.where('secondParent'), 'second-parent-unknown', what, { written: second, near });
  }
  return {
    ...(found?.found === 'one' ? { secondParentId: found.org.id } : {}),
    ...(covers.length > 0 ? { covers } : {}),
  };
}

/**
 * Plans a list of organizations. A superior may stand further down in the same sheet, in columns to the left, in headings, or
 * only in the form of the table. Organizations without a day of founding hold from `context.since` on.
 */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const draft = new PlanDraft('organizations', sheet.name);
  const opened = openSheet(sheet, understanding, { isName: () => true });
  const finder = new OrgFinder(world);
  const places = new SheetPlaces(opened, finder, draft, context.file);
  const day = sheetDay(sheet, understanding, opened, context.today);
  const officers = new Officers(world, finder, draft, context, day);
  const mentioned = mentionedIn(sheet, context.file, finder);
  const sectorOfSheet = sectorOfTitle([...opened.title, sheet.name, context.file]);
  const common = { draft, finder, places, world, context, officers, mentioned, sectorOfSheet };
  const desk: Desk = {
    ...common,
    nextId: world.nextOrgId,
    waiting: [],
    derived: new Map(),
    begin: new Map(),
    early: [],
  };
  const own: Waiting[] = [];
  for (const row of opened.rows) {
    draft.rows += 1;
    context.onRow?.();
    const read = readRow(row, desk);
    if (!read) continue;
    own.push(read);
    desk.waiting.push(read);
  }
  outlined(own, desk);
  let waiting = desk.waiting;
  for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((one) => !settle(one, desk));
  }
  officers.plan();
  const [early] = desk.early;
  if (early) {
    const more = desk.early.length > 1 ? `等${desk.early.length}个` : '';
    const what = `“${early.name}”${more}成立得更早，从${dayName(context.since)}起登记，更早的成立时间没有导入`;
    draft.warn(early.where, 'founded-early', what);
  }
  const unsettled = new Set(waiting.map((one) => one.name));
  for (const { row, name, parent, derived, where } of waiting) {
    if (derived) continue;
    if (parent === '' || unsettled.has(readOrgName(parent)))
      draft.reject(
        parent === '' ? where : row.where('parent'),
        'parent-not-imported',
        `“${name}”的上级${parent === '' ? '' : `“${parent}”`}这次没有导入，或两者互为上级`,
      );
    else {
      const found = finder.find(parent);
      const near = found.found === 'none' ? found.near : [];
      draft.reject(row.where('parent'), 'parent-unknown', `“${name}”的上级“${parent}”不在名册里`, {
        written: parent,
        near,
      });
    }
  }
  places.sayTotal();
  places.sayUnread(
    (text) => PARTY_ORG.test(text) || writtenSector(text) !== 'unknown' || writtenKind(text, null) !== 'unknown',
  );
  return draft.done();
}

export const organizationsPlanner: Planner = { layout: ORGANIZATIONS_LAYOUT, plan };
