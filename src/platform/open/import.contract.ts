/** Importing workbooks: the tray on the way in, what was understood and would be brought, the import, and taking it back. */
import { z } from 'zod';
import { LAYOUT_IDS } from './layout.logic.ts';
import { route } from './route.logic.ts';

const layoutId = z.enum(LAYOUT_IDS);
const columnLetter = z.string().regex(/^[A-Z]{1,3}$/);

export const choicesSchema = z.strictObject({
  layout: layoutId.optional(),
  sheets: z
    .record(
      z.string(),
      z.strictObject({
        headerRow: z.int().min(1).max(1000).optional(),
        columns: z.record(columnLetter, z.string().max(40).nullable()).optional(),
        skip: z.boolean().optional(),
        cells: z.record(z.string().regex(/^[A-Z]{1,3}[1-9]\d{0,6}$/), z.string().max(500)).optional(),
        leaveOut: z.array(z.int().min(1).max(1_000_000)).max(5000).readonly().optional(),
      }),
    )
    .optional(),
  answers: z.record(z.string().max(200), z.string().max(200)).optional(),
  units: z.record(z.string().min(1).max(200), z.string().min(1).max(200)).optional(),
  once: z.boolean().optional(),
});

export const certaintySchema = z.enum(['chosen', 'sure', 'likely', 'unsure']);

/** What is doubtful about a workbook; answered in `choices.answers` by its id. */
export const questionSchema = z.object({
  id: z.string(),
  sheet: z.string(),
  cell: z.string().optional(),
  letter: z.string().optional(),
  ask: z.string(),
  options: z.array(z.object({ value: z.string(), says: z.string() })),
  default: z.string().nullable(),
  certainty: certaintySchema,
  answer: z.string().optional(),
});

export const problemSchema = z.object({
  sheet: z.string(),
  /** `D21` */
  cell: z.string(),
  /** Stable code: `unit-unknown`. */
  reason: z.string(),
  what: z.string(),
  /** What stands there and stands for nothing known, and names that it may mean. */
  written: z.string().optional(),
  near: z.array(z.string()).readonly().optional(),
});

export const mendedCellSchema = z.object({ sheet: z.string(), cell: z.string(), was: z.string(), now: z.string() });

export const leftRowSchema = z.object({ sheet: z.string(), row: z.int() });

export const columnSchema = z.object({
  letter: columnLetter,
  header: z.string(),
  field: z.string().nullable(),
  certainty: certaintySchema,
  ignoredBecause: z.enum(['identityCard', 'phone', 'unknown', 'hidden']).optional(),
  hidden: z.boolean().optional(),
});

/** How one table of a workbook was understood. */
export const tableSchema = z.object({
  sheet: z.string(),
  layout: layoutId,
  certainty: certaintySchema,
  headerRow: z.int(),
  columns: z.array(columnSchema),
  missing: z.array(z.string()),
});

/** The account of one file, the same as the command line gives. */
export const accountSchema = z.object({
  file: z.string(),
  kind: layoutId,
  rows: z.int(),
  accepted: z.int(),
  people: z.int(),
  duplicates: z.int(),
  rejected: z.array(problemSchema),
  warnings: z.array(problemSchema),
  person: z.string().optional(),
  unit: z.string().optional(),
  period: z.string().optional(),
  businessEntries: z.int().optional(),
  partyBuildingEntries: z.int().optional(),
  personTimesPresent: z.int().optional(),
  absences: z.int().optional(),
  byKind: z.record(z.string(), z.int()).optional(),
  /** What was doubtful, answered or not; an open one without a default leaves out what hangs on it. */
  questions: z.array(questionSchema).optional(),
  /** How the workbook was understood: said by the command line, which has no page to show it. */
  tables: z.array(tableSchema).optional(),
  /** Cells that the user wrote anew, and rows that he left out, before it was imported. */
  mended: z.array(mendedCellSchema).optional(),
  leftOut: z.array(leftRowSchema).optional(),
});
export type ImportAccount = z.infer<typeof accountSchema>;

export const sheetSchema = z.object({
  sheet: z.string(),
  /** Of this table; a workbook may hold several. */
  layout: layoutId.optional(),
  certainty: certaintySchema,
  headerRow: z.int(),
  headerRows: z.int(),
  columns: z.array(columnSchema),
  /** 中文名 of required columns that were not found. */
  missing: z.array(z.string()),
  /** Last row of this table where another begins below it: a sheet may hold several. */
  untilRow: z.int().optional(),
  /** Rows of the sheet to look at: those above the data, its first ones, and every row with a problem. */
  table: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  /** Rows of the sheet. */
  length: z.int(),
  mended: z.array(mendedCellSchema),
  leftOut: z.array(z.int()),
});

export const trayFileSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  savedAt: z.string(),
  /** Undefined: of no known layout; the user may say which. */
  layout: layoutId.optional(),
  sheets: z.array(sheetSchema),
  left: z.array(z.object({ sheet: z.string(), why: z.enum(['hidden', 'empty', 'other', 'chosen']) })),
  account: accountSchema.optional(),
  choices: choicesSchema,
  /** What was said about a workbook with this head row before, and is taken over here. */
  remembered: z.object({ heads: z.string(), author: z.string(), savedAt: z.string(), file: z.string() }).optional(),
  /** An earlier file of the tray that this one is a newer edition of, and what differs. */
  edition: z
    .object({
      of: z.uuid(),
      name: z.string(),
      savedAt: z.string(),
      cells: z.int(),
      rows: z.int(),
      examples: z.array(mendedCellSchema).readonly(),
    })
    .optional(),
});
export type TrayFile = z.infer<typeof trayFileSchema>;

export const layoutSchema = z.object({
  id: layoutId,
  name: z.string(),
  columns: z.array(z.object({ field: z.string(), name: z.string(), required: z.boolean() })),
});

const trayAnswer = z.object({
  /** In the order in which they will be imported. */
  files: z.array(trayFileSchema),
  layouts: z.array(layoutSchema),
});
export type Tray = z.infer<typeof trayAnswer>;

export const uploadWorkbooks = route({
  id: 'import.upload',
  method: 'POST',
  path: '/import/tray',
  title: '放入要导入的表格',
  ability: 'import.run',
  upload: true,
  answer: z.object({
    added: z.array(z.uuid()),
    /** Files that are no workbooks. */
    refused: z.array(z.object({ name: z.string(), what: z.string(), now: z.string() })),
  }),
});

export const openTray = route({
  id: 'import.tray',
  method: 'GET',
  path: '/import/tray',
  title: '看放入的表格会带来什么',
  ability: 'import.run',
  slow: true,
  answer: trayAnswer,
});

/** Files that lie in a tray that cannot be shown, in the answer that refuses it. */
export const heldSchema = z.array(z.object({ id: z.uuid(), name: z.string() }));
export type HeldFile = z.infer<typeof heldSchema>[number];

export const importTemplate = route({
  id: 'import.template',
  method: 'GET',
  path: '/import/templates/:layout',
  title: '空白表格，填好就能导入',
  ability: 'import.run',
  params: z.object({ layout: layoutId }),
  file: true,
});

export const chooseForFile = route({
  id: 'import.choose',
  method: 'PUT',
  path: '/import/tray/:id/choices',
  title: '更正对表格的理解',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
  body: choicesSchema,
});

export const discardFile = route({
  id: 'import.discard',
  method: 'DELETE',
  path: '/import/tray/:id',
  title: '拿走放入的表格',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
});

/** `all`: nothing when a single row cannot be taken over. `withoutBad`: those rows are left out and named. */
const importMode = z.enum(['all', 'withoutBad']);
export type ImportMode = z.infer<typeof importMode>;

export const commitImport = route({
  id: 'import.commit',
  method: 'POST',
  path: '/import/commit',
  title: '导入表格',
  ability: 'import.run',
  slow: true,
  body: z.object({
    /** Made by the client: sent twice it imports once. */
    actId: z.uuid(),
    files: z.array(z.uuid()).min(1).max(40),
    mode: importMode,
    /** What the user saw: rows taken over and left out. */
    seen: z.object({ accepted: z.int(), rejected: z.int() }),
  }),
  answer: z.object({ actId: z.uuid(), accounts: z.array(accountSchema) }),
});

export const importProgress = route({
  id: 'import.progress',
  method: 'GET',
  path: '/import/progress',
  title: '看导入进行到哪里',
  ability: 'import.run',
  answer: z.object({
    /** Null: nothing is under way. */
    running: z
      .object({
        work: z.enum(['preview', 'import']),
        stage: z.enum(['read', 'plan', 'store']),
        /** Rows planned, of how many. */
        done: z.int(),
        of: z.int(),
      })
      .nullable(),
  }),
});
export type ImportProgress = z.infer<(typeof importProgress)['answer']>['running'];

export const stopImport = route({
  id: 'import.stop',
  method: 'POST',
  path: '/import/stop',
  title: '停下正在进行的导入',
  ability: 'import.run',
  /** Whether there was something to stop. */
  answer: z.object({ stopped: z.boolean() }),
});

export const markedWorkbook = route({
  id: 'import.marked',
  method: 'GET',
  path: '/import/tray/:id/marked',
  title: '下载标出问题的表格',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
  file: true,
});

export const replaceFile = route({
  id: 'import.replace',
  method: 'POST',
  path: '/import/tray/:id/replace',
  title: '用新的一份换下旧的表格',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
  body: z.object({ old: z.uuid() }),
});

export type ImportOrder = z.output<(typeof commitImport)['body']>;

export const pastImportSchema = z.object({
  id: z.uuid(),
  at: z.string(),
  author: z.string(),
  summary: z.string(),
  /** What he chose: nothing when a single row cannot be taken over, or without those rows. Undefined before that was kept. */
  mode: importMode.optional(),
  files: z.array(accountSchema),
  takenBack: z.object({ at: z.string(), by: z.string() }).nullable(),
});
export type PastImport = z.infer<typeof pastImportSchema>;

export const listImports = route({
  id: 'import.past',
  method: 'GET',
  path: '/import/past',
  title: '看已做的导入',
  ability: 'import.run',
  query: z.object({ before: z.uuid().optional() }),
  answer: z.object({
    imports: z.array(pastImportSchema.pick({ id: true, at: true, author: true, summary: true, takenBack: true })),
    /** There are earlier ones. */
    more: z.boolean(),
  }),
});
export type PastImports = z.infer<(typeof listImports)['answer']>;

const broughtSchema = z.object({ id: z.string(), name: z.string() });

export const openImport = route({
  id: 'import.pastOne',
  method: 'GET',
  path: '/import/past/:id',
  title: '看一次导入的内容',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
  answer: pastImportSchema.extend({
    /** What it brought, the first of each, with how many there are. */
    brought: z.array(
      z.object({
        what: z.enum(['organization', 'person', 'record']),
        count: z.int(),
        rows: z.array(broughtSchema),
      }),
    ),
  }),
});
export type OpenedImport = z.infer<(typeof openImport)['answer']>;

/** What rests on an import, in the answer that refuses to take it back. */
export const restingSchema = z.array(
  z.object({
    summary: z.string(),
    author: z.string(),
    on: z.string(),
    opens: z.object({ what: z.enum(['organization', 'person', 'record', 'import']), id: z.string() }).optional(),
  }),
);
export type Resting = z.infer<typeof restingSchema>;

export const takeBack = route({
  id: 'import.takeBack',
  method: 'POST',
  path: '/import/past/:id/take-back',
  title: '撤回一次导入',
  ability: 'import.run',
  slow: true,
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid() }),
});

export const WORD_LISTS = ['unit', 'item'] as const;
const wordList = z.enum(WORD_LISTS);
export type WordList = (typeof WORD_LISTS)[number];

export const importWords = route({
  id: 'import.words',
  method: 'GET',
  path: '/import/words',
  title: '看导入时认得的叫法',
  ability: 'import.run',
  answer: z.object({
    words: z.array(
      z.object({
        list: wordList,
        written: z.string(),
        means: z.string(),
        author: z.string(),
        savedAt: z.string(),
        /** False: nothing has that name any more. */
        known: z.boolean(),
      }),
    ),
    items: z.array(z.string()),
    layouts: z.array(
      z.object({
        heads: z.string(),
        /** 中文名 of the layout. */
        name: z.string(),
        file: z.string(),
        author: z.string(),
        savedAt: z.string(),
        usedAt: z.string(),
      }),
    ),
  }),
});
export type ImportWords = z.infer<(typeof importWords)['answer']>;

export const putWord = route({
  id: 'import.putWord',
  method: 'PUT',
  path: '/import/words',
  title: '写下一个叫法',
  ability: 'import.run',
  body: z.object({
    list: wordList,
    written: z.string().trim().min(1, '请写出表格里的叫法').max(100),
    means: z.string().trim().min(1, '请写出它指的是什么').max(100),
  }),
});

export const removeWord = route({
  id: 'import.removeWord',
  method: 'POST',
  path: '/import/words/remove',
  title: '删去一个叫法',
  ability: 'import.run',
  body: z.object({ list: wordList, written: z.string().min(1).max(100) }),
});

export const forgetLayout = route({
  id: 'import.forgetLayout',
  method: 'DELETE',
  path: '/import/layouts/:heads',
  title: '不再沿用对一种表的理解',
  ability: 'import.run',
  params: z.object({ heads: z.string().regex(/^[0-9a-f]{64}$/) }),
});
