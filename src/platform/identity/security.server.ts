/** A city's settings of passwords and sessions, and the security administrator's page of them. */
import { sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { securityRead, securitySet } from './security.contract.ts';
import { type SecuritySettings, securitySettings, settingChanges } from './security.logic.ts';

/** What holds now; what was never set has its default. Runs as xieshi_gate or with the duty security.settings. */
export async function readSecurity(tx: Tx): Promise<SecuritySettings> {
  const { rows } = await sql<{ body: unknown }>`select body from security_setting order by id desc limit 1`.execute(tx);
  return securitySettings.parse(rows[0]?.body ?? {});
}

export const securityHandlers: readonly Handler[] = [
  handle(securityRead, async ({ tx }) => readSecurity(tx)),
  handle(securitySet, async ({ tx, actor, now, audit }, { body }) => {
    const changes = settingChanges(await readSecurity(tx), body);
    audit({ subjectKind: 'security-setting', subjectId: changes.join('；') });
    if (changes.length > 0) {
      await sql`insert into security_setting (account_id, set_at, body)
        values (${actor.accountId}, ${now}, ${JSON.stringify(body)})`.execute(tx);
    }
    return {};
  }),
];
