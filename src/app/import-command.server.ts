/**
 * `import FILE… --city CODE [--dry-run] [--json] [--answers FILE] [--without-these-rows]`. With --json one JSON array on standard
 * output, one object a file; else the same in words.
 */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Refusal } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { scopeFor } from '../platform/access/scope.server.ts';
import {
  commitImport,
  type ImportAccount,
  type ImportMode,
  type LayoutId,
  type Workbook,
} from '../platform/open/room.ts';
import { readWorkbook } from '../platform/open/workbook.server.ts';
import { writeAuditLine } from '../store/audit.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { newId } from '../store/new-id.server.ts';
import type { Command } from './commands.server.ts';
import { cityNow } from './credential.server.ts';
import type { OpenHouse } from './house.server.ts';
import { importFiles, NothingToImport, planFiles } from './import.server.ts';
import { Answers, inFields, inValues, laidOver, openOf } from './import-answers.server.ts';
import { possibleHeads } from './import-heads.server.ts';
import { type Remembered, rememberedFor } from './import-memory.server.ts';
import { PLANNERS, tablesOf } from './import-plan.logic.ts';
import {
  type Asked,
  accountLines,
  faultsOf,
  isHeld,
  outcomeLine,
  type ReportedAccount,
} from './import-report.logic.ts';
import { accountOfFile, type FileToImport, type PlannedFile } from './import-work.server.ts';

/** Who types commands: the organization department at the machine itself. */
const OPERATOR: Actor = {
  accountId: 0,
  name: '命令行',
  personId: null,
  roles: [{ role: 'organizationDept', orgId: null, orgIds: [] }],
  lapsed: [],
  chargeIds: [],
};

export interface NamedFile extends FileToImport {
  /** As it was given. */
  path: string;
}

const LAYOUT_NAMES = new Map(PLANNERS.map(({ layout }) => [layout.id, layout.name]));
const LAYOUT_IDS = new Map(PLANNERS.map(({ layout }) => [layout.name, layout.id]));

/** npm runs commands in the project's folder; a path belongs to where it was typed. */
const typed = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);

/** Reads a file. Throws a Refusal for one that is missing, no workbook, or no table. */
async function readFileToImport(path: string): Promise<NamedFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(typed(path));
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    const what = missing ? `没有“${path}”这个文件` : `“${path}”打不开`;
    throw new Refusal({ code: 'file-unreadable', what, where: path, now: '请检查路径' });
  }
  const workbook = await readWorkbook(basename(path), bytes);
  // Without anything like a head it is of no layout, whatever is said or remembered.
  if (possibleHeads(workbook).size === 0) throw unknownLayout(workbook);
  return { path, workbook, choices: {} };
}

const unknownLayout = ({ name }: Pick<Workbook, 'name'>): Refusal =>
  new Refusal({
    code: 'layout-unknown',
    what: `认不出“${name}”是哪一种表`,
    where: name,
    now: `能导入${[...LAYOUT_IDS.keys()].join('、')}；请检查表头，或用 --answers 说是哪一种`,
  });

/**
 * Reads all files before the database is opened, so that a wrong one costs nothing; one after another, so that each has the time
 * and the memory that one file may take.
 */
export async function readFilesToImport(paths: readonly string[]): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const path of paths) files.push(await readFileToImport(path));
  return files;
}

/** Rows cannot be taken over, and nothing is wanted without them. */
class HeldBack extends Error {
  readonly accounts: readonly ImportAccount[];
  constructor(accounts: readonly ImportAccount[]) {
    super('rows cannot be taken over');
    this.accounts = accounts;
  }
}

/** A file with what was said about such a workbook before, below what is said now. */
interface SaidFile extends NamedFile {
  remembered: Remembered | undefined;
}

async function withRemembered(tx: Tx, files: readonly NamedFile[], now: Date): Promise<SaidFile[]> {
  const said: SaidFile[] = [];
  for (const file of files) {
    const remembered = await rememberedFor(tx, file.workbook, now);
    said.push({ ...file, remembered, choices: laidOver(remembered?.choices ?? {}, file.choices) });
  }
  return said;
}

/** Answering one question may raise the next; more of them in a row than this is nobody's workbook. */
const ROUNDS = 5;

interface Planned {
  files: readonly SaidFile[];
  planned: readonly PlannedFile[];
}

/** Plans the files; answers and columns in Chinese are understood once it is known what they answer. */
async function planSaid(plan: (files: readonly SaidFile[]) => Promise<PlannedFile[]>, given: readonly SaidFile[]) {
  let files = given;
  for (let round = 1; ; round += 1) {
    const planned = await plan(files);
    const next = files.map((file, at) => {
      const done = planned[at]!.planned;
      const layoutOf = (sheet: string): LayoutId | undefined =>
        done?.understood.sheets.find((one) => one.sheet === sheet)?.layout ?? done?.understood.layout.id;
      const columnsOf = (sheet: string) =>
        PLANNERS.find(({ layout }) => layout.id === layoutOf(sheet))?.layout.columns ?? [];
      const choices = inValues(
        inFields(file.choices, columnsOf),
        accountOfFile(planned[at]!)?.questions ?? [],
        file.path,
      );
      return choices === file.choices ? file : { ...file, choices };
    });
    if (round === ROUNDS || next.every((file, at) => file === files[at])) return { files, planned } satisfies Planned;
    files = next;
  }
}

const unknownAmong = ({ planned }: Planned): PlannedFile | undefined => planned.find((file) => !file.planned);

/** The accounts as they are answered, each with the path that was given. */
const reported = ({ files, planned }: Planned): ReportedAccount[] =>
  files.map(({ path, workbook, remembered }, at) => ({
    ...accountOfFile(planned[at]!)!,
    file: path,
    tables: tablesOf(workbook, planned[at]!.choices),
    ...(remembered
      ? { remembered: { author: remembered.author, savedAt: remembered.savedAt, file: remembered.file } }
      : {}),
  }));

async function carryOut(
  tx: Tx,
  house: OpenHouse,
  city: City,
  mode: ImportMode,
  now: Date,
  actId: string,
  plan: () => Promise<readonly PlannedFile[]>,
): Promise<void> {
  const by = { accountId: OPERATOR.accountId, name: OPERATOR.name };
  const check = (planned: readonly PlannedFile[]): void => {
    const accounts = planned.flatMap((file) => accountOfFile(file) ?? []);
    if (isHeld(accounts, { mode, dryRun: false })) throw new HeldBack(accounts);
  };
  await importFiles({ tx, city, sources: house.sources, by, now, actId, mode, plan, check });
  await writeAuditLine(tx, {
    id: newId(now),
    at: now,
    accountId: OPERATOR.accountId,
    actor: OPERATOR.name,
    ability: 'import.run',
    route: commitImport.id,
    subjectKind: 'import',
    subjectId: actId,
    actId,
    outcome: 'done',
  });
}

/** What is told before a workbook of no known layout is refused: what is asked about it. */
type Unknown = (files: readonly NamedFile[]) => Promise<void>;

/**
 * Imports, or says what importing would bring, understood as on the page: with the city's words and what was said about such
 * workbooks before. The account of each file bears the path that was given. Where no row can be taken over, or `mode` is `all`
 * and one cannot, nothing is written, and the accounts say why. Throws a Refusal when there is no such city, or a file is of no
 * known layout.
 */
export async function runImport(
  house: OpenHouse,
  code: string,
  files: readonly NamedFile[],
  dryRun: boolean,
  mode: ImportMode = 'withoutBad',
  onUnknown: Unknown = async () => undefined,
): Promise<ReportedAccount[]> {
  const city = (await house.cities()).find((one) => one.code === code);
  if (!city) throw new Refusal({ code: 'city-unknown', what: `没有城市“${code}”`, now: '用 city create 先建一个' });
  const now = cityNow(city, house.clock());
  const actId = newId(now);
  let done: Planned | undefined;
  const work = async (tx: Tx): Promise<void> => {
    const said = await withRemembered(tx, files, now);
    const plan = async (): Promise<readonly PlannedFile[]> => {
      done = await planSaid((all) => planFiles(tx, city, now, all, dryRun ? undefined : actId), said);
      const unknown = unknownAmong(done);
      if (!unknown) return done.planned;
      await onUnknown(done.files.filter((_, at) => !done!.planned[at]!.planned));
      throw unknownLayout(unknown);
    };
    if (dryRun) await plan();
    else await carryOut(tx, house, city, mode, now, actId, plan);
  };
  await house.database.inCity(city, scopeFor(OPERATOR, 'import.run'), work).catch((error: unknown) => {
    if (!(error instanceof NothingToImport || error instanceof HeldBack)) throw error;
  });
  return done ? reported(done) : [];
}

const USAGE = '用法：import 文件… --city 代码 [--dry-run] [--answers 文件] [--without-these-rows] [--json]';
/** What is wrong with the command itself or with what it was given, not with rows. */
const WRONG_USE = new Set([
  'file-unreadable',
  'not-a-workbook',
  'layout-unknown',
  'answers-unreadable',
  'answer-unknown',
]);

/** Writes what is asked into the file of answers, and says so. */
async function askInFile(command: Command, answers: Answers, open: Parameters<Answers['ask']>[0]): Promise<void> {
  const added = await answers.ask(open);
  if (added > 0) command.say(`要说一声的${added}处写在“${answers.path}”里，填好后再用 --answers 加上它`);
}

async function importSaid(
  command: Command,
  withHouse: <T>(work: (house: OpenHouse) => Promise<T>) => Promise<T>,
  city: string,
): Promise<number> {
  const { json = false, 'dry-run': dryRun = false, answers: path } = command.options;
  const answers = path === undefined ? undefined : await Answers.read(typed(path), LAYOUT_IDS);
  if (answers && !answers.exists && !dryRun)
    throw new Refusal({
      code: 'answers-unreadable',
      what: `没有“${path}”这个文件`,
      now: '加上 --dry-run 会把要说一声的写进去',
    });
  // A program reads what was left out in the answer; people are asked, as on the page.
  const mode: ImportMode = json || command.options['without-these-rows'] ? 'withoutBad' : 'all';
  const files = (await readFilesToImport(command.rest)).map((file) => ({
    ...file,
    choices: answers?.for(file.path) ?? {},
  }));
  const askWhich = async (unknown: readonly NamedFile[]): Promise<void> => {
    if (answers && dryRun)
      await askInFile(
        command,
        answers,
        unknown.map((file) => ({ path: file.path, layouts: [...LAYOUT_IDS.keys()], questions: [], units: [] })),
      );
  };
  const accounts = await withHouse((house) => runImport(house, city, files, dryRun, mode, askWhich));
  if (answers && dryRun)
    await askInFile(
      command,
      answers,
      accounts.map((account) => openOf(account.file, account)),
    );
  if (json) {
    command.print(JSON.stringify(accounts));
    return 0;
  }
  const asked: Asked = { dryRun, mode };
  const held = isHeld(accounts, asked);
  const lines = accounts.flatMap((account) => [...accountLines(account, LAYOUT_NAMES, asked, held), '']);
  command.print([...lines, outcomeLine(accounts, asked)].join('\n'));
  const isNothing =
    accounts.every(({ accepted }) => accepted === 0) && accounts.some((account) => faultsOf(account).length > 0);
  return held || isNothing ? 1 : 0;
}

/** The command. Answers its exit code: 0 done, 1 rows have problems and nothing was imported, 2 wrongly used or a file that cannot be read. */
export async function importWorkbooks(
  command: Command,
  withHouse: <T>(work: (house: OpenHouse) => Promise<T>) => Promise<T>,
): Promise<number> {
  const { city } = command.options;
  if (command.rest.length === 0 || !city) {
    command.say(USAGE);
    return 2;
  }
  try {
    return await importSaid(command, withHouse, city);
  } catch (error) {
    if (!(error instanceof Refusal) || !WRONG_USE.has(error.detail.code)) throw error;
    command.say([error.detail.what, error.detail.now].join('。'));
    return 2;
  }
}
