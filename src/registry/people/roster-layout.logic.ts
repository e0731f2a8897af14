/** 领导干部花名册: leading cadres with unit, title, rank and the leader in charge of them. */
import { type Day, dayName } from '../../core/time/room.ts';
import {
  isNothing,
  LEAVE_OUT,
  openSheet,
  type RoughDay,
  readDay,
  readNames,
  type Sheet,
  type SheetRow,
  sheetDay,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type Post,
  type Rank,
  type RegistryFact,
  SheetPlaces,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { joining } from './joining-day.logic.ts';
import { completed, maybeSame, PeopleFinder } from './people-finder.logic.ts';
import { bornMonth, isAfterBirth, isPersonAlone, type ReadName, readName, sexOf } from './person-cells.logic.ts';
import { rosterLayout } from './roster-columns.logic.ts';
import { rankIn, rankOf } from './roster-ranks.logic.ts';
import { isRemoval, takeRemovals } from './roster-removals.logic.ts';
import { postOfTitle, readRank } from './titles.logic.ts';
import { dividePosts, unitPart } from './unit-and-post.logic.ts';

interface HeldPost {
  org: WorldOrg;
  title: string;
}

interface Read {
  row: SheetRow;
  who: ReadName;
  name: string;
  /** The first is the one that he is listed under. */
  posts: readonly [HeldPost, ...HeldPost[]];
  unit: WorldOrg;
  rank: Rank | null;
  joinedOn: RoughDay | null;
}

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  people: PeopleFinder;
  municipal: WorldOrg | undefined;
  /** What stands above the table and names its unit. */
  places: SheetPlaces;
  /** The unit of the row before, for one that is written once for several. */
  lastUnit: WorldOrg | undefined;
  /** Whether rows without a unit belong to the one above. */
  inherits: boolean;
  /** Leaders in charge by name; null for one who cannot be added. */
  leaders: Map<string, number | null>;
  nextId: number;
  /** Those whom this very table has brought: a further row of them is a further post. */
  brought: Set<number>;
  /** Rows that only take posts away. */
  removals: Pick<Read, 'row' | 'name'>[];
  /** Those of whom a corrected sheet has said anew what holds. */
  saidAnew: Set<number>;
  /** What the title or the sheet's name says of everybody's rank. */
  rankOfSheet: Rank | undefined;
  day: Day;
  context: PlanContext;
}

const SAME_UNIT = /^(?:同上|〃|″|")[、,]?/;

/** The unit of a row whose unit cell is empty: that of its heading, of the table, or the one written above. */
function unitOfPlace(row: SheetRow, desk: Desk): WorldOrg | undefined {
  // A sheet that has units names in its title who sent it in; one that has none, whose people these are.
  const isWritten = row.has('unit') || row.has('unitTitle');
  const place = isWritten ? desk.places.ofHeading(row) : desk.places.of(row);
  if (place && place.kind !== 'municipalCommittee') return place;
  return desk.inherits ? desk.lastUnit : undefined;
}

function readUnit(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('unit');
  if (isNothing(written)) {
    const place = unitOfPlace(row, desk);
    if (!place) desk.draft.reject(row.where('unit'), 'unit-missing', '没有写工作单位');
    return place;
  }
  const found = desk.orgs.find(written, desk.places.of(row));
  if (found.found === 'one') {
    if (found.loosely) desk.places.readAs(row.where('unit'), written, found.org);
    return found.org;
  }
  const { reason, what, ...offer } = unitProblem(written, found);
  desk.draft.reject(row.where('unit'), reason, what, offer);
  return undefined;
}

/** Written in the place of a unit, and none: 市领导, 四套班子. */
const NO_UNIT = /^(?:[市县区]级?|厅级|县处级|现职)?领导(?:干部|班子(?:成员)?)?$|^四套班子(?:成员)?$|^班子成员$/;

/** Posts whose titles say their units themselves, where the unit's own cell says only what group they are of. */
function postsInTitle(row: SheetRow, desk: Desk): HeldPost[] | undefined {
  if (!NO_UNIT.test(squeezed(row.text('unit')))) return undefined;
  const { posts, unread } = dividePosts(row.text('title'), desk.orgs, desk.places.of(row));
  return posts.length > 0 && unread.length === 0 ? [...posts] : undefined;
}

/** 单位及职务 in one cell. */
function divided(row: SheetRow, desk: Desk): HeldPost[] | undefined {
  const written = row.text('unitTitle');
  const where = row.where('unitTitle');
  const place = unitOfPlace(row, desk);
  const same = SAME_UNIT.exec(written);
  if (same && desk.lastUnit) return [{ org: desk.lastUnit, title: squeezed(written.slice(same[0].length)) }];
  if (isNothing(written)) {
    desk.draft.reject(where, 'unit-missing', '没有写工作单位和职务');
    return undefined;
  }
  const { posts, unread } = dividePosts(written, desk.orgs, desk.places.of(row));
  for (const { unit, org, loosely } of posts) if (loosely) desk.places.readAs(where, unit, org);
  if (posts.length === 0 && place && unread.every(({ unit, whole }) => unit === whole || unitPart(whole) === whole))
    return [{ org: place, title: squeezed(written) }];
  if (posts.length === 0) {
    const unit = unread[0]?.unit ?? written;
    const found = desk.orgs.find(unit);
    if (found.found === 'one') return [{ org: found.org, title: '' }];
    const { reason, what, ...offer } = unitProblem(unit, found);
    desk.draft.reject(where, reason, what, offer);
    return undefined;
  }
  for (const { unit, whole } of unread) {
    const found = desk.orgs.find(unit);
    const offer = found.found === 'none' ? { written: unit, near: found.near } : {};
    const what = `“${whole}”的单位不在名册里，这一职务没有导入，其余职务已导入`;
    desk.draft.warn(where, 'post-unit-unknown', what, offer);
  }
  return [...posts];
}

/** The posts of a row, the unit and the title standing apart or in one cell. */
function postsOf(row: SheetRow, desk: Desk): HeldPost[] | undefined {
  if (row.has('unitTitle') && row.text('unitTitle') !== '') return divided(row, desk);
  if (row.has('unitTitle') && !row.has('unit')) return divided(row, desk);
  const inTitle = postsInTitle(row, desk);
  if (inTitle) return inTitle;
  const org = readUnit(row, desk);
  if (!org) return undefined;
  const [party, office] = ['partyTitle', 'title'].map((field) => row.text(field).replace(/\s+/g, ''));
  const parts = [party, office].filter((part) => part && !isNothing(part));
  const title = party && office?.includes(party) ? office : parts.join('、');
  return [{ org, title }];
}

/** What a bracket behind the name says of the post: 挂职. */
const OF_POST = /^(?:挂职|挂任|援派|试用期?.*|兼职)/;

function readRow(row: SheetRow, desk: Desk): Read | undefined {
  const who = readName(row, desk.draft);
  if (!who) return undefined;
  if (isRemoval(row, 'unitTitle', 'unit', 'title', 'partyTitle')) {
    desk.removals.push({ row, name: who.name });
    return undefined;
  }
  const [first, ...others] = postsOf(row, desk) ?? [];
  if (!first) return undefined;
  desk.lastUnit = first.org;
  const said = joining(row, desk.context.today, desk.draft, true);
  if (!said) return undefined;
  const { joinedOn } = said;
  const { name } = who;
  const noted = who.notes.find((note) => OF_POST.test(note));
  const isSaid = noted === undefined || first.title.includes(noted.slice(0, 2));
  const main = isSaid || first.title === '' ? first : { ...first, title: `${first.title}（${noted}）` };
  if (!isAfterBirth(row, name, 'joinedOn', desk.draft, joinedOn) || !isAfterBirth(row, name, 'heldSince', desk.draft))
    return undefined;
  return {
    row,
    who,
    name,
    unit: first.org,
    posts: [main, ...others],
    joinedOn,
    rank: rankOf(row, name, main.title, desk),
  };
}

/** Whether a row says a post that the person is not yet said to hold. */
const isFurther = (known: WorldPerson, { posts }: Read): boolean =>
  posts.some(
    ({ org, title }) =>
      title !== '' && !known.posts.some((held) => held.orgId === org.id && held.title.includes(title)),
  );

/** Title of a city-level leader of whom another list said only that he is one. */
const STAND_IN = '市级领导';

/** Somebody of whom a list of organizations or a column of leaders has said only name and post. */
const isUnfinished = (known: WorldPerson): boolean =>
  known.joinedOn === null && known.posts.every(({ rank, title }) => rank === null || title === STAND_IN);

/** The end of a post that only stood in for the one that the roster says. */
const withoutStandIn = (known: WorldPerson): RegistryFact[] =>
  known.posts
    .filter(({ title }) => title === STAND_IN)
    .map(({ orgId, post, title, rank, from }) => ({
      fact: 'post',
      personId: known.id,
      orgId,
      post,
      title,
      rank,
      validFrom: from,
      ended: true,
    }));

/** The person a row is about: a new one, or a member of a branch who is known already. Undefined for one who is there already. */
function personOf(read: Read, desk: Desk): WorldPerson | undefined {
  const { draft, people, context } = desk;
  const { row, name, unit, joinedOn } = read;
  const sameName = people.holders(name, unit.id);
  const corrected = sameName.find(({ id }) => context.corrected?.people.has(id));
  if (corrected) {
    desk.saidAnew.add(corrected.id);
    draft.reject(row.where('name'), 'duplicate', `${name}按工作表“${context.corrected!.sheet}”更正后的内容导入`);
    return undefined;
  }
  const known = sameName.find((holder) => maybeSame(holder.joinedOn, joinedOn));
  if (known && desk.brought.has(known.id) && isFurther(known, read)) return known;
  if (known && isUnfinished(known)) {
    const said = { sex: sexOf(row, read.who), joinedOn, bornMonth: bornMonth(row, name, context.today, draft) };
    draft.facts.push(...completed(known, said, context.since), ...withoutStandIn(known));
    return { ...known, joinedOn: known.joinedOn ?? joinedOn, posts: [] };
  }
  if (sameName.some((holder) => maybeSame(holder.joinedOn, joinedOn))) {
    draft.reject(row.where('name'), 'duplicate', `${unit.name}的${name}已有，单位和入党时间都相同，未重复导入`);
    return undefined;
  }
  if (sameName.length > 0)
    draft.warn(row.where('name'), 'same-name', `${unit.name}有两位${name}，入党时间不同，按两个人导入`);
  const member = people.memberBelow(name, unit.id, joinedOn);
  if (member) {
    draft.warn(
      row.where('name'),
      'same-person',
      `${name}与${unit.name}下属支部的党员同名，入党时间也相同，按同一人导入`,
    );
    return member;
  }
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

/** The city-level leader of a name; added to the municipal committee when the city does not have him yet. */
function leaderOf(name: string, where: string, desk: Desk): number | null {
  const known = desk.leaders.get(name);
  if (known !== undefined) return known;
  const { draft, municipal, context } = desk;
  const there = desk.people.named(name).find((person) => person.posts.some((held) => held.rank === 'cityLevel'));
  let id: number | null = there?.id ?? null;
  if (!there && municipal) {
    id = desk.nextId;
    desk.nextId += 1;
    draft.facts.push(
      { fact: 'person', personId: id, validFrom: context.since, name, sex: null, joinedOn: null },
      {
        fact: 'post',
        personId: id,
        orgId: municipal.id,
        post: 'officeHolder',
        validFrom: desk.day,
        title: STAND_IN,
        rank: 'cityLevel',
      },
    );
    draft.warn(where, 'leader-added', `分管市级领导${name}不在册，一并加为${municipal.name}的市级领导，请补职务`);
  } else if (!there) {
    draft.warn(where, 'leader-unknown', `还没有市委，分管市级领导${name}没有导入；请先导入党组织名册`);
  }
  desk.leaders.set(name, id);
  return id;
}

function takeLeaders(row: SheetRow, person: WorldPerson, desk: Desk): void {
  const where = row.where('leader');
  const { names, unread } = readNames(row.text('leader'), (name) => desk.leaders.has(name));
  for (const text of unread) desk.draft.warn(where, 'leader-unreadable', `“${text}”不像分管领导的姓名，没有导入`);
  for (const { name } of names) {
    const leaderId = leaderOf(name, where, desk);
    if (leaderId !== null && leaderId !== person.id)
      desk.draft.facts.push({ fact: 'charge', leaderId, personId: person.id, validFrom: desk.day });
  }
}

/** From when he holds his posts: what is written, else the day that the sheet speaks of. */
function heldSince({ row, name }: Pick<Read, 'row' | 'name'>, desk: Desk): Day {
  const cell = row.cell('heldSince');
  if (!cell || isNothing(row.text('heldSince'))) return desk.day;
  const reading = readDay(cell);
  if (reading.ok && reading.value.day <= desk.context.today) return reading.value.day;
  desk.draft.warn(
    row.where('heldSince'),
    'held-since-unread',
    `${name}的任现职时间“${cell.text.trim()}”${reading.ok ? '晚于今天' : '不是有效的日期'}，按${dayName(desk.day)}任职导入，请核对`,
  );
  return desk.day;
}

/** A further post with one of the same kind that he holds in the same unit: one post of both titles, from the later day on. */
function together<Held extends { orgId: number; post: Post; title: string; from: Day }>(
  person: WorldPerson,
  said: Held,
): Held {
  const before = person.posts.findLast((one) => one.orgId === said.orgId && one.post === said.post && one.to === null);
  if (!before) return said;
  const from = [before.from, said.from].sort()[1]!;
  return { ...said, title: `${before.title}、${said.title}`, from };
}

function take(read: Read, desk: Desk): void {
  const { draft } = desk;
  const { row, name, posts, rank } = read;
  const day = heldSince(read, desk);
  // Who leaves one post and takes another is known by the one that he leaves.
  const person = takeRemovals(row, name, day, desk) ?? personOf(read, desk);
  if (!person) return;
  if (posts[0].title === '') draft.warn(row.where('title'), 'title-missing', `${name}没有写职务`);
  const isKnown = desk.brought.has(person.id);
  const said = posts.map(({ org, title }) => ({ orgId: org.id, post: postOfTitle(title), title, rank, from: day }));
  const held = isKnown ? said.map((one) => together(person, one)) : said;
  for (const { from: validFrom, ...post } of held)
    draft.facts.push({ fact: 'post', personId: person.id, validFrom, ...post });
  desk.people.add({ ...person, posts: [...person.posts, ...held.map((post) => ({ ...post, to: null }))] });
  desk.brought.add(person.id);
  takeLeaders(row, person, desk);
  draft.people.add(person.id);
  draft.accepted += 1;
}

function takeRemoval(one: Pick<Read, 'row' | 'name'>, desk: Desk): void {
  const { row, name } = one;
  const person = takeRemovals(row, name, heldSince(one, desk), desk);
  if (!person) {
    const what = `${name}免去的职务没有登记在册，这一行没有可导入的；请先导入有这一职务的花名册`;
    desk.draft.reject(row.where('removed'), 'removed-not-held', what);
    return;
  }
  desk.draft.people.add(person.id);
  desk.draft.accepted += 1;
}

/** Of how many rows one must leave its unit empty for it to be a way of writing. */
const ONE_IN = 3;

/** Whether the unit is written once for several rows; asked, since an empty cell may also be a mistake. */
function unitOnce(rows: readonly SheetRow[], draft: PlanDraft, context: PlanContext): boolean {
  const field = rows[0]?.has('unit') ? 'unit' : 'unitTitle';
  const empty = rows.filter((row, at) => at > 0 && row.text(field) === '' && row.text('name') !== '');
  if (field !== 'unit' || empty.length * ONE_IN < rows.length || rows[0]!.text(field) === '') return false;
  const id = 'roster|unit-once';
  const options = [
    { value: 'above', says: '和上面一行同一单位' },
    { value: LEAVE_OUT, says: '漏填了，不导入这些行' },
  ];
  const ask = `有${empty.length}行没有写单位（第${empty[0]!.at + 1}行起），是不是和上面一行同一单位？`;
  const question = { id, cell: empty[0]!.where(field), ask, options, default: 'above', certainty: 'likely' } as const;
  return draft.ask(question, context.answers) === 'above';
}

/** Plans a roster of leading cadres. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding, { isName: (text) => isPersonAlone(text) });
  const draft = new PlanDraft('roster', sheet.name);
  const orgs = new OrgFinder(world);
  const desk: Desk = {
    draft,
    orgs,
    people: new PeopleFinder(world),
    municipal: [...world.orgs.values()].find((org) => org.kind === 'municipalCommittee'),
    places: new SheetPlaces(opened, orgs, draft, context.file),
    lastUnit: undefined,
    inherits: unitOnce(opened.rows, draft, context),
    leaders: new Map(),
    brought: new Set(),
    saidAnew: new Set(),
    removals: [],
    rankOfSheet: rankIn([...opened.title, sheet.name]),
    nextId: world.nextPersonId,
    day: sheetDay(sheet, understanding, opened, context.today),
    context,
  };
  const read = opened.rows.flatMap((row) => {
    context.onRow?.();
    return readRow(row, desk) ?? [];
  });
  draft.rows = opened.rows.length;
  // City-level leaders of the list itself first, so that those who name them as leaders in charge find them.
  const isCity = (one: Read): boolean => one.rank === 'cityLevel';
  for (const one of [...read.filter(isCity), ...read.filter((other) => !isCity(other))]) take(one, desk);
  for (const one of desk.removals) takeRemoval(one, desk);
  if (desk.saidAnew.size > 0) draft.sayOnlyHere(opened.head('name'), context.corrected);
  desk.places.sayTotal(new Set(read.map(({ name }) => name)).size);
  desk.places.sayUnread((text) => readRank(text) !== undefined);
  if (desk.day === context.today) draft.assumedToday(opened.head('name'), ['post'], desk.day, '从哪天起任职');
  return draft.done();
}

export const rosterPlanner: Planner = { layout: rosterLayout, plan };
