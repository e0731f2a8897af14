/** The daily backup. Only a service that was told when has one; samples and tests make none by themselves. */
import type { Round } from './rounds.server.ts';

export const backupRound: Round = {
  name: 'backup',
  everyMs: 60_000,
  run: (house) => house.backups.runWhenDue(),
};
