/** 党员花名册: the members of a branch, with what they do in it. */
import { addMonths, type Day, monthOf } from '../../core/time/room.ts';
import {
  isNothing,
  openSheet,
  type RoughDay,
  readDay,
  readOrgName,
  type Sheet,
  type SheetRow,
  sheetDay,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  isBranch,
  type MemberCategory,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  SheetPlaces,
  type Situation,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { type Joining, joining } from './joining-day.logic.ts';
import { membersLayout } from './members-columns.logic.ts';
import { completed, maybeSame, PeopleFinder } from './people-finder.logic.ts';
import { bornMonth, isAfterBirth, isPersonAlone, type ReadName, readName, sexOf } from './person-cells.logic.ts';
import { branchPosts, readCategory, readSituation } from './titles.logic.ts';

interface Read {
  who: ReadName;
  name: string;
  branch: WorldOrg;
  category: MemberCategory;
  joinedOn: RoughDay | null;
  /** When he became a full member; null where it is not written. */
  fullOn: Day | null;
  situation: Situation | null;
}

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  people: PeopleFinder;
  /** What the title, the sheet's name and headings within the table name. */
  places: SheetPlaces;
  /** The branch that the title names. */
  ofTitle: WorldOrg | undefined;
  /** The branch that the title names and the city does not have. */
  unknownBranch: string | undefined;
  nextId: number;
  /** Those of whom a corrected sheet has said anew what holds. */
  saidAnew: Set<number>;
  /** The title says that all are probationary members. */
  allProbationary: boolean;
  /** What the title says of everybody's situation: 流动党员（流出）. */
  situationOfSheet: Situation | null;
  /** Somebody was taken for a full member, since nothing says what he is. */
  assumesFull: boolean;
  /** The day the sheet speaks of. */
  day: Day;
  context: PlanContext;
}

/** The branch that a row stands under: a heading's, the title's, or the only one of the unit that they name. */
function branchOfPlace(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const place = desk.places.of(row);
  if (!desk.places.ofHeading(row) && desk.ofTitle) return desk.ofTitle;
  if (!place || isBranch(place.kind)) return place;
  const only = desk.orgs.onlyBranchOf(place);
  if (only) desk.places.readAs(row.where('name'), place.name, only);
  return only;
}

/** What a line says of whose members they are, before 支部: `机关第二`. */
const BRANCH_IN_LINE = /^(?:\d{4}年度?)?([\p{Script=Han}\d〇]{2,20}?)(?:党支部|支部)/u;
const NO_BRANCH = /^(?:各|所属|下属|全部|全体|所在|基层|党员|直属)/;

/**
 * The branch that a title, the sheet's or the file's name speaks of and nobody knows. Its members are not taken for those of
 * another branch of the same unit.
 */
function unknownBranch(lines: readonly string[], orgs: OrgFinder): string | undefined {
  for (const line of lines) {
    const text = readOrgName(line);
    const own = text.slice(orgs.atStart(text)?.length ?? 0);
    const named = BRANCH_IN_LINE.exec(own)?.[1];
    if (named && !NO_BRANCH.test(named)) return `${named}党支部`;
  }
  return undefined;
}

/** The branch of the unit that he works in, where it has only one. */
function branchOfUnit(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('unit');
  const found = isNothing(written) ? undefined : desk.orgs.find(written, desk.places.of(row));
  if (found?.found !== 'one') return undefined;
  const branch = isBranch(found.org.kind) ? found.org : desk.orgs.onlyBranchOf(found.org);
  if (branch) desk.places.readAs(row.where('unit'), written, branch);
  return branch;
}

function readBranch(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('branch');
  const where = row.where('branch');
  if (isNothing(written)) {
    if (desk.unknownBranch !== undefined && !desk.places.ofHeading(row)) {
      const near = desk.orgs.find(desk.unknownBranch, desk.places.of(row));
      if (near.found === 'one') return near.org;
      const { reason, what, ...offer } = unitProblem(desk.unknownBranch, near);
      desk.draft.reject(where, reason, what, offer);
      return undefined;
    }
    const place = branchOfPlace(row, desk) ?? branchOfUnit(row, desk);
    if (!place) desk.draft.reject(where, 'unit-missing', '没有写所在党支部，标题里也没有');
    return place;
  }
  const found = desk.orgs.find(written, desk.places.of(row));
  if (found.found !== 'one') {
    const { reason, what, ...offer } = unitProblem(written, found);
    desk.draft.reject(where, reason, what, offer);
    return undefined;
  }
  if (isBranch(found.org.kind)) {
    if (found.loosely) desk.places.readAs(where, written, found.org);
    return found.org;
  }
  const only = found.loosely ? desk.orgs.onlyBranchOf(found.org) : undefined;
  if (only) {
    desk.places.readAs(where, written, only);
    return only;
  }
  desk.draft.reject(where, 'unit-not-a-branch', `“${found.org.name}”不是党支部，党员应编入支部`);
  return undefined;
}

/** Whether a day lies less than the year of probation back. */
const isWithinYear = (on: Day, today: Day): boolean => addMonths(monthOf(on), 12) > monthOf(today);

/** Whether his probation is written to end, and no day of becoming a full member is: long after that he became one. */
function isDue(row: SheetRow, who: ReadName, desk: Desk): boolean {
  const cell = row.cell('fullDueOn');
  const reading = cell && !isNothing(row.text('fullDueOn')) ? readDay(cell) : undefined;
  if (!reading?.ok || addMonths(monthOf(reading.value.day), 12) < monthOf(desk.day)) return false;
  if (reading.value.day < desk.day) {
    const what = `${who.name}的预备期满时间“${cell!.text.trim()}”已过，没有写转正，按预备党员导入，请核对`;
    desk.draft.warn(row.where('fullDueOn'), 'category-assumed', what);
  }
  return true;
}

/**
 * The category in its own column, else behind the name or the day of joining; what is written there may also be a situation:
 * 正式（流动）. Where nothing says it, the year of probation decides.
 */
function categoryOf(
  row: SheetRow,
  who: ReadName,
  said: Joining,
  fullOn: Day | null,
  desk: Desk,
): MemberCategory | undefined {
  const { draft } = desk;
  const written = row.text('category');
  if (!isNothing(written)) {
    const category = readCategory(written);
    if (!category) draft.reject(row.where('category'), 'category-unknown', `“${written}”不是正式党员或预备党员`);
    return category;
  }
  const heading = row.groups.map(({ text }) => readCategory(text)).findLast((category) => category !== undefined);
  const noted = said.category ?? who.notes.map(readCategory).find((category) => category !== undefined) ?? heading;
  if (noted) return noted;
  if (fullOn && fullOn <= desk.context.today) return 'full';
  if (desk.allProbationary || isDue(row, who, desk)) return 'probationary';
  if (said.joinedOn && isWithinYear(said.joinedOn.day, desk.day)) {
    const what = `${who.name}没有写党员类别，入党不满一年，按预备党员导入，请核对`;
    draft.warn(row.where('category'), 'category-assumed', what);
    return 'probationary';
  }
  if (row.has('category'))
    draft.warn(row.where('category'), 'category-assumed', `${who.name}没有写党员类别，按正式党员导入`);
  else desk.assumesFull = true;
  return 'full';
}

/** Words of a remark that say a situation; a longer remark is left alone. */
const LONGEST_REMARK = 24;

function situationOf(row: SheetRow, who: ReadName, desk: Desk): Situation | null {
  const { draft } = desk;
  const written = row.text('situation');
  const asked = row.has('situation') && !isNothing(written) ? readSituation(written) : null;
  if (asked === undefined)
    draft.warn(row.where('situation'), 'situation-unknown', `${who.name}的“${written}”不是认得的情况，没有导入`);
  if (asked) return asked;
  const notWritten = isNothing(row.text('whereabouts'))
    ? desk.situationOfSheet
    : (desk.situationOfSheet ?? 'migrantOut');
  const others = [...who.notes, row.text('category')]
    .map(readSituation)
    .find((one) => one !== undefined && one !== null);
  if (others) return others;
  if (notWritten) return notWritten;
  const remark = squeezed(row.text('remark'));
  const said = remark.length <= LONGEST_REMARK ? (readSituation(remark) ?? null) : null;
  if (said)
    draft.warn(row.where('remark'), 'situation-from-remark', `${who.name}按备注“${remark}”记下人员情况，请核对`);
  return said;
}

/** The day of becoming a full member; null where none is written or it cannot be. */
function fullDay(row: SheetRow, who: ReadName, { joinedOn, fullOn }: Joining, desk: Desk): Day | null {
  const cell = row.cell('fullOn');
  if (!cell || isNothing(row.text('fullOn'))) return fullOn?.day ?? null;
  const reading = readDay(cell);
  const written = cell.text.trim();
  const say = (why: string): null => {
    desk.draft.warn(row.where('fullOn'), 'full-day-unread', `${who.name}的转正时间“${written}”${why}，没有导入`);
    return null;
  };
  if (!reading.ok) return say('不是有效的日期');
  if (joinedOn && reading.value.day <= joinedOn.day) return say('不晚于入党时间');
  return reading.value.day;
}

function readRow(row: SheetRow, desk: Desk): Read | undefined {
  const { draft, context } = desk;
  const who = readName(row, draft);
  if (!who) return undefined;
  const branch = readBranch(row, desk);
  if (!branch) return undefined;
  const said = joining(row, context.today, draft);
  if (!said || !isAfterBirth(row, who.name, 'joinedOn', draft, said.joinedOn)) return undefined;
  const { joinedOn } = said;
  const fullOn = fullDay(row, who, said, desk);
  const category = categoryOf(row, who, said, fullOn, desk);
  if (!category) return undefined;
  return { who, name: who.name, branch, category, joinedOn, fullOn, situation: situationOf(row, who, desk) };
}

/** The person whom a list of organizations has named as an officer of this branch, or of one above it. */
function officerOf(row: SheetRow, { who, name, branch, joinedOn }: Read, desk: Desk): WorldPerson | undefined {
  const { draft, context } = desk;
  const all = desk.people.officers(name, branch.id);
  const here = all.filter((person) => person.posts.some((held) => held.orgId === branch.id));
  const [officer, ...others] = here.length > 0 ? here : all;
  if (!officer || others.length > 0) return undefined;
  if (here.length === 0) {
    const post = officer.posts.find((held) => held.to === null)!;
    const org = desk.orgs.named(post.orgId);
    const what = `${name}与${org ? `“${org.name}”的` : ''}${post.title}同名，按同一人导入，请核对`;
    draft.warn(row.where('name'), 'same-person', what);
  }
  const said = { sex: sexOf(row, who), joinedOn, bornMonth: bornMonth(row, name, context.today, draft) };
  draft.facts.push(...completed(officer, said, context.since));
  return { ...officer, joinedOn };
}

/** The person a row is about: a new one, or a leading cadre who is known already. Undefined when he is a member already. */
function personOf(row: SheetRow, read: Read, desk: Desk): WorldPerson | undefined {
  const { draft, people, context } = desk;
  const { name, branch, joinedOn } = read;
  const sameName = people.members(name, branch.id);
  const corrected = sameName.find(({ id }) => context.corrected?.people.has(id));
  if (corrected) {
    desk.saidAnew.add(corrected.id);
    draft.reject(row.where('name'), 'duplicate', `${name}按工作表“${context.corrected!.sheet}”更正后的内容导入`);
    return undefined;
  }
  if (sameName.some((member) => maybeSame(member.joinedOn, joinedOn))) {
    draft.reject(row.where('name'), 'duplicate', `${name}已在${branch.name}，未重复导入`);
    return undefined;
  }
  if (sameName.length > 0)
    draft.warn(row.where('name'), 'same-name', `${branch.name}有两位${name}，入党时间不同，按两个人导入`);
  const cadre = people.cadreAbove(name, branch.id, joinedOn);
  if (cadre) {
    const post = cadre.posts.find((held) => held.rank !== null);
    draft.warn(
      row.where('name'),
      'same-person',
      `${name}与花名册里的${post?.title ?? '领导干部'}同名，入党时间也相同，按同一人导入`,
    );
    return cadre;
  }
  const officer = officerOf(row, read, desk);
  if (officer) return officer;
  const id = desk.nextId;
  desk.nextId += 1;
  const validFrom = joinedOn && joinedOn.day < context.since ? joinedOn.day : context.since;
  const born = bornMonth(row, name, context.today, draft);
  const sex = sexOf(row, read.who);
  draft.facts.push({
    fact: 'person',
    personId: id,
    validFrom,
    name,
    sex,
    joinedOn,
    ...(born ? { bornMonth: born } : {}),
  });
  return { id, name, joinedOn, memberships: [], posts: [] };
}

/** Probationary from the day of joining until that of becoming a full member, and full from then on. */
function membershipsOf(row: SheetRow, read: Read, desk: Desk): { from: Day; category: MemberCategory }[] {
  const { category, joinedOn, fullOn, name } = read;
  const from = joinedOn?.day ?? desk.day;
  if (!fullOn) return [{ from, category }];
  if (category === 'probationary' || fullOn > desk.context.today) {
    // The day on which he is due; it makes nobody a full member.
    if (fullOn <= desk.context.today)
      desk.draft.warn(row.where('fullOn'), 'full-day-unread', `${name}写作预备党员，又有转正时间，按预备党员导入`);
    return [{ from, category }];
  }
  if (!joinedOn) return [{ from: fullOn, category: 'full' }];
  return [
    { from, category: 'probationary' },
    { from: fullOn, category: 'full' },
  ];
}

function take(row: SheetRow, read: Read, desk: Desk): void {
  const person = personOf(row, read, desk);
  if (!person) return;
  const { draft, day } = desk;
  const { branch } = read;
  const memberships = membershipsOf(row, read, desk);
  for (const { from: validFrom, category } of memberships) {
    const { situation } = read;
    const said = situation ? { situation } : {};
    draft.facts.push({ fact: 'membership', personId: person.id, orgId: branch.id, validFrom, category, ...said });
  }
  const { posts, unread } = branchPosts(row.text('post'));
  for (const { post, title } of posts) {
    // What a list of organizations has said already need not be said again.
    const holds = person.posts.some((held) => held.orgId === branch.id && held.post === post && held.to === null);
    if (!holds)
      draft.facts.push({
        fact: 'post',
        personId: person.id,
        orgId: branch.id,
        post,
        validFrom: day,
        title,
        rank: null,
      });
  }
  for (const text of unread) draft.warn(row.where('post'), 'post-unknown', `“${text}”不是支部里的职务，没有导入`);
  desk.people.add({
    ...person,
    memberships: [...person.memberships, ...memberships.map((one) => ({ orgId: branch.id, ...one, to: null }))],
  });
  draft.people.add(person.id);
  draft.accepted += 1;
}

/** A list of probationary members alone: 预备党员名册, and not one that counts them in. */
const OF_PROBATIONARY = /^(?:[^含和及与、,;:]*)预备党员(?:花?名册|名单|登记|情况|信息|台账|一览|统计|汇总|转正|$)/;
const LISTS = '(?:\\(.*\\))?(?:花?名册|名单|登记|情况|信息|台账|一览|统计|汇总|$)';
const OF_MIGRANTS: readonly [RegExp, Situation][] = [
  [new RegExp(`流入(?:的?流动)?党员${LISTS}|流动党员\\(流入\\)`), 'migrantIn'],
  [new RegExp(`(?:流出|流动|外出)党员${LISTS}`), 'migrantOut'],
];

/** Where all of a list are migrants, its title or the sheet's name says so. */
function situationOfTitle(lines: readonly string[]): Situation | null {
  const said = lines.flatMap((line) => OF_MIGRANTS.find(([words]) => words.test(squeezed(line)))?.[1] ?? []);
  return said[0] ?? null;
}

/** Plans a list of members. The branch stands in a column, in the title, in the sheet's name or in a heading. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding, {
    isName: isPersonAlone,
    isWithin: (text) => readCategory(text) !== undefined,
  });
  const orgs = new OrgFinder(world);
  const draft = new PlanDraft('members', sheet.name);
  const titles = [...opened.title, sheet.name, context.file.replace(/\.\w+$/, '')].map((line) =>
    line.normalize('NFKC'),
  );
  const places = new SheetPlaces(opened, orgs, draft, context.file);
  const ofTitle =
    orgs.inTitles(titles, (org) => isBranch(org.kind)) ?? (places.ofSheet && orgs.branchIn(titles, places.ofSheet));
  const desk: Desk = {
    draft,
    orgs,
    people: new PeopleFinder(world),
    places,
    ofTitle,
    unknownBranch: ofTitle ? undefined : unknownBranch(titles, orgs),
    nextId: world.nextPersonId,
    saidAnew: new Set(),
    allProbationary: [...opened.title, sheet.name].some((line) => OF_PROBATIONARY.test(squeezed(line))),
    situationOfSheet: situationOfTitle([...opened.title, sheet.name]),
    assumesFull: false,
    day: sheetDay(sheet, understanding, opened, context.today),
    context,
  };
  for (const row of opened.rows) {
    draft.rows += 1;
    context.onRow?.();
    const read = readRow(row, desk);
    if (read) take(row, read, desk);
  }
  if (desk.assumesFull && draft.accepted > 0)
    draft.warn(opened.head('name'), 'category-assumed', '表里没有党员类别一列，没有另外写明的都按正式党员导入');
  if (desk.saidAnew.size > 0) draft.sayOnlyHere(opened.head('name'), context.corrected);
  if (desk.day === context.today) draft.assumedToday(opened.head('name'), ['membership'], desk.day, '入党时间');
  places.sayTotal();
  places.sayUnread((text) => readCategory(text) !== undefined);
  return draft.done();
}

export const membersPlanner: Planner = { layout: membersLayout, plan };
