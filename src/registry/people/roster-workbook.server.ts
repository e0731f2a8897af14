/** The roster of leading cadres, city leaders first, in the offices' layout, without telephone numbers: none are held. */
import { sql } from 'kysely';
import type { Day, Month } from '../../core/time/room.ts';
import { type Call, type FileAnswer, type Handler, handleFile } from '../../platform/open/handler.server.ts';
import { listWorkbook } from '../../platform/open/list-workbook.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { holdingOn, leadingCadresFigure, type Post, type Rank } from '../organizations/room.ts';
import { rosterWorkbook } from './people.contract.ts';
import { cadreRow, ROSTER_COLUMNS } from './roster-rows.logic.ts';

interface CadreRow {
  personId: number;
  orgId: number;
  post: Post;
  name: string;
  sex: 'male' | 'female' | null;
  orgFullName: string;
  title: string;
  rank: Rank;
  joinedOn: Day | null;
  joinedPrecision: 'day' | 'month' | null;
}

const MOST_CADRES = 10_000;

const isCityLeader = ({ rank }: CadreRow): boolean => rank === 'cityLevel';

const postKey = ({ personId, orgId, post }: Pick<CadreRow, 'personId' | 'orgId' | 'post'>): string =>
  `${personId}/${orgId}/${post}`;

/** From when each post of a day is held under its title: another rank alone does not begin it anew. */
async function heldSince(tx: Tx, people: readonly number[], on: Day): Promise<Map<string, Day>> {
  const { rows } = await sql<Pick<CadreRow, 'personId' | 'orgId' | 'post'> & { since: Day }>`
    select person_id as "personId", org_id as "orgId", post, max(valid_from) as since from (
      select *, lag(valid_to) over held = valid_from and lag(title) over held = title as goes_on from post_span
      where person_id = any(${people as number[]}::int[]) and valid_from <= ${on}
      window held as (partition by person_id, org_id, post order by valid_from)) s
    where goes_on is not true group by person_id, org_id, post`.execute(tx);
  return new Map(rows.map((row) => [postKey(row), row.since]));
}

async function roster({ tx, city }: Call, on: Day): Promise<FileAnswer> {
  const { rows } = await readFigure<CadreRow, 'personId', 'begun' | 'notEnded', 'cadres'>(tx, leadingCadresFigure, {
    filters: holdingOn(on),
    limit: MOST_CADRES,
  });
  const { rows: charges } = await sql<{ personId: number; leader: string[] }>`
    select c.person_id as "personId", array_agg(p.name order by c.valid_from, p.person_id) as leader
    from charge_span c join person_span p on p.person_id = c.leader_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where c.valid_from <= ${on} and c.valid_to > ${on} group by c.person_id`.execute(tx);
  const leaders = new Map(charges.map((charge) => [charge.personId, charge.leader]));
  const { rows: births } = await sql<{ id: number; month: Month }>`
    select person_id as id, to_char(born_month, 'YYYY-MM') as month from person_span
    where person_id = any(${rows.map((row) => row.personId)}::int[]) and born_month is not null
      and valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  const born = new Map(births.map(({ id, month }) => [id, month]));
  const since = await heldSince(
    tx,
    rows.map(({ personId }) => personId),
    on,
  );
  return listWorkbook({
    file: `${city.name}领导干部花名册`,
    sheet: '花名册',
    title: `${city.name}领导干部花名册`,
    columns: ROSTER_COLUMNS,
    // Who is in charge of others is found by those who read the list again, and so is he who is in charge of nobody.
    rows: [...rows.filter(isCityLeader), ...rows.filter((row) => !isCityLeader(row))].map((row) =>
      cadreRow({
        ...row,
        bornMonth: born.get(row.personId) ?? null,
        unitName: row.orgFullName,
        heldSince: since.get(postKey(row))!,
        leaders: leaders.get(row.personId) ?? [],
      }),
    ),
  });
}

export const rosterWorkbookHandlers: readonly Handler[] = [
  handleFile(rosterWorkbook, (call, { query }) => roster(call, query.asOf ?? call.today)),
];
