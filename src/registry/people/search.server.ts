/** Answers a search, best first. */
import { sql } from 'kysely';
import { type Day, dayName, monthName, monthOf } from '../../core/time/room.ts';
import { type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { SEARCH_LIMIT, type SearchHit, searchFind } from './search.contract.ts';
import { plainText } from './search-text.server.ts';

/** One or two letters stand somewhere in nearly everybody's spelling: people are then found by how it begins. */
const FEW_LETTERS = /^[a-z]{1,2}$/;

/**
 * Hits for what was typed: exact name, beginning of a name, initials, full pinyin, then anywhere; among equals leading cadres
 * and short names first. Sees what the transaction's scope may see. Empty when nothing that can be matched was typed.
 */
export async function findByName(tx: Tx, typed: string): Promise<SearchHit[]> {
  const q = plainText(typed);
  if (q === '') return [];
  const like = (before: string, after: string) => sql`haystack like ${`%${before}${q}${after}%`}`;
  const found = FEW_LETTERS.test(q)
    ? sql`(${like('~', '')} or ${like(' ', '')} or subject = 'organization' and ${like('', '')})`
    : like('', '');
  const { rows } = await sql<SearchHit>`
    select subject, subject_id as id, name, detail from search_entry
    where ${found}
    order by case
        when ${like(' ', ' ')} then 0
        when name like ${`${q}%`} then 1
        when ${like('~', ' ')} then 2
        when ${like('~', '')} then 3
        when ${like(' ', '')} then 4
        else 5 end,
      leading_cadre desc, length(name), subject, name, subject_id
    limit ${SEARCH_LIMIT}`.execute(tx);
  return toldApart(tx, rows);
}

interface Mark {
  id: number;
  joinedOn: Day | null;
  precision: 'day' | 'month' | null;
  bornMonth: Day | null;
}

/** People of one name: also when they joined, and where that is not enough, when they were born. */
async function toldApart(tx: Tx, hits: readonly SearchHit[]): Promise<SearchHit[]> {
  const people = hits.filter(({ subject }) => subject === 'person');
  const alike = [...Map.groupBy(people, ({ name }) => name).values()].filter((group) => group.length > 1);
  if (alike.length === 0) return [...hits];
  const { rows } = await sql<Mark>`
    select distinct on (person_id) person_id as id, joined_on as "joinedOn", joined_precision as precision,
      born_month as "bornMonth"
    from person_span where person_id = any(${alike.flat().map(({ id }) => id)}::int[])
    order by person_id, valid_from desc`.execute(tx);
  const marks = new Map(rows.map((row) => [row.id, row]));
  const detailed = new Map<number, string>();
  for (const group of alike) {
    const joined = group.map((hit) => [hit.detail, joinedWords(marks.get(hit.id))].filter(Boolean).join('　'));
    for (const [at, hit] of group.entries()) {
      const same = joined.filter((detail) => detail === joined[at]).length > 1;
      const born = marks.get(hit.id)?.bornMonth;
      const words = same && born ? `，${monthName(monthOf(born))}生` : '';
      detailed.set(hit.id, `${joined[at]}${words}`);
    }
  }
  return hits.map((hit) => (hit.subject === 'person' ? { ...hit, detail: detailed.get(hit.id) ?? hit.detail } : hit));
}

function joinedWords(mark: Mark | undefined): string {
  if (!mark?.joinedOn) return '';
  return `${mark.precision === 'month' ? monthName(monthOf(mark.joinedOn)) : dayName(mark.joinedOn)}入党`;
}

export const searchHandlers: readonly Handler[] = [
  handle(searchFind, async ({ tx }, { query }) => ({ hits: await findByName(tx, query.q) })),
];
