/** The installed record kinds as this room works with them. Which there are is said by whoever composes the product. */
import type { RecordKind } from '../../core/record/room.ts';

export type Kinds = ReadonlyMap<string, RecordKind>;

export const kindsOf = (kinds: readonly RecordKind[]): Kinds => new Map(kinds.map((kind) => [kind.id, kind]));

/** The text that stands for a record in lists; empty when it has none. */
export function titleOf(kind: RecordKind | undefined, body: Record<string, unknown>): string {
  const title = kind?.titleField ? body[kind.titleField] : undefined;
  return typeof title === 'string' ? title : '';
}

/** Key of the part that leads: the presider where there is one, else the first part that is asked for. */
export function leadingPart(kind: RecordKind): string | undefined {
  const part =
    kind.parts.find((one) => one.single && one.required) ??
    kind.parts.find((one) => one.required) ??
    kind.parts.find((one) => one.single);
  return part?.key;
}
