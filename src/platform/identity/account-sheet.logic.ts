/** Accounts from a workbook: what its columns are, and what its rows ask for, against the people and organizations there are. */
import { GIVEN_ROLES, type Role } from '../../core/scope/room.ts';
import { isAdministrator, ROLE_NAMES } from '../access/room.ts';
import {
  columnLetter,
  type Layout,
  type OpenSheet,
  readOrgName,
  readPersonName,
  type SheetRow,
  squeezed,
} from '../open/room.ts';
import { needsOrganization, type RoleFault, roleFault } from './accounts.logic.ts';
import { isUsername } from './usernames.logic.ts';

/** More at once is a mistake, or better done unit by unit. */
export const MOST_ACCOUNTS = 500;

export const ACCOUNT_LAYOUT: Layout<'accounts'> = {
  id: 'accounts',
  name: '建账号',
  columns: [
    { field: 'name', name: '姓名', synonyms: ['人员姓名'], required: true },
    { field: 'unit', name: '单位或支部', synonyms: ['单位', '工作单位', '所在单位', '支部', '所在支部'] },
    { field: 'username', name: '用户名', synonyms: ['登录名', '账号'] },
    { field: 'role', name: '角色', synonyms: ['权限', '身份'], required: true },
    { field: 'org', name: '角色所在组织', synonyms: ['所在组织', '组织', '管理组织'] },
  ],
  titles: [/账号/],
};

/** Roles offered in the sheet. The three administrators are made one by one, for they belong to no person. */
export const SHEET_ROLES: readonly Role[] = GIVEN_ROLES.filter((role) => !isAdministrator(role));

export interface SheetProblem {
  sheet: string;
  cell: string;
  reason: string;
  what: string;
}

export interface KnownPerson {
  id: number;
  name: string;
  orgIds: readonly number[];
  /** His username when he has an account already. */
  account: string | null;
}

export interface KnownOrganization {
  id: number;
  name: string;
  shortNames: readonly string[];
  parentId: number | null;
}

/** What there is, as far as the sheet speaks of it. */
export interface AccountWorld {
  /** All of the names in the sheet. */
  people: readonly KnownPerson[];
  organizations: readonly KnownOrganization[];
  /** Usernames in use. */
  taken: ReadonlySet<string>;
  /** Names like an unknown one. */
  near: (name: string) => readonly string[];
  /** A name in Latin letters. */
  spell: (name: string) => string;
}

export interface PlannedAccount {
  personId: number;
  name: string;
  /** What tells two of one name apart. */
  unit: string;
  username: string;
  /** The username was ours to choose. */
  proposed: boolean;
  roles: readonly { role: Role; orgId: number | null; orgName: string | null }[];
  /** First row of the sheet that asks for it, from 1. */
  row: number;
}

export interface AccountPlan {
  accounts: readonly PlannedAccount[];
  problems: readonly SheetProblem[];
}

const NEAR_SHOWN = 3;
const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join('、');

const FAULT_WORDS: Readonly<Record<RoleFault, string>> = {
  'administrators-apart': '三员的账号不属于哪个人，请在页面上单独建',
  'organization-needed': '这个角色要写明在哪个组织',
  'organization-not-used': '这个角色管全市，不属于哪一个组织，请把这一格空着',
  'person-needed': '这个角色要落到具体的人',
};

/** The organizations of a city by their names, and what stands above each. */
class Organizations {
  readonly #byId: ReadonlyMap<number, KnownOrganization>;
  readonly #byName = new Map<string, KnownOrganization[]>();

  constructor(all: readonly KnownOrganization[]) {
    this.#byId = new Map(all.map((one) => [one.id, one]));
    for (const one of all)
      for (const name of new Set([one.name, ...one.shortNames, ...this.#withParent(one)].map(readOrgName)))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), one]);
  }

  /** `机关第一党支部` is also found as `市教育局机关第一党支部`, under each name of what it belongs to. */
  #withParent({ name, parentId }: KnownOrganization): string[] {
    const parent = this.#byId.get(parentId ?? -1);
    return parent === undefined ? [] : [parent.name, ...parent.shortNames].map((above) => above + name);
  }

  named(text: string): readonly KnownOrganization[] {
    return this.#byName.get(readOrgName(text)) ?? [];
  }

  /** An organization and all above it. */
  #upward(id: number): number[] {
    const ids: number[] = [];
    for (let at = this.#byId.get(id); at && !ids.includes(at.id); at = this.#byId.get(at.parentId ?? -1))
      ids.push(at.id);
    return ids;
  }

  isWithin(id: number, tops: readonly KnownOrganization[]): boolean {
    const above = this.#upward(id);
    return tops.some((top) => above.includes(top.id));
  }

  shortName(id: number): string | undefined {
    const one = this.#byId.get(id);
    return one && (one.shortNames[0] ?? one.name);
  }

  /** The name with that of what it belongs to, where others are called the same. */
  fullName({ name, parentId }: KnownOrganization): string {
    const above = parentId === null ? undefined : this.shortName(parentId);
    return above === undefined || name.startsWith(above) ? name : `${above}${name}`;
  }

  /** Names in which an unknown one occurs, or which it contains; the shortest first. */
  near(text: string): string[] {
    const wanted = readOrgName(text);
    if (wanted.length < 2) return [];
    const alike = [...this.#byName.keys()].filter((name) => name.includes(wanted) || wanted.includes(name));
    return alike.sort((a, b) => a.length - b.length).slice(0, NEAR_SHOWN);
  }
}

class Planner {
  readonly problems: SheetProblem[] = [];
  readonly #sheet: string;
  readonly #world: AccountWorld;
  readonly #organizations: Organizations;
  readonly #byName = new Map<string, KnownPerson[]>();

  constructor(sheet: string, world: AccountWorld) {
    this.#sheet = sheet;
    this.#world = world;
    this.#organizations = new Organizations(world.organizations);
    for (const person of world.people)
      this.#byName.set(person.name, [...(this.#byName.get(person.name) ?? []), person]);
  }

  problem(row: SheetRow, field: string, reason: string, what: string): undefined {
    this.problems.push({ sheet: this.#sheet, cell: row.where(field), reason, what });
    return undefined;
  }

  unitOf(person: KnownPerson): string {
    return person.orgIds.flatMap((id) => this.#organizations.shortName(id) ?? []).join('、');
  }

  /** Who a row is about. */
  person(row: SheetRow): KnownPerson | undefined {
    const text = row.text('name');
    const name = readPersonName(text);
    if (name === undefined)
      return this.problem(row, 'name', 'name-unread', text === '' ? '没有写姓名' : `“${text}”不是姓名`);
    const all = this.#byName.get(name) ?? [];
    if (all.length === 0) {
      const near = this.#world.near(name);
      const hint = near.length > 0 ? `；有相近的${quoted(near)}` : '；人员由组织部导入花名册登记';
      return this.problem(row, 'name', 'person-unknown', `没有“${name}”这个人${hint}`);
    }
    const unit = row.text('unit');
    if (unit === '') return all.length === 1 ? all[0] : this.#ambiguous(row, name, all);
    const units = this.#organizations.named(unit);
    if (units.length === 0) return this.#unknownOrganization(row, 'unit', unit);
    const within = all.filter(({ orgIds }) => orgIds.some((id) => this.#organizations.isWithin(id, units)));
    if (within.length === 1) return within[0];
    if (within.length > 1) return this.#ambiguous(row, name, within);
    const where = quoted(all.map((one) => this.unitOf(one)));
    return this.problem(row, 'unit', 'person-elsewhere', `“${unit}”没有“${name}”，有一位在${where}`);
  }

  #ambiguous(row: SheetRow, name: string, all: readonly KnownPerson[]): undefined {
    const places = quoted(all.map((one) => this.unitOf(one)));
    return this.problem(
      row,
      'unit',
      'person-ambiguous',
      `有${all.length}位“${name}”，请写明是哪个单位或支部的：${places}`,
    );
  }

  #unknownOrganization(row: SheetRow, field: string, text: string): undefined {
    const near = this.#organizations.near(text);
    const hint = near.length > 0 ? `；有相近的${quoted(near)}` : '';
    return this.problem(row, field, 'organization-unknown', `没有叫“${text}”的组织${hint}`);
  }

  /** The role that a row asks for, with its organization. */
  role(row: SheetRow, person: KnownPerson | undefined): PlannedAccount['roles'][number] | undefined {
    const text = squeezed(row.text('role'));
    if (text === '') return this.problem(row, 'role', 'role-missing', '没有写角色');
    const role = GIVEN_ROLES.find((one) => ROLE_NAMES[one] === text);
    if (role === undefined) {
      const names = SHEET_ROLES.map((one) => ROLE_NAMES[one]).join('、');
      return this.problem(row, 'role', 'role-unknown', `没有“${text}”这个角色；可以写：${names}`);
    }
    if (isAdministrator(role)) return this.problem(row, 'role', 'administrator', FAULT_WORDS['administrators-apart']);
    const orgText = row.text('org');
    if (orgText === '') {
      if (needsOrganization(role))
        return this.problem(row, 'org', 'organization-needed', FAULT_WORDS['organization-needed']);
      return { role, orgId: null, orgName: null };
    }
    if (!needsOrganization(role))
      return this.problem(row, 'org', 'organization-not-used', FAULT_WORDS['organization-not-used']);
    const org = this.#roleOrganization(row, orgText, person);
    return org && { role, orgId: org.id, orgName: org.shortNames[0] ?? org.name };
  }

  /** Branches of many units are called alike: the person's own is meant then. */
  #roleOrganization(row: SheetRow, text: string, person: KnownPerson | undefined): KnownOrganization | undefined {
    const all = this.#organizations.named(text);
    if (all.length === 0) return this.#unknownOrganization(row, 'org', text);
    if (all.length === 1) return all[0];
    const own = all.filter(({ id }) => person?.orgIds.includes(id));
    if (own.length === 1) return own[0];
    const names = quoted(all.slice(0, NEAR_SHOWN).map((one) => this.#organizations.fullName(one)));
    return this.problem(row, 'org', 'organization-ambiguous', `有${all.length}个组织叫“${text}”，请写全称：${names}`);
  }
}

interface Asked {
  person: KnownPerson;
  rows: { row: SheetRow; role: PlannedAccount['roles'][number] }[];
}

/** Usernames: those written are taken as they are, the others are spelled from the name. */
function withUsernames(asked: readonly Asked[], world: AccountWorld, planner: Planner): PlannedAccount[] {
  const used = new Map<string, string>();
  const written = new Map<Asked, string>();
  for (const one of asked) {
    const texts = one.rows.map(({ row }) => ({ row, text: row.text('username') })).filter(({ text }) => text !== '');
    const [first] = texts;
    if (!first) continue;
    const other = texts.find(({ text }) => text !== first.text);
    if (other) planner.problem(other.row, 'username', 'usernames-differ', `上面给同一个人写的是“${first.text}”`);
    if (!isUsername(first.text))
      planner.problem(first.row, 'username', 'username-unfit', '用户名用2至40个汉字、字母、数字或 . _ -');
    else if (world.taken.has(first.text))
      planner.problem(first.row, 'username', 'username-taken', `“${first.text}”已被使用，请换一个，或空着由系统取`);
    else if (used.has(first.text))
      planner.problem(first.row, 'username', 'username-twice', `${used.get(first.text)}也写了“${first.text}”`);
    used.set(first.text, one.person.name);
    written.set(one, first.text);
  }
  return asked.map((one) => {
    let username = written.get(one);
    const proposed = username === undefined;
    if (username === undefined) {
      const base = world.spell(one.person.name);
      username = base;
      for (let at = 2; used.has(username) || world.taken.has(username); at += 1) username = `${base}${at}`;
      used.set(username, one.person.name);
    }
    const { id, name } = one.person;
    const roles = one.rows.map(({ role }) => role);
    return {
      personId: id,
      name,
      unit: planner.unitOf(one.person),
      username,
      proposed,
      roles,
      row: one.rows[0]!.row.at + 1,
    };
  });
}

/**
 * What a sheet asks for: one account a person, several rows of one person being his several roles; and everything that is wrong,
 * by cell. Only a plan without problems may be carried out.
 */
export function planAccounts(sheet: OpenSheet, world: AccountWorld): AccountPlan {
  const planner = new Planner(sheet.name, world);
  const asked = new Map<number, Asked>();
  for (const row of sheet.rows) {
    const person = planner.person(row);
    const role = planner.role(row, person);
    if (person?.account) {
      planner.problem(
        row,
        'name',
        'has-account',
        `${person.name}已有账号，用户名“${person.account}”；加角色请在账号页上办`,
      );
      continue;
    }
    if (!person || !role) continue;
    const one = asked.get(person.id) ?? { person, rows: [] };
    asked.set(person.id, one);
    if (one.rows.some((held) => held.role.role === role.role && held.role.orgId === role.orgId))
      planner.problem(row, 'role', 'role-twice', `上面已给${person.name}写过这个角色`);
    else one.rows.push({ row, role });
  }
  for (const { person, rows } of asked.values()) {
    const fault = roleFault(
      rows.map(({ role }) => role),
      person.id,
    );
    if (fault) planner.problem(rows[0]!.row, 'role', fault, FAULT_WORDS[fault]);
  }
  const accounts = withUsernames([...asked.values()], world, planner);
  if (sheet.rows.length === 0)
    planner.problems.push({
      sheet: sheet.name,
      cell: sheet.head('name'),
      reason: 'no-rows',
      what: '表里没有要建的账号',
    });
  if (accounts.length > MOST_ACCOUNTS) {
    const what = `一次最多建${MOST_ACCOUNTS}个账号，这张表有${accounts.length}个；请分几次`;
    planner.problems.push({ sheet: sheet.name, cell: sheet.head('name'), reason: 'too-many', what });
  }
  return { accounts, problems: planner.problems };
}

/** Letter of a column of our template. */
export const templateColumn = (field: string): string =>
  columnLetter(ACCOUNT_LAYOUT.columns.findIndex((column) => column.field === field));
