/** What was said about workbooks and is kept for the next one: how a layout is understood, and words for organizations and items. */
import { sql } from 'kysely';
import type { Choices, ImportWords, LayoutId, WordList, Workbook } from '../platform/open/room.ts';
import type { Tx } from '../store/database.server.ts';
import type { Importer } from './import.server.ts';
import { possibleHeads } from './import-heads.server.ts';
import type { PlannedFile, Words } from './import-work.server.ts';

/** The words of the city. */
export async function readWords(tx: Tx): Promise<Words> {
  const { rows } = await sql<{ list: WordList; written: string; means: string }>`
    select list, written, means from import_word order by list, written`.execute(tx);
  const of = (list: WordList) => rows.flatMap((row) => (row.list === list ? [[row.written, row.means] as const] : []));
  return { units: of('unit'), items: of('item') };
}

/** Every word with whether its meaning is still a name. */
export async function listWords(tx: Tx, items: readonly string[]): Promise<ImportWords['words']> {
  const { rows } = await sql<Omit<ImportWords['words'][number], 'savedAt'> & { savedAt: Date }>`
    select w.list, w.written, w.means, w.author, w.saved_at as "savedAt",
      case when w.list = 'item' then w.means = any(${items as string[]})
        else exists (select from org_span o where o.name = w.means and o.valid_to = 'infinity') end as known
    from import_word w order by w.list desc, w.written`.execute(tx);
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}

export async function keepWord(
  tx: Tx,
  by: Importer,
  now: Date,
  { list, written, means }: { list: WordList; written: string; means: string },
): Promise<void> {
  await sql`insert into import_word (list, written, means, account_id, author, saved_at)
    values (${list}, ${written}, ${means}, ${by.accountId}, ${by.name}, ${now})
    on conflict (list, written) do update set means = excluded.means, account_id = excluded.account_id,
      author = excluded.author, saved_at = excluded.saved_at`.execute(tx);
}

export async function dropWord(tx: Tx, list: WordList, written: string): Promise<void> {
  await sql`delete from import_word where list = ${list} and written = ${written}`.execute(tx);
}

/** What is kept of choices: nothing that names a row or holds a cell. */
interface KeptChoices {
  layout?: LayoutId;
  /** The head stood where it was not found. */
  headSaid?: boolean;
  columns?: Readonly<Record<string, string | null>>;
  answers?: Readonly<Record<string, string>>;
}

function keptOf({ choices, planned }: PlannedFile): KeptChoices | undefined {
  const sheet = choices.sheets?.[planned?.understood.sheets[0]?.sheet ?? ''];
  const kept: KeptChoices = {
    ...(choices.layout ? { layout: choices.layout } : {}),
    ...(sheet?.headerRow ? { headSaid: true } : {}),
    ...(sheet?.columns && Object.keys(sheet.columns).length > 0 ? { columns: sheet.columns } : {}),
    ...(choices.answers && Object.keys(choices.answers).length > 0 ? { answers: choices.answers } : {}),
  };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** Keeps what was said about the files that were imported, unless their user wants it this once only. */
export async function remember(tx: Tx, files: readonly PlannedFile[], by: Importer, now: Date): Promise<void> {
  for (const file of files) {
    if (file.choices.once || !file.planned) continue;
    for (const [written, means] of Object.entries(file.choices.units ?? {}))
      await keepWord(tx, by, now, { list: 'unit', written, means });
    const kept = keptOf(file);
    if (!kept || !file.heads) continue;
    await sql`insert into office_layout (heads, layout, choices, file_name, account_id, author, saved_at, used_at)
      values (${file.heads}, ${file.planned.understood.layout.id}, ${JSON.stringify(kept)}::jsonb, ${file.name},
        ${by.accountId}, ${by.name}, ${now}, ${now})
      on conflict (heads) do update set layout = excluded.layout, choices = excluded.choices,
        file_name = excluded.file_name, account_id = excluded.account_id, author = excluded.author,
        saved_at = excluded.saved_at, used_at = excluded.used_at`.execute(tx);
  }
}

export interface Remembered {
  heads: string;
  choices: Choices;
  /** Who said it, when, of which file. */
  author: string;
  savedAt: string;
  file: string;
}

/** What was said about a workbook with such a head before, as choices for this one. */
export async function rememberedFor(tx: Tx, workbook: Workbook, now: Date): Promise<Remembered | undefined> {
  const heads = possibleHeads(workbook);
  if (heads.size === 0) return undefined;
  const { rows } = await sql<{ heads: string; choices: KeptChoices; author: string; savedAt: Date; file: string }>`
    update office_layout set used_at = ${now} where heads = any(${[...heads.keys()]})
    returning heads, choices, author, saved_at as "savedAt", file_name as file`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { layout, headSaid, columns, answers } = row.choices;
  const places = headSaid || columns ? heads.get(row.heads)! : [];
  return {
    heads: row.heads,
    author: row.author,
    savedAt: row.savedAt.toISOString(),
    file: row.file,
    choices: {
      ...(layout ? { layout } : {}),
      ...(answers ? { answers } : {}),
      sheets: Object.fromEntries(
        places.map(({ sheet, headerRow }) => [
          sheet,
          { ...(headSaid ? { headerRow } : {}), ...(columns ? { columns } : {}) },
        ]),
      ),
    },
  };
}

/** The layouts that are known again, the last used first. */
export async function listLayouts(tx: Tx, names: ReadonlyMap<LayoutId, string>): Promise<ImportWords['layouts']> {
  const { rows } = await sql<
    Omit<ImportWords['layouts'][number], 'name' | 'savedAt' | 'usedAt'> & {
      layout: LayoutId;
      savedAt: Date;
      usedAt: Date;
    }
  >`
    select heads, layout, file_name as file, author, saved_at as "savedAt", used_at as "usedAt"
    from office_layout order by used_at desc limit 200`.execute(tx);
  return rows.map(({ layout, savedAt, usedAt, ...row }) => ({
    ...row,
    name: names.get(layout) ?? '',
    savedAt: savedAt.toISOString(),
    usedAt: usedAt.toISOString(),
  }));
}

/** Answers whether it was there. */
export async function forget(tx: Tx, heads: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from office_layout where heads = ${heads}`.execute(tx);
  return numAffectedRows === 1n;
}
