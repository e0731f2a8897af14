/** From what a client sent to what is stored, and whether two such are the same. */
import { bodySchema, type RecordInput, type RecordKind, splitBody } from '../../core/record/room.ts';
import { namedHeads } from './check-record.logic.ts';

export interface PreparedRecord {
  kind: string;
  orgId: number;
  heldOn: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  due: number | null;
  present: number | null;
  people: { personId: number; part: string; reason: string | null }[];
  body: Record<string, unknown>;
  confidential: Record<string, unknown> | undefined;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What is stored of a checked input: head counts from the named people where none are given, empty fields left out. */
export function prepareRecord(kind: RecordKind, input: RecordInput): PreparedRecord {
  const heads = kind.due === 'none' ? undefined : namedHeads(input.people);
  const { open, confidential } = splitBody(kind, bodySchema(kind).parse(input.body));
  return {
    kind: kind.id,
    orgId: input.orgId,
    heldOn: input.heldOn,
    startsAt: input.startsAt ?? null,
    endsAt: input.endsAt ?? null,
    place: input.place,
    due: input.due ?? heads?.due ?? null,
    present: input.present ?? heads?.present ?? null,
    people: input.people.map(({ personId, part, reason }) => ({ personId, part, reason: reason || null })),
    body: Object.fromEntries(Object.entries(open).filter(([, value]) => !isEmpty(value))),
    // An empty confidential field of a correction clears the former one, so it is kept.
    confidential,
  };
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]),
  );
}

/** Whether two records say the same, whatever the order of keys and people. Confidential parts are compared where both are known. */
export function sameRecord(one: PreparedRecord, other: PreparedRecord): boolean {
  const order = (record: PreparedRecord): PreparedRecord => ({
    ...record,
    people: [...record.people].sort((a, b) => a.personId - b.personId || (a.part < b.part ? -1 : 1)),
    confidential: one.confidential && other.confidential ? record.confidential : undefined,
  });
  return JSON.stringify(canonical(order(one))) === JSON.stringify(canonical(order(other)));
}
