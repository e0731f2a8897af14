/** `import FILE… --city CODE [--dry-run] [--json]`: one JSON array on standard output, one object a file. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Refusal } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { scopeFor } from '../platform/access/scope.server.ts';
import { commitImport, type ImportAccount, type Workbook } from '../platform/open/room.ts';
import { readWorkbook } from '../platform/open/workbook.server.ts';
import { writeAuditLine } from '../store/audit.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { newId } from '../store/new-id.server.ts';
import { cityNow } from './credential.server.ts';
import type { OpenHouse } from './house.server.ts';
import { importFiles, NothingToImport, planFiles } from './import.server.ts';
import { layoutOf, PLANNERS, tablesOf } from './import-plan.logic.ts';
import { accountOfFile, type FileToImport } from './import-work.server.ts';

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

/** Reads a file. Throws a Refusal for one that is missing, no workbook, or of no known layout. */
async function readFileToImport(path: string): Promise<NamedFile> {
  let bytes: Uint8Array;
  try {
    // npm runs commands in the project's folder; a path belongs to where it was typed.
    bytes = await readFile(resolve(process.env.INIT_CWD ?? '.', path));
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    const what = missing ? `没有“${path}”这个文件` : `“${path}”打不开`;
    throw new Refusal({ code: 'file-unreadable', what, where: path, now: '请检查路径' });
  }
  const workbook = await readWorkbook(basename(path), bytes);
  if (!layoutOf(workbook, {})) throw unknownLayout(workbook);
  return { path, workbook, choices: {} };
}

const unknownLayout = ({ name }: Workbook): Refusal =>
  new Refusal({
    code: 'layout-unknown',
    what: `认不出“${name}”是哪一种表`,
    where: name,
    now: `能导入${PLANNERS.map(({ layout }) => layout.name).join('、')}；请检查表头`,
  });

/** Reads all files before the database is opened, so that a wrong one costs nothing. */
export const readFilesToImport = (paths: readonly string[]): Promise<NamedFile[]> =>
  Promise.all(paths.map(readFileToImport));

async function carryOut(tx: Tx, house: OpenHouse, city: City, files: readonly FileToImport[], now: Date) {
  const actId = newId(now);
  const by = { accountId: OPERATOR.accountId, name: OPERATOR.name };
  const { accounts } = await importFiles({
    tx,
    city,
    sources: house.sources,
    by,
    now,
    actId,
    mode: 'withoutBad',
    plan: () => planFiles(tx, city, now, files, actId),
  });
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
  return accounts;
}

/**
 * Imports, or says what importing would bring; the account of each file bears the path that was given.
 * Throws a Refusal when there is no such city.
 */
export async function runImport(
  house: OpenHouse,
  code: string,
  files: readonly NamedFile[],
  dryRun: boolean,
): Promise<ImportAccount[]> {
  const city = (await house.cities()).find((one) => one.code === code);
  if (!city) throw new Refusal({ code: 'city-unknown', what: `没有城市“${code}”`, now: '用 city create 先建一个' });
  const now = cityNow(city, house.clock());
  const scope = scopeFor(OPERATOR, 'import.run');
  const accounts = await house.database
    .inCity(city, scope, async (tx) =>
      dryRun
        ? (await planFiles(tx, city, now, files)).flatMap((file) => accountOfFile(file) ?? [])
        : carryOut(tx, house, city, files, now),
    )
    .catch((error: unknown) => {
      // Where no row can be taken over nothing is written, and the accounts say why.
      if (error instanceof NothingToImport) return error.accounts;
      throw error;
    });
  return accounts.map((account, at) => {
    const { path, workbook, choices } = files[at]!;
    return { ...account, file: path, tables: tablesOf(workbook, choices) };
  });
}

const TAKEN = { chosen: '已指定', sure: '确定', likely: '大致确定', unsure: '没有把握' } as const;

/** Columns that are not read or not quite certain, and questions, for people to read. */
function doubtLines({ tables = [], questions = [] }: ImportAccount): string[] {
  const columns = tables.flatMap(({ sheet, columns }) =>
    columns.flatMap(({ letter, header, field, certainty, ignoredBecause }) => {
      if (field !== null)
        return certainty === 'sure' ? [] : [`  请核对 ${sheet} ${letter}列“${header}”：${TAKEN[certainty]}`];
      return ignoredBecause === 'unknown' ? [`  没有读 ${sheet} ${letter}列“${header}”`] : [];
    }),
  );
  const asked = questions.map(({ sheet, cell, letter, ask, options, default: taken, answer }) => {
    const says = (value: string): string => options.find((option) => option.value === value)?.says ?? value;
    const how = answer
      ? `已答：${says(answer)}`
      : taken
        ? `没有回答，先按：${says(taken)}`
        : '没有回答，牵涉的内容没有导入';
    return `  要问 ${sheet} ${cell ?? letter ?? ''}：${ask}（${options.map((option) => option.says).join('／')}）${how}`;
  });
  return [...columns, ...asked];
}

/** An account for people to read. */
export function accountLines(account: ImportAccount): string {
  const { file, rows, accepted, rejected, warnings } = account;
  const lines = [`${file}：${rows}行，导入${accepted}行，未导入${rejected.length}行`];
  for (const { sheet, cell, what } of rejected) lines.push(`  未导入 ${sheet} ${cell}：${what}`);
  for (const { sheet, cell, what } of warnings) lines.push(`  请核对 ${sheet} ${cell}：${what}`);
  return [...lines, ...doubtLines(account)].join('\n');
}
