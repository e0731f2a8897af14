/** UUIDv7 from the process's clock and chance, for rows that the server itself makes. */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from '../core/record/room.ts';

export const newId = (now: Date): string => uuidv7(now.getTime(), randomBytes(10));
