/** Runs a compiled figure under the row security of the transaction at hand. */
import { CompiledQuery } from 'kysely';
import { compileFigure, type Figure, type FigureAnswer, type FigureAsk } from '../core/figure/room.ts';
import type { Tx } from './database.server.ts';

/** Numbers, breakdown and rows of a figure, from one statement. Days in rows are `YYYY-MM-DD`; the caller names the row type. */
export async function readFigure<Row, C extends string, F extends string, M extends string>(
  tx: Tx,
  figure: Figure<C, F, M>,
  ask: FigureAsk<C, F, M>,
): Promise<FigureAnswer<Row, M>> {
  const { text, values } = compileFigure(figure, ask);
  const { rows } = await tx.executeQuery<FigureAnswer<Row, M>>(CompiledQuery.raw(text, values));
  return rows[0]!;
}
