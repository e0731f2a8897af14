/** 责任分工表: each leader with the organizations, cadres and Party-building work in his charge, his contacts and contact points. */
import { type Day, monthOf } from '../../core/time/room.ts';
import {
  isNothing,
  LEAVE_OUT,
  openSheet,
  readNameList,
  readNames,
  readPersonName,
  readTitledName,
  type Sheet,
  type SheetRow,
  sheetDay,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  chargeFactKey,
  ORG_RELATIONS,
  OrgFinder,
  type OrgRelation,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type RegistryFact,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { CadreFinder, cadreProblem } from './cadre-finder.logic.ts';
import { itemsIn, type WordedItem } from './item-words.logic.ts';
import { responsibilityLayout, UNSAID_MARK } from './responsibility-columns.logic.ts';

const RELATION_FIELDS: readonly [field: string, relation: OrgRelation][] = [
  ['orgs', 'charge'],
  ['contact', 'contact'],
  ['contactPoint', 'contactPoint'],
];
const VERB = /^(?:分管|主管|协管|联系|包联|挂联|负责)[:]?/;
/** A number before a name in a list: 1.市财政局. */
const NUMBERED = /^(?:\(\d{1,2}\)|\d{1,2}[.、)]|[①-⑳])/;
const ETC = /等?(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:单位|部门)?$/;

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  cadres: CadreFinder;
  world: World;
  items: readonly WordedItem[];
  day: Day;
  /** The organization that the sheet is about. */
  team: WorldOrg | undefined;
  known: Set<string>;
  /** Names whose reading was said. */
  said: Set<string>;
  /** What a column of leaders beside units says of them. */
  leaderRelation: OrgRelation;
  /** What the head of the work says of a unit that is only named. */
  workRelation: OrgRelation;
  answers: PlanContext['answers'];
  /** Leaders of the row above, for one that goes on below them without their names. */
  above: readonly WorldPerson[];
}

/** Says a charge unless it holds already. Answers whether it is new. */
function take(fact: Extract<RegistryFact, { fact: 'charge' | 'orgCharge' | 'itemCharge' }>, desk: Desk): boolean {
  const key = chargeFactKey(fact);
  if (desk.known.has(key)) return false;
  desk.known.add(key);
  desk.draft.facts.push(fact);
  return true;
}

/** What a row brought: new charges, and those that hold already. */
interface Tally {
  taken: number;
  held: number;
}
const count = (tally: Tally, isNew: boolean): void => {
  if (isNew) tally.taken += 1;
  else tally.held += 1;
};

/** The organization of a name, without its number and what is said of it in brackets; says it where that is a reading. */
function orgNamed(
  written: string,
  where: string,
  desk: Desk,
): { org?: WorldOrg; problem?: ReturnType<typeof unitProblem> } {
  const name = written.replace(NUMBERED, '').replace(VERB, '');
  const bare = name.replace(/\(.*?\)/g, '');
  const forms = [...new Set([name, name.replace(ETC, ''), bare, bare.replace(ETC, '')])];
  for (const form of forms) {
    const found = desk.orgs.find(form, desk.team);
    if (found.found !== 'one') continue;
    const isPart = form !== name && /\(.*(?:除外|不含|部分).*\)/.test(name);
    if ((found.loosely || isPart) && !desk.said.has(name)) {
      desk.said.add(name);
      const what = isPart
        ? `“${name}”按“${found.org.name}”整个登记，括号里的话没有导入，请核对`
        : `“${name}”按“${found.org.name}”读入，请核对`;
      desk.draft.warn(where, isPart ? 'charge-part' : 'unit-read-as', what);
    }
    return { org: found.org };
  }
  const found = desk.orgs.find(bare, desk.team);
  return found.found === 'one' ? { org: found.org } : { problem: unitProblem(bare, found) };
}

const takeOrg = (leader: WorldPerson, org: WorldOrg, relation: OrgRelation, tally: Tally, desk: Desk): void =>
  count(tally, take({ fact: 'orgCharge', leaderId: leader.id, orgId: org.id, relation, validFrom: desk.day }, desk));

function takeOrgs(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  for (const [field, relation] of RELATION_FIELDS) {
    for (const written of readNameList(row.text(field))) {
      const { org, problem } = orgNamed(written, row.where(field), desk);
      if (org) takeOrg(leader, org, relation, tally, desk);
      else if (problem) {
        const called = ORG_RELATIONS.find(({ id }) => id === relation)!.name;
        desk.draft.reject(row.where(field), problem.reason, `${leader.name}的${called}：${problem.what}`, problem);
      }
    }
  }
}

const CLAUSE = /[。;\n]/;
const CONTACT = /^(?:联系|包联|挂联|挂点|包保)/;
const CHARGE = /^(?:分管|主管|协管|负责|管理)/;

/** Organizations named in free text: 分管城关街道、民政局。联系东门社区. Answers what of the text was one. */
function takeOrgsInText(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): Set<string> {
  const read = new Set<string>();
  for (const clause of row.text('work').normalize('NFKC').split(CLAUSE)) {
    let relation: OrgRelation | undefined;
    for (const piece of clause.split(/[、,]/)) {
      const text = squeezed(piece).replace(NUMBERED, '');
      if (CONTACT.test(text)) relation = 'contact';
      else if (CHARGE.test(text)) relation = 'charge';
      const name = text.replace(CONTACT, '').replace(CHARGE, '').replace(/工作$/, '');
      const found = name.length >= 2 ? desk.orgs.find(name.replace(ETC, ''), desk.team) : undefined;
      // Below the name of a unit alone a tick, or nothing but its name, says that it is in his charge.
      const isAlone = relation === undefined && itemsIn(text, desk.items).items.length === 0;
      const said = relation ?? (isAlone ? desk.workRelation : undefined);
      if (!said || found?.found !== 'one') continue;
      read.add(name);
      if (found.loosely && !desk.said.has(name)) {
        desk.said.add(name);
        desk.draft.warn(row.where('work'), 'unit-read-as', `“${name}”按“${found.org.name}”读入，请核对`);
      }
      takeOrg(leader, found.org, said, tally, desk);
    }
  }
  return read;
}

function takePeople(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  const { names, unread } = readNames(row.text('people'));
  const where = row.where('people');
  for (const text of unread) desk.draft.warn(where, 'name-unreadable', `“${text}”不像姓名，没有导入`);
  for (const { name, reason } of names) {
    // 周舒(市教育局): what stands in brackets tells namesakes apart.
    const unit = reason === '' ? undefined : desk.orgs.find(reason);
    const found = desk.cadres.find(name, unit?.found === 'one' ? unit.org : undefined);
    if (found.found !== 'one') {
      const { reason: code, what } = cadreProblem(name, found);
      desk.draft.reject(where, code, `${leader.name}分管的干部：${what}`);
    } else if (found.person.id !== leader.id) {
      const fact = { fact: 'charge', leaderId: leader.id, personId: found.person.id, validFrom: desk.day } as const;
      count(tally, take(fact, desk));
    }
  }
}

/** The team in which a leader's work is divided: as written, as the sheet is titled, or where he holds his post. */
function teamOf(row: SheetRow, leader: WorldPerson, desk: Desk): WorldOrg | undefined {
  const written = row.text('unit');
  if (!isNothing(written)) {
    const found = desk.orgs.find(written);
    if (found.found === 'one') return found.org;
    const { reason, what, ...offer } = unitProblem(written, found);
    desk.draft.reject(row.where('unit'), reason, `${leader.name}的所在单位：${what}`, offer);
    return undefined;
  }
  const sits = leader.posts.some((held) => held.orgId === desk.team?.id && held.to === null);
  return sits ? desk.team : (desk.cadres.unitOf(leader) ?? desk.team);
}

function takeWork(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  const written = row.text('work');
  if (isNothing(written)) return;
  const orgs = takeOrgsInText(row, leader, tally, desk);
  const { items, others: phrases } = itemsIn(written, desk.items);
  const others = phrases.filter((phrase) => !orgs.has(phrase) && !orgs.has(phrase.replace(/工作$/, '')));
  if (others.length > 0) {
    const named = others.slice(0, 4).join('、');
    const what = `${leader.name}：“${named}”${others.length > 4 ? '等' : ''}不在十二项里，没有登记为党建分工`;
    desk.draft.warn(row.where('work'), 'work-no-item', what);
  }
  if (items.length === 0) return;
  const team = teamOf(row, leader, desk);
  if (!team) return;
  for (const itemId of items) {
    const fact = { fact: 'itemCharge', leaderId: leader.id, orgId: team.id, itemId, validFrom: desk.day } as const;
    count(tally, take(fact, desk));
  }
}

/** Several leaders in one cell, a line each or in a list of names: each has what the row says. */
function severalIn(written: string): readonly string[] {
  const lines = written.split(/[\n;；]/).filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => readTitledName(line) !== undefined)) return lines;
  if (readTitledName(written) !== undefined) return [written];
  const { names, unread } = readNames(written);
  return names.length > 1 && unread.length === 0 ? names.map(({ name }) => name) : [written];
}

/** One leader of a row; undefined when he was rejected. */
function leaderNamed(row: SheetRow, written: string, desk: Desk): WorldPerson | undefined {
  const { draft } = desk;
  const name =
    readTitledName(written) ??
    readPersonName(
      written.replace(/^(?:市委|市政府)?(?:书记|副书记|市长|副市长|常委|部长)(?=\p{Script=Han}{2,3}$)/u, ''),
    );
  if (!name) {
    draft.reject(
      row.where('leader'),
      written === '' ? 'name-missing' : 'name-unreadable',
      written === '' ? '这一行没有写领导姓名' : `“${written}”不像姓名`,
    );
    return undefined;
  }
  const unit = isNothing(row.text('unit')) ? undefined : desk.orgs.find(row.text('unit'));
  const found = desk.cadres.find(name, unit?.found === 'one' ? unit.org : desk.team);
  if (found.found === 'one') return found.person;
  const { reason, what } = cadreProblem(name, found);
  draft.reject(row.where('leader'), reason, what);
  return undefined;
}

/** The leaders of a row; those that are not known are rejected. */
function leadersOf(row: SheetRow, desk: Desk): readonly WorldPerson[] {
  const written = row.text('leader');
  if (written === '' && desk.above.length > 0) return desk.above;
  return severalIn(written).flatMap((one) => leaderNamed(row, one, desk) ?? []);
}

/** Columns that name leaders beside a unit, with what each says of them. */
const LEADER_FIELDS: readonly [field: string, relation: OrgRelation | 'assist' | 'head'][] = [
  ['leader', 'head'],
  ['chargeLeader', 'charge'],
  ['assistLeader', 'assist'],
  ['contactLeader', 'contact'],
];

/** Whether a table has a unit a row and its leaders beside it, rather than a leader a row. */
const isByUnits = (row: SheetRow): boolean =>
  row.has('unit') &&
  !['orgs', 'work', 'contact', 'contactPoint', 'people', 'title'].some((field) => row.has(field)) &&
  LEADER_FIELDS.some(([field]) => row.has(field));

/** What those who assist in a charge are entered as: asked once. */
const assisting = (where: string, desk: Desk): OrgRelation | undefined => {
  const answer = desk.draft.ask(
    {
      id: 'responsibility|assist',
      cell: where,
      ask: '表里有协管的领导，按什么登记？',
      options: [
        { value: 'charge', says: '和分管领导一样，按分管登记' },
        { value: 'contact', says: '按联系领导登记' },
        { value: LEAVE_OUT, says: '不登记协管的领导' },
      ],
      default: null,
      certainty: 'unsure',
    },
    desk.answers,
  );
  return answer === 'charge' || answer === 'contact' ? answer : undefined;
};

/** A row of a table of units: who is in charge of this one, and who its contact is. */
function takeUnit(row: SheetRow, desk: Desk): void {
  const { draft } = desk;
  const written = row.text('unit');
  const { org, problem } = orgNamed(written, row.where('unit'), desk);
  if (!org) {
    if (isNothing(written)) draft.reject(row.where('unit'), 'unit-missing', '这一行没有写单位');
    else draft.reject(row.where('unit'), problem!.reason, problem!.what, problem);
    return;
  }
  const tally: Tally = { taken: 0, held: 0 };
  let refused = 0;
  for (const [field, said] of LEADER_FIELDS) {
    const where = row.where(field);
    const { names, unread } = readNames(row.text(field));
    for (const text of unread) draft.warn(where, 'name-unreadable', `“${text}”不像姓名，没有导入`);
    if (names.length === 0) continue;
    const relation = said === 'head' ? desk.leaderRelation : said === 'assist' ? assisting(where, desk) : said;
    for (const { name } of names) {
      const found = desk.cadres.find(name, undefined);
      if (found.found !== 'one') {
        const { reason, what } = cadreProblem(name, found);
        draft.reject(where, reason, `${org.name}的领导：${what}`);
        refused += 1;
      } else if (relation) {
        takeOrg(found.person, org, relation, tally, desk);
        draft.people.add(found.person.id);
      }
    }
  }
  if (tally.taken > 0) draft.accepted += 1;
  else if (tally.held > 0)
    draft.reject(row.where('unit'), 'duplicate', `${org.name}的分管、联系领导都已登记，未重复导入`);
  else if (refused === 0) draft.warn(row.where('unit'), 'charge-missing', `${org.name}这一行没有读出分管或联系的领导`);
}

function takeRow(row: SheetRow, desk: Desk): void {
  const { draft } = desk;
  if (row.has(UNSAID_MARK)) {
    const what = `${row.text('unit')}这一行打的“${row.text(UNSAID_MARK)}”还不知道说的是什么，这些格没有导入；请先回答上面的问题`;
    if (isByUnits(row)) draft.warn(row.where(UNSAID_MARK), 'question-open', what);
    else {
      draft.reject(row.where(UNSAID_MARK), 'question-open', what);
      return;
    }
  }
  if (isByUnits(row)) {
    takeUnit(row, desk);
    return;
  }
  const before = draft.rejected.length;
  const leaders = leadersOf(row, desk);
  desk.above = leaders;
  if (leaders.length === 0) return;
  const tally: Tally = { taken: 0, held: 0 };
  for (const leader of leaders) {
    const taken = tally.taken;
    takeOrgs(row, leader, tally, desk);
    takePeople(row, leader, tally, desk);
    takeWork(row, leader, tally, desk);
    if (tally.taken > taken) draft.people.add(leader.id);
  }
  const named = leaders.map(({ name }) => name).join('、');
  if (tally.taken > 0) draft.accepted += 1;
  else if (tally.held > 0 && draft.rejected.length === before)
    draft.reject(row.where('leader'), 'duplicate', `${named}的分工都已登记，未重复导入`);
  else if (draft.rejected.length === before)
    draft.warn(row.where('leader'), 'charge-missing', `${named}这一行没有读出分管的单位、工作或干部`);
}

const headOf = ({ columns }: Understanding, field: string): string =>
  columns.find((column) => column.field === field)?.header ?? '';

/** Plans a table of who is in charge of what. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const day = sheetDay(sheet, understanding, opened, context.today);
  const orgs = new OrgFinder(world);
  const desk: Desk = {
    draft: new PlanDraft('responsibility', sheet.name),
    orgs,
    cadres: new CadreFinder(world),
    world,
    items: context.itemsFor(monthOf(day)),
    day,
    team: orgs.inTitles([...opened.title, squeezed(sheet.name)]),
    known: new Set(world.charges),
    said: new Set(),
    leaderRelation: /联系|挂联|包联/.test(headOf(understanding, 'leader')) ? 'contact' : 'charge',
    workRelation: /联系|挂联|包联/.test(headOf(understanding, 'work')) ? 'contact' : 'charge',
    answers: context.answers,
    above: [],
  };
  desk.draft.rows = opened.rows.length;
  for (const row of opened.rows) {
    takeRow(row, desk);
    context.onRow?.();
  }
  if (day === context.today)
    desk.draft.assumedToday(opened.head('leader'), ['charge', 'orgCharge', 'itemCharge'], day, '从哪天起');
  return desk.draft.done();
}

export const responsibilityPlanner: Planner = { layout: responsibilityLayout, plan };
