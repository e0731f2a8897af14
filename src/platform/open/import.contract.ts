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
      }),
    )
    .optional(),
  answers: z.record(z.string().max(200), z.string().max(200)).optional(),
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
});
export type ImportAccount = z.infer<typeof accountSchema>;

export const columnSchema = z.object({
  letter: columnLetter,
  header: z.string(),
  field: z.string().nullable(),
  certainty: certaintySchema,
  ignoredBecause: z.enum(['identityCard', 'phone', 'unknown', 'hidden']).optional(),
  hidden: z.boolean().optional(),
});

export const sheetSchema = z.object({
  sheet: z.string(),
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
  answer: trayAnswer,
});

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

export const commitImport = route({
  id: 'import.commit',
  method: 'POST',
  path: '/import/commit',
  title: '导入表格',
  ability: 'import.run',
  body: z.object({
    /** Made by the client: sent twice it imports once. */
    actId: z.uuid(),
    files: z.array(z.uuid()).min(1).max(40),
    /** `all`: nothing when a single row cannot be taken over. `withoutBad`: those rows are left out and named. */
    mode: z.enum(['all', 'withoutBad']),
    /** What the user saw: rows taken over and left out. */
    seen: z.object({ accepted: z.int(), rejected: z.int() }),
  }),
  answer: z.object({ actId: z.uuid(), accounts: z.array(accountSchema) }),
});

export type ImportOrder = z.output<(typeof commitImport)['body']>;

export const listImports = route({
  id: 'import.past',
  method: 'GET',
  path: '/import/past',
  title: '看已做的导入',
  ability: 'import.run',
  answer: z.object({
    imports: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        author: z.string(),
        summary: z.string(),
        files: z.array(accountSchema),
        takenBack: z.object({ at: z.string(), by: z.string() }).nullable(),
      }),
    ),
  }),
});
export type PastImports = z.infer<(typeof listImports)['answer']>;

export const takeBack = route({
  id: 'import.takeBack',
  method: 'POST',
  path: '/import/past/:id/take-back',
  title: '撤回一次导入',
  ability: 'import.run',
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid() }),
});
