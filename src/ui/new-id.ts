/** Ids made on this machine, so that a write can be sent again without harm. */
import { uuidv7 } from '../core/record/room.ts';

/** A UUIDv7. Works on plain http too, where `crypto.randomUUID` is missing. */
export const newId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
