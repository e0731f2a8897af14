/** Secretaries, deputies and members of committees named in a list of organizations: a post for each, and a person where nobody has him yet. */
import type { Day } from '../../core/time/room.ts';
import { isNothing, LEAVE_OUT, nameNotes, readDay, readNames, type SheetRow } from '../../platform/open/room.ts';
import type { Post } from './facts.logic.ts';
import type { OrgFinder } from './org-finder.logic.ts';
import type { PlanContext, PlanDraft } from './plan.logic.ts';
import type { World, WorldOrg, WorldPerson } from './world.logic.ts';

/** Columns that name officers, with the post of each. */
const FIELDS: readonly [field: string, post: Post, title: string][] = [
  ['secretary', 'secretary', '书记'],
  ['deputySecretary', 'deputySecretary', '副书记'],
  ['organizationMember', 'organizationMember', '组织委员'],
  ['publicityMember', 'publicityMember', '宣传委员'],
  ['disciplineMember', 'disciplineMember', '纪检委员'],
  ['committeeMembers', 'committeeMember', '委员'],
];
/** What stands before or behind a name in a cell of several officers. */
const TITLES: readonly [words: RegExp, post: Post, title: string][] = [
  [/副书记/, 'deputySecretary', '副书记'],
  [/书记/, 'secretary', '书记'],
  [/组织/, 'organizationMember', '组织委员'],
  [/宣传/, 'publicityMember', '宣传委员'],
  [/纪检|纪律/, 'disciplineMember', '纪检委员'],
  [/委员/, 'committeeMember', '委员'],
];
/** Under these anybody of the city or county may sit: a name alone tells nobody. */
const WIDE: ReadonlySet<WorldOrg['kind']> = new Set(['municipalCommittee', 'countyCommittee']);
/** Names that are listed in a question. */
const NAMED = 8;
/** Id of the question whether those who are not held are to be added. */
const ADD_UNKNOWN = 'organizations|officers-unknown';

interface Officer {
  org: WorldOrg;
  name: string;
  sex: 'male' | 'female' | null;
  post: Post;
  title: string;
  where: string;
  /** From when, where a column says it. */
  since: Day | undefined;
}

const sexIn = (notes: readonly string[]): 'male' | 'female' | null =>
  notes.includes('女') ? 'female' : notes.includes('男') ? 'male' : null;

/** `张三（组织委员）、李四`, `组织委员：张三；宣传委员：李四` with the posts that are written, else that of the column. */
function officersIn(
  text: string,
  own: (typeof FIELDS)[number],
): { officers: Omit<Officer, 'org' | 'where' | 'since'>[]; unread: string[] } {
  const officers: Omit<Officer, 'org' | 'where' | 'since'>[] = [];
  const unread: string[] = [];
  for (const part of text.normalize('NFKC').split(/[;\n]/)) {
    const labeled = /^\s*((?:支部|党支部|党委|总支)?(?:副?书记|\p{Script=Han}{0,4}委员)):(.*)$/su.exec(part);
    const { names, unread: others } = readNames(labeled?.[2] ?? part);
    unread.push(...others);
    for (const { name, reason } of names) {
      const notes = nameNotes(`(${reason.replaceAll('和', '、')})`);
      const said = labeled?.[1] ?? reason;
      const [, post, title] = TITLES.find(([words]) => words.test(said)) ?? [undefined, own[1], own[2]];
      officers.push({ name, sex: sexIn(notes), post, title });
    }
  }
  return { officers, unread };
}

/** The officers of a list of organizations: read row by row, planned when all organizations are settled. */
export class Officers {
  readonly #world: World;
  readonly #finder: OrgFinder;
  readonly #context: PlanContext;
  readonly #draft: PlanDraft;
  readonly #day: Day;
  readonly #byName = new Map<string, WorldPerson[]>();
  readonly #planned: { officer: Officer; person: WorldPerson }[] = [];
  readonly #unknown: Officer[] = [];
  /** Those who are made by this list, by name. */
  readonly #made = new Map<string, { id: number; org: WorldOrg }[]>();

  constructor(world: World, finder: OrgFinder, draft: PlanDraft, context: PlanContext, day: Day) {
    this.#world = world;
    this.#finder = finder;
    this.#draft = draft;
    this.#context = context;
    this.#day = day > context.today ? context.today : day;
    for (const person of world.people.values())
      this.#byName.set(person.name, [...(this.#byName.get(person.name) ?? []), person]);
  }

  /** Reads the officers of a row; answers whether they say something that the city does not hold. */
  read(row: SheetRow, org: WorldOrg): boolean {
    let isNew = false;
    for (const field of FIELDS) {
      const written = row.text(field[0]);
      const where = row.where(field[0]);
      if (written === '' || !row.has(field[0])) continue;
      const { officers, unread } = officersIn(written, field);
      for (const text of unread)
        this.#draft.warn(where, 'name-unreadable', `“${org.name}”的${field[2]}“${text}”不像姓名，没有导入`);
      if (field[1] === 'secretary' && officers.length > 1) {
        this.#draft.warn(
          where,
          'secretary-several',
          `“${org.name}”写了${officers.length}位书记，分不清哪一位，都没有导入`,
        );
        continue;
      }
      const since = officers.length === 1 ? this.#since(row, `${field[0]}Since`) : undefined;
      for (const officer of officers) isNew = this.#take({ ...officer, org, where, since }) || isNew;
    }
    return isNew;
  }

  /** The day that a column beside the name says; one that cannot be is named and left out. */
  #since(row: SheetRow, field: string): Day | undefined {
    const cell = row.cell(field);
    if (!cell || isNothing(row.text(field))) return undefined;
    const reading = readDay(cell);
    if (reading.ok && reading.value.day <= this.#context.today) return reading.value.day;
    const why = reading.ok ? '晚于今天' : '不是有效的日期';
    this.#draft.warn(row.where(field), 'held-since-unread', `任职时间“${cell.text.trim()}”${why}，没有按它登记`);
    return undefined;
  }

  /** Answers whether the officer is new. */
  #take(officer: Officer): boolean {
    const { org, name, post, title, where } = officer;
    const incumbent = post === 'secretary' ? this.#holder(org, post) : undefined;
    if (incumbent && incumbent.name !== name) {
      const what = `“${org.name}”在册的书记是${incumbent.name}，表里写的是${name}，没有改；换了人的请办理任免`;
      this.#draft.warn(where, 'secretary-other', what);
      return false;
    }
    if (incumbent) return false;
    const all = this.#byName.get(name) ?? [];
    const near = all.filter((person) => this.#isNear(person, org));
    if (near.length === 0 && all.length === 0) {
      this.#unknown.push(officer);
      return this.#adds();
    }
    const person = near.length === 1 ? near[0] : this.#asked(officer, near.length > 0 ? near : all);
    if (person === 'new') {
      this.#make(officer);
      return true;
    }
    if (!person) return false;
    const holds = person.posts.some((held) => held.orgId === org.id && held.post === post && held.to === null);
    if (!holds) this.#planned.push({ officer: { ...officer, title }, person });
    return !holds;
  }

  #holder(org: WorldOrg, post: Post): WorldPerson | undefined {
    for (const person of this.#world.people.values())
      if (person.posts.some((held) => held.orgId === org.id && held.post === post && held.to === null)) return person;
    return undefined;
  }

  /** Whether somebody sits in or below the organization's superior, or in one above it. */
  #isNear(person: WorldPerson, org: WorldOrg): boolean {
    const superior = org.parentId === null ? undefined : this.#world.orgs.get(org.parentId);
    const within = superior && !WIDE.has(superior.kind) ? superior : org;
    return [...person.memberships, ...person.posts].some((held) => {
      const at = held.to === null ? this.#world.orgs.get(held.orgId) : undefined;
      return at !== undefined && (this.#finder.isWithin(at, within) || this.#finder.isWithin(org, at));
    });
  }

  /** Which of several is meant, or whether it is one who sits elsewhere: the user says it. */
  #asked({ org, name, title, where }: Officer, among: readonly WorldPerson[]): WorldPerson | 'new' | undefined {
    const seats = (person: WorldPerson): string =>
      [...person.memberships, ...person.posts]
        .filter((held) => held.to === null)
        .map((held) => this.#world.orgs.get(held.orgId)?.name ?? '')[0] ?? '没有单位';
    const answer = this.#draft.ask(
      {
        id: `organizations|officer|${org.name}|${name}`,
        cell: where,
        ask: `“${org.name}”的${title}${name}，是不是在册的这位${name}？`,
        options: [
          ...among.slice(0, 5).map((person) => ({ value: String(person.id), says: `是${seats(person)}的${name}` })),
          { value: 'new', says: '是另一个人，登记他和职务' },
          { value: LEAVE_OUT, says: '先不登记职务' },
        ],
        default: null,
        certainty: 'unsure',
      },
      this.#context.answers,
    );
    if (answer === 'new') return 'new';
    const person = among.find(({ id }) => String(id) === answer);
    if (!person) {
      const what = `分不清“${org.name}”的${title}${name}是不是在册的同名者，职务没有导入；请回答上面的问题`;
      this.#draft.warn(where, 'secretary-ambiguous', what);
    }
    return person;
  }

  #adds(): boolean {
    return this.#context.answers?.[ADD_UNKNOWN] !== LEAVE_OUT;
  }

  /** The person of an unknown officer: made once for the organizations of one committee. */
  #make({ org, name, sex, post, title, where, since }: Officer): void {
    const draft = this.#draft;
    const known = (this.#made.get(name) ?? []).find((one) => this.#isOneCommittee(one.org, org));
    const id = known?.id ?? this.#world.nextPersonId + [...this.#made.values()].flat().length;
    if (known)
      draft.warn(where, 'same-person', `${name}在“${known.org.name}”和“${org.name}”都有职务，按同一人登记，请核对`);
    else {
      this.#made.set(name, [...(this.#made.get(name) ?? []), { id, org }]);
      draft.facts.push({ fact: 'person', personId: id, validFrom: this.#context.since, name, sex, joinedOn: null });
      draft.people.add(id);
    }
    const validFrom = since ?? this.#day;
    draft.facts.push({ fact: 'post', personId: id, orgId: org.id, post, validFrom, title, rank: null });
  }

  #isOneCommittee(one: WorldOrg, other: WorldOrg): boolean {
    for (let at: WorldOrg | undefined = one, steps = 0; at && !WIDE.has(at.kind) && steps < 40; steps += 1) {
      if (this.#finder.isWithin(other, at)) return true;
      at = this.#finder.above(at);
    }
    return false;
  }

  /** Plans the posts, once all rows are read. */
  plan(): void {
    const draft = this.#draft;
    for (const { officer, person } of this.#planned) {
      const { org, post, title, since } = officer;
      draft.facts.push({
        fact: 'post',
        personId: person.id,
        orgId: org.id,
        post,
        validFrom: since ?? this.#day,
        title,
        rank: null,
      });
      draft.people.add(person.id);
    }
    if (this.#unknown.length === 0) return;
    const names = [...new Set(this.#unknown.map(({ name }) => name))];
    const answer = draft.ask(
      {
        id: ADD_UNKNOWN,
        cell: this.#unknown[0]!.where,
        ask: `表里的书记、副书记和委员有${names.length}人还不在册：${names.slice(0, NAMED).join('、')}${names.length > NAMED ? '等' : ''}。要不要把他们和职务一并登记？`,
        options: [
          { value: 'add', says: '一并登记；以后导入党员花名册时，同一支部的同名者按同一人接上' },
          { value: LEAVE_OUT, says: '不登记，先导入党员花名册，再导入这张表补职务' },
        ],
        default: 'add',
        certainty: 'likely',
      },
      this.#context.answers,
    );
    for (const officer of this.#unknown) {
      if (answer === 'add') this.#make(officer);
      else {
        const { org, title, name, where } = officer;
        const what = `“${org.name}”的${title}${name}还不在册，职务没有导入；导入党员花名册或干部花名册后，再导入这张表补上`;
        draft.warn(where, 'secretary-unknown', what);
      }
    }
  }
}
