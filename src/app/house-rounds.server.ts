/** Every round of the service. */
import type { Round } from './rounds.server.ts';

export const ROUNDS: readonly Round[] = [];
