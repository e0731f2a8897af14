/**
 * Answers to an import's questions in a file, for the command line: what the page asks at the top of a workbook. YAML, which JSON
 * is part of; values are read as text whatever they look like.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Document, isMap, parseDocument, type Scalar, YAMLMap } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../core/record/room.ts';
import type { Choices, ImportAccount, LayoutId } from '../platform/open/room.ts';

type Question = NonNullable<ImportAccount['questions']>[number];

const column = z.record(z.string().regex(/^[A-Z]{1,3}$/), z.string());
const sheet = z.strictObject({
  headerRow: z.coerce.number().int().min(1).optional(),
  columns: column.optional(),
  skip: z.stringbool().optional(),
  leaveOut: z.array(z.coerce.number().int().min(1)).optional(),
});
const fileAnswers = z.strictObject({
  layout: z.string().optional(),
  answers: z.record(z.string(), z.string()).optional(),
  units: z.record(z.string(), z.string()).optional(),
  sheets: z.record(z.string(), sheet).optional(),
  once: z.stringbool().optional(),
});
const answersFile = z.record(z.string(), fileAnswers);

const NOT_IMPORTED = '不导入';
const UNSAID = new Set(['', '~', 'null']);

/** Without what was left empty. */
function said(node: unknown): unknown {
  if (typeof node === 'string') return UNSAID.has(node.trim()) ? undefined : node.trim();
  if (Array.isArray(node)) return node.map(said).filter((one) => one !== undefined);
  if (node === null || typeof node !== 'object') return undefined;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => {
      const own = said(value);
      return own === undefined ? [] : [[key, own]];
    }),
  );
}

const unreadable = (path: string, what: string): Refusal =>
  new Refusal({
    code: 'answers-unreadable',
    what: `回答文件“${path}”${what}`,
    where: path,
    now: '请照 --dry-run 写出的样子改',
  });

export class Answers {
  readonly path: string;
  /** Undefined: there is no such file yet. */
  readonly #document: Document | undefined;
  readonly #files: ReadonlyMap<string, Choices>;

  private constructor(path: string, document: Document | undefined, files: ReadonlyMap<string, Choices>) {
    this.path = path;
    this.#document = document;
    this.#files = files;
  }

  get exists(): boolean {
    return this.#document !== undefined;
  }

  /** Throws a Refusal that names the place where it is not as it must be. `layouts`: ids by 中文名. */
  static async read(path: string, layouts: ReadonlyMap<string, LayoutId>): Promise<Answers> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return new Answers(path, undefined, new Map());
      throw unreadable(path, '打不开');
    }
    const document = parseDocument(text, { schema: 'failsafe' });
    const [wrong] = document.errors;
    if (wrong) throw unreadable(path, `第${wrong.linePos?.[0].line ?? 1}行读不懂`);
    const parsed = answersFile.safeParse(said(document.toJS()) ?? {});
    if (!parsed.success) throw unreadable(path, `里“${parsed.error.issues[0]!.path.join(' ')}”写得不对`);
    const files = Object.entries(parsed.data).map(([name, one]) => [name, choicesOf(path, one, layouts)] as const);
    return new Answers(path, document, new Map(files));
  }

  /** What was said about a file, by its path as given or its name. */
  for(path: string): Choices {
    return this.#files.get(path) ?? this.#files.get(basename(path)) ?? {};
  }

  /**
   * Adds what is asked and not yet answered, each with its question above it, and keeps all that stands there. Answers how much
   * was added.
   */
  async ask(open: readonly OpenFile[]): Promise<number> {
    const document = this.#document?.contents ? this.#document : new Document({}, { schema: 'failsafe' });
    if (!this.exists)
      document.commentBefore =
        ' 导入时要说一声的，写在冒号后面，再用 --answers 加上这个文件导入。\n 没有写的，按每一问说的办；这里说的会记住，下次同样的表照着理解。';
    let added = 0;
    for (const { path, layouts, questions, units } of open) {
      const name = this.#files.has(path) ? path : basename(path);
      const put = (keys: readonly string[], comment: string): void => {
        if (document.hasIn([name, ...keys])) return;
        added += 1;
        for (const depth of keys.keys()) {
          const above = [name, ...keys.slice(0, depth)];
          if (!isMap(document.getIn(above))) document.setIn(above, new YAMLMap(document.schema));
        }
        const key = document.createNode(keys.at(-1)) as Scalar;
        key.commentBefore = comment
          .split('\n')
          .map((line) => ` ${line}`)
          .join('\n');
        (document.getIn([name, ...keys.slice(0, -1)]) as YAMLMap).add(document.createPair(key, ''));
      };
      if (layouts) put(['layout'], `认不出是哪一种表。可以答：${layouts.join('／')}`);
      for (const one of questions) put(['answers', one.id], askedIn(one));
      for (const { written, near, at } of units)
        put(
          ['units', written],
          `${at}：名册里没有“${written}”，它指哪个党组织？写名册里的全称${near.length > 0 ? `\n相近的有：${near.join('／')}` : ''}`,
        );
    }
    if (added > 0) await writeFile(this.path, document.toString({ lineWidth: 0 }));
    return added;
  }
}

const says = ({ options }: Question, value: string): string =>
  options.find((option) => option.value === value)?.says ?? value;

const askedIn = (one: Question): string =>
  [
    `${one.sheet} ${one.cell ?? one.letter ?? ''}：${one.ask}`,
    `可以答：${one.options.map((option) => option.says).join('／')}；不答${one.default === null ? '，牵涉的行不导入' : `先按“${says(one, one.default)}”`}`,
  ].join('\n');

/** What is to be asked about a file. */
interface OpenFile {
  path: string;
  /** Of no known layout: the names of those that there are. */
  layouts?: readonly string[];
  questions: readonly Question[];
  units: readonly { written: string; near: readonly string[]; at: string }[];
}

/** What an account leaves open: questions without an answer, and units that nobody knows, each once. */
export function openOf(path: string, account: ImportAccount): OpenFile {
  const units = new Map<string, OpenFile['units'][number]>();
  for (const { written, near, sheet, cell } of [...account.rejected, ...account.warnings])
    if (written !== undefined && near && !units.has(written))
      units.set(written, { written, near, at: `${sheet} ${cell}` });
  return {
    path,
    questions: (account.questions ?? []).filter((one) => one.answer === undefined),
    units: [...units.values()],
  };
}

function choicesOf(
  path: string,
  { layout, sheets = {}, ...rest }: z.infer<typeof fileAnswers>,
  layouts: ReadonlyMap<string, LayoutId>,
): Choices {
  const id =
    layout === undefined ? undefined : (layouts.get(layout) ?? [...layouts.values()].find((one) => one === layout));
  if (layout !== undefined && !id) throw unreadable(path, `里的“${layout}”不是能导入的表`);
  return {
    ...rest,
    ...(id ? { layout: id } : {}),
    sheets: Object.fromEntries(
      Object.entries(sheets).map(([name, { columns = {}, ...own }]) => [
        name,
        {
          ...own,
          columns: Object.fromEntries(
            Object.entries(columns).map(([letter, field]) => [letter, field === NOT_IMPORTED ? null : field]),
          ),
        },
      ]),
    ),
  };
}

/** What is said now laid over what was remembered. */
export function laidOver(before: Choices, now: Choices): Choices {
  const names = [...new Set([...Object.keys(before.sheets ?? {}), ...Object.keys(now.sheets ?? {})])];
  return {
    ...before,
    ...now,
    answers: { ...before.answers, ...now.answers },
    units: { ...before.units, ...now.units },
    sheets: Object.fromEntries(
      names.map((name) => {
        const [old, own] = [before.sheets?.[name], now.sheets?.[name]];
        return [name, { ...old, ...own, columns: { ...old?.columns, ...own?.columns } }];
      }),
    ),
  };
}

/** Columns named as in our templates become fields; answers the same choices where all are fields already. */
export function inFields(
  choices: Choices,
  fieldsOf: (sheet: string) => readonly { field: string; name: string }[],
): Choices {
  let isChanged = false;
  const sheets = Object.entries(choices.sheets ?? {}).map(([sheet, own]) => {
    const fields = fieldsOf(sheet);
    const columns = Object.entries(own.columns ?? {}).map(([letter, given]) => {
      const isField = given === null || fields.some(({ field }) => field === given);
      const named = isField ? undefined : fields.find(({ name }) => name === given)?.field;
      isChanged ||= named !== undefined;
      return [letter, named ?? given] as const;
    });
    return [sheet, own.columns ? { ...own, columns: Object.fromEntries(columns) } : own] as const;
  });
  return isChanged ? { ...choices, sheets: Object.fromEntries(sheets) } : choices;
}

/**
 * Answers in the words of an option become its value; answers the same choices where all are values already. Throws a Refusal
 * for an answer that a question does not offer.
 */
export function inValues(choices: Choices, questions: readonly Question[], file: string): Choices {
  const changed = questions.flatMap((one): [string, string][] => {
    const given = choices.answers?.[one.id];
    if (given === undefined || one.options.some(({ value }) => value === given)) return [];
    const meant = one.options.find((option) => option.says === given);
    if (meant) return [[one.id, meant.value]];
    throw new Refusal({
      code: 'answer-unknown',
      what: `“${file}”里“${one.ask}”没有“${given}”这个答案，什么也没有导入`,
      where: one.id,
      now: `可以答：${one.options.map((option) => option.says).join('／')}`,
    });
  });
  return changed.length === 0
    ? choices
    : { ...choices, answers: { ...choices.answers, ...Object.fromEntries(changed) } };
}
