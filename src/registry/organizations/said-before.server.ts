/** An act that was sent before: an answer was lost, and whoever waited for it sends once more. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Tx } from '../../store/database.server.ts';

export interface SaidBefore {
  summary: string;
  /** The person whom it is mainly about. */
  personId: number | null;
}

/** What is kept with an act of what was sent, to tell it when it comes again: its digest, so that nothing is held twice. */
export const sentMark = (sent: unknown): { sent: string } => ({
  sent: createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 32),
});

/**
 * What was done already under an id; undefined when nothing was.
 * @throws Refusal act-id-taken, when that was something else: what is sent now would be lost silently
 */
export async function saidBefore(
  tx: Tx,
  act: { id: string; accountId: number },
  sent: unknown,
): Promise<SaidBefore | undefined> {
  const { rows } = await sql<SaidBefore & { accountId: number; mark: string | null }>`
    select a.summary, a.account_id as "accountId", a.detail ->> 'sent' as mark, r.people[1] as "personId"
    from act a left join registry_act r on r.act_id = a.id where a.id = ${act.id}`.execute(tx);
  const [found] = rows;
  if (!found) return undefined;
  if (found.accountId === act.accountId && found.mark === sentMark(sent).sent)
    return { summary: found.summary, personId: found.personId };
  throw new Refusal({
    code: 'act-id-taken',
    status: 409,
    what: '这个编号下已经办过另一件事，这次没有办',
    now: '请刷新页面，看看上一次办成了没有',
  });
}
