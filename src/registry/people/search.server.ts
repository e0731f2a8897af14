/** Answers a search, best first. */
import { sql } from 'kysely';
import { type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { SEARCH_LIMIT, type SearchHit, searchFind } from './search.contract.ts';
import { plainText } from './search-text.server.ts';

/**
 * Hits for what was typed: exact name, beginning of a name, initials, full pinyin, then anywhere; among equals leading cadres
 * and short names first. Sees what the transaction's scope may see. Empty when nothing that can be matched was typed.
 */
export async function findByName(tx: Tx, typed: string): Promise<SearchHit[]> {
  const q = plainText(typed);
  if (q === '') return [];
  const like = (before: string, after: string) => sql`haystack like ${`%${before}${q}${after}%`}`;
  const { rows } = await sql<SearchHit>`
    select subject, subject_id as id, name, detail from search_entry
    where haystack like ${`%${q}%`}
    order by case
        when ${like(' ', ' ')} then 0
        when name like ${`${q}%`} then 1
        when ${like('~', ' ')} then 2
        when ${like('~', '')} then 3
        when ${like(' ', '')} then 4
        else 5 end,
      leading_cadre desc, length(name), subject, name, subject_id
    limit ${SEARCH_LIMIT}`.execute(tx);
  return rows;
}

export const searchHandlers: readonly Handler[] = [
  handle(searchFind, async ({ tx }, { query }) => ({ hits: await findByName(tx, query.q) })),
];
