/** Who was there, from the counts and names of one row of a paper register. */
import type { RecordKind } from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';
import { type NamedReason, readNames, type SheetRow, squeezed } from '../../platform/open/room.ts';
import { holdsOn, POSTS, type World, type WorldOrg, type WorldPerson } from '../../registry/organizations/room.ts';

/** A person as a record names him. */
export interface NamedPart {
  personId: number;
  part: string;
  name: string;
  reason?: string;
}

/** Those whom a meeting calls: on its day, and on any day, since lists of names seldom say from when. */
interface Called {
  thatDay: WorldPerson[];
  ever: WorldPerson[];
}

interface Held {
  person: WorldPerson;
  now: boolean;
}

/** Members and committees of organizations, looked up often for one sheet. */
export class Rolls {
  readonly #world: World;
  readonly #memberships = new Map<number, WorldPerson[]>();
  readonly #posts = new Map<number, WorldPerson[]>();
  readonly #byName = new Map<string, WorldPerson[]>();

  constructor(world: World) {
    this.#world = world;
    const put = <K>(map: Map<K, WorldPerson[]>, key: K, person: WorldPerson): void => {
      const list = map.get(key);
      if (!list) map.set(key, [person]);
      else if (list.at(-1) !== person) list.push(person);
    };
    for (const person of world.people.values()) {
      put(this.#byName, person.name, person);
      for (const held of person.memberships) put(this.#memberships, held.orgId, person);
      for (const held of person.posts) put(this.#posts, held.orgId, person);
    }
  }

  /** Those whom a kind of meeting calls in an organization; undefined when it calls nobody in particular. */
  due(kind: RecordKind, org: WorldOrg, on: Day): Called | undefined {
    if (kind.due === 'members') {
      return this.#split(this.#memberships.get(org.id) ?? [], (person) =>
        person.memberships.filter((held) => held.orgId === org.id).map((held) => holdsOn(held, on)),
      );
    }
    if (kind.due === 'committee' || kind.due === 'leadershipTeam') {
      const seats = new Set(POSTS.filter((post) => post.committee).map((post) => post.id as string));
      return this.#split(this.#posts.get(org.id) ?? [], (person) =>
        person.posts
          .filter(
            (held) =>
              held.orgId === org.id && (kind.due === 'leadershipTeam' ? held.rank !== null : seats.has(held.post)),
          )
          .map((held) => holdsOn(held, on)),
      );
    }
    return undefined;
  }

  #split(people: readonly WorldPerson[], held: (person: WorldPerson) => boolean[]): Called {
    const all: Held[] = people.flatMap((person) => {
      const times = held(person);
      return times.length > 0 ? [{ person, now: times.includes(true) }] : [];
    });
    return { thatDay: all.filter((one) => one.now).map((one) => one.person), ever: all.map((one) => one.person) };
  }

  isKnown = (name: string): boolean => this.#byName.has(name);

  /** The person of a name, sought among those nearest to the organization: its members and posts, then its superiors, then all. */
  person(name: string, org: WorldOrg): WorldPerson | 'many' | undefined {
    const all = this.#byName.get(name) ?? [];
    for (let at: number | null = org.id; at !== null; at = this.#world.orgs.get(at)?.parentId ?? null) {
      const near = all.filter((person) => [...person.memberships, ...person.posts].some((held) => held.orgId === at));
      if (near.length === 1) return near[0];
      if (near.length > 1) return 'many';
    }
    return all.length > 1 ? 'many' : all[0];
  }
}

export interface Counts {
  due: number | undefined;
  present: number | undefined;
}

export interface Attendance {
  people: NamedPart[];
  absences: number;
  /** Names listed as absent and as present; undefined where there is no list. */
  named: { absent: number; present: number | undefined };
  /** What the register says and a record has no place for. */
  notes: string[];
  /** What did not fit together: cell, reason, sentence. */
  doubts: [where: string, reason: string, what: string][];
}

/** Everybody who is due, in words instead of names. */
const EVERYBODY = /^(?:全体|全部|本支部)(?:党员|支委|委员|支部委员|党员干部|人员)*(?:同志)?(?:\d+人)?$/;
/** Written where a register counts those present and names none. */
export const COUNTED_ONLY = '只记人数';

/** The persons of one row. */
export function attendanceOf(
  row: SheetRow,
  kind: RecordKind,
  org: WorldOrg,
  on: Day,
  counts: Counts,
  rolls: Rolls,
): Attendance {
  const notes: string[] = [];
  const doubts: Attendance['doubts'] = [];
  const doubt = (...said: Attendance['doubts'][number]): void => {
    doubts.push(said);
  };
  const hasPart = (part: string): boolean => kind.parts.some((one) => one.key === part);
  const lookUp = (named: NamedReason, field: string): WorldPerson | undefined => {
    const found = rolls.person(named.name, org);
    if (found && found !== 'many') return found;
    const why = found === 'many' ? '不止一位，没有对应到人' : '不在册，只记姓名以外的内容';
    doubt(row.where(field), found === 'many' ? 'person-ambiguous' : 'person-unknown', `“${named.name}”${why}`);
    return undefined;
  };
  const readField = (field: string): NamedReason[] => {
    const { names, unread } = readNames(row.text(field), rolls.isKnown);
    for (const text of unread) doubt(row.where(field), 'name-unreadable', `“${text}”不像姓名，没有导入`);
    return names;
  };

  const absent = readField('absent');
  const absentPeople: NamedPart[] = [];
  for (const named of absent) {
    const person = lookUp(named, 'absent');
    if (person && !absentPeople.some((one) => one.personId === person.id))
      absentPeople.push({
        personId: person.id,
        part: 'absent',
        name: person.name,
        ...(named.reason ? { reason: named.reason } : {}),
      });
  }
  const { due, present } = counts;
  const missing = due !== undefined && present !== undefined ? due - present : absent.length;
  if (missing !== absent.length && (absent.length > 0 || row.has('absent')))
    doubt(row.where('absent'), 'absence-count-differs', `应到减实到为${missing}人，列出的缺席人员为${absent.length}人`);

  const people: NamedPart[] = [...absentPeople];
  const isAbsent = (id: number): boolean => absentPeople.some((one) => one.personId === id);
  const attend = (person: WorldPerson, part: string): void => {
    if (hasPart(part) && !people.some((one) => one.personId === person.id && one.part === part))
      people.push({ personId: person.id, part, name: person.name });
  };
  // A talk has no presider: who held it is the one who talked.
  const presiding = hasPart('presider') ? 'presider' : hasPart('talker') ? 'talker' : undefined;
  const one = kind.parts.find((part) => part.key === presiding)?.single ?? true;
  for (const named of readField('presider').slice(0, one ? 1 : undefined)) {
    const person = lookUp(named, 'presider');
    if (!person) notes.push(`台账记主持人：${named.name}`);
    else if (isAbsent(person.id)) {
      doubt(row.where('presider'), 'presider-absent', `主持人${named.name}又列为缺席，按缺席导入，请核对`);
      notes.push(`台账记主持人：${named.name}，又列为缺席`);
    } else if (presiding) attend(person, presiding);
  }
  const listed = squeezed(row.text('attendees'));
  const everybody = EVERYBODY.test(listed);
  let attending: number | undefined;
  for (const [field, part] of OTHER_PARTS) {
    if (field === 'attendees' && (everybody || listed === COUNTED_ONLY)) continue;
    const names = readField(field);
    if (field === 'attendees' && names.length > 0) attending = names.length;
    const label = kind.parts.some((known) => known.key === part) ? undefined : PART_WORDS[part];
    if (label && names.length > 0) notes.push(`台账记${label}：${names.map(({ name }) => name).join('、')}`);
    for (const named of names) {
      const person = lookUp(named, field);
      if (person && !isAbsent(person.id)) attend(person, part);
    }
  }
  // Without a count nobody is named from the roll: what is written is kept as it stands.
  if (everybody && due === undefined && present === undefined) notes.push(`台账记参加人员：${row.text('attendees')}`);
  if (attending === undefined && listed !== COUNTED_ONLY)
    for (const person of derivedAttendees(kind, org, on, counts, absent.length, absentPeople, rolls))
      attend(person, 'attendee');
  // Where only some are named, the names say nothing against the count.
  const counted = row.text('others') === '' ? attending : undefined;
  return { people, absences: missing, named: { absent: absent.length, present: counted }, notes, doubts };
}

const PART_WORDS: Readonly<Record<string, string>> = {
  attendee: '参加人员',
  lecturer: '主讲人',
  talkedTo: '谈话对象',
  guest: '列席人员',
  minuteTaker: '记录人',
};

const OTHER_PARTS = [
  ['attendees', 'attendee'],
  ['lecturer', 'lecturer'],
  ['talkedTo', 'talkedTo'],
  ['guests', 'guest'],
  ['minuteTaker', 'minuteTaker'],
] as const;

/** Everybody due but those named as absent, where counts and names leave no doubt; otherwise nobody is inferred. */
function derivedAttendees(
  kind: RecordKind,
  org: WorldOrg,
  on: Day,
  { due, present }: Counts,
  absentNamed: number,
  absent: readonly NamedPart[],
  rolls: Rolls,
): WorldPerson[] {
  if (due === undefined || present === undefined) return [];
  const called = rolls.due(kind, org, on);
  const roll = [called?.thatDay, called?.ever].find((people) => people?.length === due);
  if (!roll || due - present !== absentNamed || absent.length !== absentNamed) return [];
  if (!absent.every((one) => roll.some((person) => person.id === one.personId))) return [];
  return roll.filter((person) => !absent.some((one) => one.personId === person.id));
}
