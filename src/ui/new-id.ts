/** Ids made on this machine, so that a write can be sent again without harm. */
import { useRef } from 'react';
import { uuidv7 } from '../core/record/room.ts';

/** A UUIDv7. Works on plain http too, where `crypto.randomUUID` is missing. */
export const newId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/**
 * One id for what is sent: the same while that is the same, so that sending it again after a lost answer does nothing twice. What was
 * changed meanwhile is another act, with an id of its own.
 */
export function useIdFor(): (sent: unknown) => string {
  const kept = useRef({ of: '', id: '' });
  return (sent) => {
    const of = JSON.stringify(sent);
    if (kept.current.of !== of) kept.current = { of, id: newId() };
    return kept.current.id;
  };
}
