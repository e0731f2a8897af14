/** Runs a compiled figure under the row security of the transaction at hand. */
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import {
  compileFigure,
  type Figure,
  type FigureAnswer,
  type FigureAsk,
  type FigureQuery,
} from '../core/figure/room.ts';
import type { Tx } from './database.server.ts';

/** A compiled statement as a part of another one, its values bound in their places. */
function asPart({ text, values }: FigureQuery): RawBuilder<unknown> {
  const pieces = text.split(/\$(\d+)(?=::)/);
  return sql.join(
    pieces.map((piece, at) => (at % 2 === 0 ? sql.raw(piece) : sql`${values[Number(piece) - 1]}`)),
    sql.raw(''),
  );
}

/**
 * Numbers, breakdown and rows of a figure, from one statement. Days in rows are `YYYY-MM-DD`; the caller names the row type.
 * `hiding`: definitions that stand for tables of the same names (`spansKnownAt`).
 */
export async function readFigure<Row, C extends string, F extends string, M extends string>(
  tx: Tx,
  figure: Figure<C, F, M>,
  ask: FigureAsk<C, F, M>,
  hiding?: RawBuilder<unknown>,
): Promise<FigureAnswer<Row, M>> {
  const query = compileFigure(figure, ask);
  if (hiding) {
    const { rows } = await sql<FigureAnswer<Row, M>>`with ${hiding} select * from (${asPart(query)}) f`.execute(tx);
    return rows[0]!;
  }
  const { text, values } = query;
  const { rows } = await tx.executeQuery<FigureAnswer<Row, M>>(CompiledQuery.raw(text, values));
  return rows[0]!;
}
