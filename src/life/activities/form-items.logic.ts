/** The order of a record form, drawn from the kind: what must be there, the roll, what may be added. */
import type { Field, Part, RecordKind } from '../../core/record/room.ts';
import { hasRoll, ROLL_PARTS } from './record-draft.logic.ts';

export type FormItem =
  | { type: 'when' | 'place' | 'reason'; key: string; name: string }
  | { type: 'part'; key: string; name: string; part: Part }
  | { type: 'field'; key: string; name: string; field: Field };

export interface FormOrder {
  /** Above the roll. */
  first: FormItem[];
  /** Right below the roll: the one optional thing that is most often written. */
  next: FormItem[];
  /** Folded away until asked for. */
  more: FormItem[];
}

const partItem = (part: Part): FormItem => ({ type: 'part', key: part.key, name: part.name, part });
const fieldItem = (field: Field): FormItem => ({ type: 'field', key: field.key, name: field.name, field });

export function formOrder(kind: RecordKind, correcting: boolean): FormOrder {
  const parts = kind.parts.filter((part) => !ROLL_PARTS.has(part.key));
  const isFirst = (field: Field): boolean => (field.required ?? false) || field.key === kind.titleField;
  const optional = [
    ...kind.fields.filter((field) => !isFirst(field)).map(fieldItem),
    ...parts.filter((part) => !part.required).map(partItem),
  ];
  // With a roll the form is long enough; a kind without one shows what it is about at once.
  const shown = hasRoll(kind) ? 1 : optional.length;
  return {
    first: [
      ...(correcting ? [{ type: 'reason' as const, key: 'correctionReason', name: '更正原因' }] : []),
      { type: 'when', key: 'heldOn', name: '时间' },
      { type: 'place', key: 'place', name: '地点' },
      ...parts.filter((part) => part.required).map(partItem),
      ...kind.fields.filter(isFirst).map(fieldItem),
    ],
    next: optional.slice(0, shown),
    more: optional.slice(shown),
  };
}

/** The item at which a fault is shown; `roll` for what concerns who was there, undefined when it has no place in the form. */
export function itemOfFault(kind: RecordKind, where: string | undefined): string | undefined {
  if (where === undefined) return undefined;
  if (['heldOn', 'startsAt', 'endsAt'].includes(where)) return 'heldOn';
  if (['present', 'due', 'people'].includes(where) || ROLL_PARTS.has(where)) return 'roll';
  const known = where === 'place' || where === 'correctionReason';
  return known || kind.parts.some((part) => part.key === where) || kind.fields.some((field) => field.key === where)
    ? where
    : undefined;
}
