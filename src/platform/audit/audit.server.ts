/** The audit administrator's view of the log, the state of its chain, and heads to take away. */
import { type RawBuilder, sql } from 'kysely';
import { notFound } from '../../core/record/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { type Handler, handle, handleFile } from '../open/handler.server.ts';
import {
  AUDIT_PAGE,
  type AuditLineShape,
  auditChain,
  auditExport,
  auditLines,
  EXPORTED,
  headDownload,
  headTake,
} from './audit.contract.ts';
import { linesWorkbook } from './audit-workbook.server.ts';
import { shortCode } from './chain.logic.ts';
import { tailOf } from './chain.server.ts';
import { readHeads, takeHead } from './heads.server.ts';
import { briefly, chosenBy, countLines, readLines } from './lines.server.ts';

const EXPORT_PAGE = 2_000;
const HEADS_SHOWN = 100;

async function* pagesOf(
  tx: Tx,
  chosen: RawBuilder<unknown>,
  titles: ReadonlyMap<string, string>,
): AsyncGenerator<AuditLineShape[]> {
  let before: string | undefined;
  for (let read = 0; read < EXPORTED; read += EXPORT_PAGE) {
    const { lines, next } = await readLines(tx, chosen, before, EXPORT_PAGE, titles);
    yield lines;
    if (next === null) return;
    before = next;
  }
}

/** `titles`: what each route is called, from their declarations. */
export const auditHandlers = (titles: ReadonlyMap<string, string>): readonly Handler[] => [
  handle(auditLines, async ({ tx }, { query }) => {
    const chosen = await chosenBy(tx, query);
    const page = await readLines(tx, chosen, query.before, AUDIT_PAGE, titles);
    return {
      total: await countLines(tx, chosen),
      ...page,
      routes: [...titles].map(([id, title]) => ({ id, title: briefly(title) })),
    };
  }),
  handleFile(auditExport, async ({ tx, city, today }, { query }) =>
    linesWorkbook(`${city.name}审计日志${today}`, pagesOf(tx, await chosenBy(tx, query), titles)),
  ),
  handle(auditChain, async ({ tx }) => {
    const tail = await tailOf(tx);
    const { rows } = await sql<{ linked_at: Date | null; waiting: number }>`
      select (select chained_at from audit_link order by n desc limit 1) as linked_at,
        (select count(*)::int from (select id from audit_line order by tx desc, seq desc limit 1000) l
          where not exists (select from audit_link k where k.kind = 'line' and k.item_id = l.id)) as waiting`.execute(
      tx,
    );
    const heads = await readHeads(tx, { limit: HEADS_SHOWN });
    return {
      links: tail?.n ?? 0,
      linkedAt: rows[0]!.linked_at?.toISOString() ?? null,
      waiting: rows[0]!.waiting,
      heads: heads.map(({ n, hash, algorithm, at, keyId }) => ({ n, code: shortCode(hash), algorithm, at, keyId })),
    };
  }),
  handle(headTake, async ({ tx, city, now, keys, audit }) => {
    const head = await takeHead(tx, city, now, keys.auditKey);
    if (!head) throw notFound('链头：还没有任何内容入链');
    audit({ subjectKind: 'audit-head', subjectId: String(head.n) });
    return { n: head.n };
  }),
  handle(headDownload, async ({ tx, audit }, { params }) => {
    const [head] = await readHeads(tx, { n: params.n });
    if (!head) throw notFound('这个链头');
    audit({ subjectKind: 'audit-head', subjectId: String(head.n) });
    return head;
  }),
];
