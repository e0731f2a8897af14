/** Handlers of the words by which workbooks are understood, and of the layouts that are known again. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../core/record/room.ts';
import { monthOf } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { type Call, type Handler, handle } from '../platform/open/handler.server.ts';
import { forgetLayout, importWords, putWord, removeWord, type WordList } from '../platform/open/room.ts';
import { OrgFinder } from '../registry/organizations/room.ts';
import { dropWord, forget, keepWord, listLayouts, listWords } from './import-memory.server.ts';
import { PLANNERS } from './import-plan.logic.ts';
import { importer } from './import-routes.server.ts';
import { readWorld } from './import-world.server.ts';

const LAYOUT_NAMES = new Map(PLANNERS.map(({ layout }) => [layout.id, layout.name]));

/** Names of the items of the ledgers in force today. */
const itemNames = ({ today }: Call): string[] => [
  ...new Set(itemsFor(readLedgerRules(), monthOf(today)).map(({ name }) => name)),
];

/** A word stands for a name as it is kept; anything else would never be found. */
async function checkWord(call: Call, list: WordList, written: string, means: string): Promise<string> {
  const { tx, today } = call;
  if (list === 'item') {
    if (itemNames(call).includes(means)) return means;
    throw new Refusal({
      code: 'item-unknown',
      what: `没有“${means}”这一项`,
      where: 'means',
      now: '请从列出的事项里选',
    });
  }
  const found = new OrgFinder(await readWorld(tx, today, new Set())).find(means);
  if (found.found !== 'one')
    throw new Refusal({
      code: 'unit-unknown',
      what: found.found === 'many' ? `“${means}”有${found.orgs.length}个` : `名册里没有“${means}”`,
      where: 'means',
      now:
        found.found === 'none' && found.near.length > 0
          ? `相近的有：${found.near.join('、')}；请写名册里的全称`
          : '请写名册里的全称',
    });
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from org_span where name = ${written} and valid_to = 'infinity') as taken`.execute(tx);
  if (rows[0]?.taken)
    throw new Refusal({
      code: 'word-is-a-name',
      what: `“${written}”本身就是名册里一个党组织的名称，不能再指别的`,
      where: 'written',
      now: '请写另一种叫法',
    });
  return found.org.name;
}

export const importWordHandlers: readonly Handler[] = [
  handle(importWords, async (call) => {
    const items = itemNames(call);
    return { words: await listWords(call.tx, items), items, layouts: await listLayouts(call.tx, LAYOUT_NAMES) };
  }),
  handle(putWord, async (call, { body }) => {
    const { list, written, means } = body;
    await keepWord(call.tx, importer(call), call.now, {
      list,
      written,
      means: await checkWord(call, list, written, means),
    });
    return {};
  }),
  handle(removeWord, async ({ tx }, { body }) => {
    await dropWord(tx, body.list, body.written);
    return {};
  }),
  handle(forgetLayout, async ({ tx }, { params }) => {
    if (!(await forget(tx, params.heads))) throw notFound('对这种表的理解');
    return {};
  }),
];
