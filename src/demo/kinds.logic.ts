/** The record kinds that the sample city uses, and their names. */
import type { RecordKind } from '../core/record/room.ts';
import { contactPointVisit } from '../leadership/contact-points/room.ts';
import { partyLecture } from '../leadership/lectures/room.ts';
import { activityKinds } from '../life/activities/room.ts';

export const RECORD_KINDS: readonly RecordKind[] = [...activityKinds, partyLecture, contactPointVisit];
export const RECORD_KIND_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  RECORD_KINDS.map((kind) => [kind.id, kind.name]),
);
