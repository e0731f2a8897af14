/** A password for the first sign-in: read from a screen or a slip of paper and typed once. */
import { randomInt } from 'node:crypto';

/** Without letters and figures that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const letter = (): string => ALPHABET[randomInt(ALPHABET.length)]!;
const group = (): string => Array.from({ length: 4 }, letter).join('');

export const drawFirstPassword = (): string => Array.from({ length: 3 }, group).join('-');
