/** What is the same wherever an act is taken back: in its turn, once, and by a counter-act that says what it takes back. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import type { ActInput } from '../../store/append.server.ts';
import type { City, Tx } from '../../store/database.server.ts';

/**
 * What changes a city's registry follows one another, imports too: each plans upon what the last one said, and what it reads must
 * not change under it.
 */
const REGISTRY_LOCK = 7_216_018;
export const oneAtATime = (tx: Tx, city: City): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${REGISTRY_LOCK}, hashtext(${city.code}))`.execute(tx);

export interface SaidAct {
  /** As registry_act has it; of an act that is none, its own. */
  kind: string;
  summary: string;
  /** The person whom it is mainly about. */
  personId: number | null;
  /** The counter-act, when it was taken back. */
  byActId: string | null;
}

/**
 * The act that is to be taken back or corrected.
 * @param isOne whether an act of a kind is taken back here
 * @param called what it is called in refusals: 这次分工调整
 * @throws Refusal not-found
 */
export async function saidAct(tx: Tx, id: string, isOne: (kind: string) => boolean, called: string): Promise<SaidAct> {
  const { rows } = await sql<SaidAct>`
    select coalesce(r.kind, a.kind) as kind, a.summary, r.people[1] as "personId", t.by_act_id as "byActId"
    from act a left join registry_act r on r.act_id = a.id left join act_taken_back t on t.act_id = a.id
    where a.id = ${id}`.execute(tx);
  const [found] = rows;
  if (!found || !isOne(found.kind)) throw notFound(called);
  return found;
}

/**
 * Whether this very counter-act took it back before, so that nothing is left to do.
 * @param done how the refusal says that it is: 已经收回
 * @throws Refusal already-taken-back, when another did
 */
export function takenBackBefore({ byActId }: SaidAct, counterId: string, called: string, done = '已经收回'): boolean {
  if (byActId === null || byActId === counterId) return byActId === counterId;
  throw new Refusal({ code: 'already-taken-back', status: 409, what: `${called}${done}`, now: '请刷新页面再看' });
}

/** The act that takes another back. */
export const counterAct = (
  by: { accountId: number; name: string; now: Date },
  act: { id: string; kind: string; summary: string; detail?: Record<string, unknown> },
): ActInput => ({ ...act, accountId: by.accountId, author: by.name, at: by.now });
