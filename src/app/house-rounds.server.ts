/** Every round of the service. */
import { auditRound } from './audit-round.server.ts';
import { backupRound } from './backup-round.server.ts';
import { retentionRound } from './retention-round.server.ts';
import type { Round } from './rounds.server.ts';

export const ROUNDS: readonly Round[] = [retentionRound, auditRound, backupRound];
