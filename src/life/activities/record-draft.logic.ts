/**
 * What stands in a record form while it is written, and how it becomes a record. Everybody due is present until said otherwise,
 * so the draft keeps only who is absent.
 */
import type { RecordInput, RecordKind, RecordPerson } from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';

export interface NamedPerson {
  id: number;
  name: string;
  /** 支部书记; shown beside the name. */
  detail?: string;
}

export interface RecordDraft {
  id: string;
  version: number;
  heldOn: Day;
  startsAt: string;
  endsAt: string;
  place: string;
  /** Absent people with their reason; an empty reason is not yet given. */
  absent: [personId: number, reason: string][];
  /** Who is on the roll where the registry does not say so (a Party group, a correction); null: who is due by the registry. */
  roll: NamedPerson[] | null;
  /** People in the other parts. */
  parts: Record<string, NamedPerson[]>;
  body: Record<string, unknown>;
  correctionReason: string;
}

/** What a form is given to begin with. */
export interface DraftContext {
  kind: RecordKind;
  on: Day;
  people: readonly { personId: number; name: string; post: string | null; due: boolean }[];
  usual: { startsAt: string | null; place: string; presiderId: number | null; roll: readonly number[] };
}

/** Parts that the roll gives; they are not asked for by name. */
export const ROLL_PARTS: ReadonlySet<string> = new Set(['attendee', 'absent']);

/** Whether people are on a roll at all. */
export const hasRoll = (kind: RecordKind): boolean =>
  kind.due !== 'none' && kind.parts.some((part) => part.key === 'attendee');

const named = (one: DraftContext['people'][number]): NamedPerson => ({
  id: one.personId,
  name: one.name,
  ...(one.post ? { detail: one.post } : {}),
});

/** A new form: the usual time and place, the usual presider in the part that leads. */
export function blankDraft({ kind, on, people, usual }: DraftContext, id: string): RecordDraft {
  // Who presides or talks is mostly the secretary; whom a lecture or a visit is by is not to be guessed.
  const leading = kind.parts.find((part) => part.required && (part.single || part.offer === 'committee'));
  const presider = people.find((one) => one.personId === usual.presiderId);
  const last = people.filter((one) => usual.roll.includes(one.personId));
  return {
    id,
    version: 1,
    heldOn: on,
    startsAt: usual.startsAt ?? '',
    endsAt: '',
    place: usual.place,
    absent: [],
    roll: kind.due === 'partyCell' ? (last.length > 0 ? last : people).map(named) : null,
    parts: leading && presider ? { [leading.key]: [named(presider)] } : {},
    body: {},
    correctionReason: '',
  };
}

/** The people on the roll of a draft, in the order of the context. */
export function rollOf(draft: RecordDraft, { kind, people }: Pick<DraftContext, 'kind' | 'people'>): NamedPerson[] {
  if (!hasRoll(kind)) return [];
  return draft.roll ?? people.filter((one) => one.due).map(named);
}

const tidy = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (Array.isArray(value)) {
    const lines = value.map(String).filter((line) => line.trim() !== '');
    return lines.length > 0 ? lines : undefined;
  }
  return value;
};

/** The record that a draft stands for. */
export function inputOf(
  draft: RecordDraft,
  context: Pick<DraftContext, 'kind' | 'people'>,
  orgId: number,
): RecordInput {
  const { kind } = context;
  const reasons = new Map(draft.absent);
  const onRoll = rollOf(draft, context).map(({ id }): RecordPerson => {
    const reason = reasons.get(id);
    return reason === undefined
      ? { personId: id, part: 'attendee' }
      : { personId: id, part: 'absent', ...(reason ? { reason } : {}) };
  });
  const others = kind.parts
    .filter((part) => !ROLL_PARTS.has(part.key) || !hasRoll(kind))
    .flatMap((part) => (draft.parts[part.key] ?? []).map(({ id }): RecordPerson => ({ personId: id, part: part.key })));
  const body = Object.fromEntries(
    Object.entries(draft.body)
      .map(([key, value]) => [key, tidy(value)] as const)
      .filter(([, value]) => value !== undefined),
  );
  return {
    id: draft.id,
    version: draft.version,
    kind: kind.id,
    orgId,
    heldOn: draft.heldOn,
    ...(draft.startsAt ? { startsAt: draft.startsAt } : {}),
    ...(draft.endsAt ? { endsAt: draft.endsAt } : {}),
    place: draft.place.trim(),
    people: [...others, ...onRoll],
    body,
    ...(draft.version > 1 ? { correctionReason: draft.correctionReason.trim() } : {}),
  };
}

/** What a draft is made from again: a version of a record to correct, or a write that came back. */
export interface DraftSource {
  heldOn: Day;
  startsAt?: string | null;
  endsAt?: string | null;
  place?: string;
  people: readonly { personId: number; part: string; name?: string; reason?: string | null }[];
  body: Record<string, unknown>;
  correctionReason?: string;
}

/** A draft of what is already written down. Names come from the record, else from the context. */
export function draftFrom(source: DraftSource, context: DraftContext, id: string, version: number): RecordDraft {
  const known = new Map(context.people.map((one) => [one.personId, named(one)]));
  const counted = hasRoll(context.kind);
  const roll: NamedPerson[] = [];
  const parts: Record<string, NamedPerson[]> = {};
  for (const { personId, part, name } of source.people) {
    const person = known.get(personId) ?? { id: personId, name: name ?? '（册外人员）' };
    const as = name ? { ...person, name } : person;
    if (counted && ROLL_PARTS.has(part)) roll.push(as);
    else parts[part] = [...(parts[part] ?? []), as];
  }
  return {
    id,
    version,
    heldOn: source.heldOn,
    startsAt: source.startsAt ?? '',
    endsAt: source.endsAt ?? '',
    place: source.place ?? '',
    absent: source.people
      .filter((one) => counted && one.part === 'absent')
      .map((one): [number, string] => [one.personId, one.reason ?? '']),
    roll: counted ? roll : null,
    parts,
    body: { ...source.body },
    correctionReason: source.correctionReason ?? '',
  };
}
