/** Every record kind that is installed, gathered once for form, API, import, export and search. */
import type { RecordKind } from '../core/record/room.ts';
import { contactPointVisit } from '../leadership/contact-points/room.ts';
import { partyLecture } from '../leadership/lectures/room.ts';
import { activityKinds } from '../life/activities/room.ts';

export const KINDS: readonly RecordKind[] = [...activityKinds, partyLecture, contactPointVisit];

export const kindById: ReadonlyMap<string, RecordKind> = new Map(KINDS.map((kind) => [kind.id, kind]));
