/** Handlers of the import's routes: the tray, what it would bring, and bringing it. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../core/record/room.ts';
import { type Call, type Handler, handle, handleFile } from '../platform/open/handler.server.ts';
import {
  type Choices,
  chooseForFile,
  commitImport,
  discardFile,
  type HeldFile,
  type ImportOrder,
  importProgress,
  importTemplate,
  listImports,
  markedWorkbook,
  openImport,
  openTray,
  replaceFile,
  stopImport,
  type TrayFile,
  takeBack,
  uploadWorkbooks,
  withoutPrivate,
} from '../platform/open/room.ts';
import { templateFile } from '../platform/open/template.server.ts';
import { readPackedWorkbook, unpackWorkbook } from '../platform/open/workbook.server.ts';
import { newId } from '../store/new-id.server.ts';
import { importFiles } from './import.server.ts';
import { plansFor, previewFiles } from './import-apart.server.ts';
import { deskOf } from './import-jobs.server.ts';
import { markedFile } from './import-marked.server.ts';
import { readWords, rememberedFor } from './import-memory.server.ts';
import { openedImport, pastImports, takeBackImport } from './import-past.server.ts';
import { PLANNERS } from './import-plan.logic.ts';
import { choicesForEdition } from './import-shown.server.ts';
import {
  countFiles,
  type KeptFile,
  keepFile,
  readTray,
  removeFiles,
  saveChoices,
  trayMark,
} from './import-tray.server.ts';
import { mended, type PlannedFile } from './import-work.server.ts';
import { KINDS } from './kinds.logic.ts';
import { EXAMPLES } from './template-examples.logic.ts';

/** Files that one account may have in its tray. */
const TRAY_HOLDS = 40;
const PAST_SHOWN = 20;

export const importer = ({ actor }: Call) => ({ accountId: actor.accountId, name: actor.name });

const whoOf = ({ city, actor }: Call): string => `${city.code}/${actor.accountId}`;

async function upload(call: Call) {
  const { tx, actor, now, files } = call;
  const held = await countFiles(tx, actor.accountId);
  if (held + files.length > TRAY_HOLDS)
    throw new Refusal({
      code: 'tray-full',
      what: `一次最多放${TRAY_HOLDS}个表格，现在已有${held}个`,
      now: '请先导入或拿走一些，再放入其余的',
    });
  const added: string[] = [];
  const refused: { name: string; what: string; now: string }[] = [];
  for (const [at, { name, bytes }] of files.entries()) {
    try {
      const packed = await readPackedWorkbook(name, bytes);
      const id = newId(now);
      const known = await rememberedFor(tx, unpackWorkbook(packed), now);
      // Those of one drop keep their order.
      await keepFile(tx, actor.accountId, { id, name, packed }, known, new Date(now.getTime() + at));
      added.push(id);
    } catch (error) {
      // One file that is no workbook does not keep the others out.
      if (!(error instanceof Refusal)) throw error;
      refused.push({ name, what: error.detail.what, now: error.detail.now ?? '' });
    }
  }
  return { added, refused };
}

/** What the registry and, apart from it, the records were when a preview was made: others mean another preview. */
async function cityMark({ tx }: Call): Promise<{ registry: string; records: string }> {
  const { rows } = await sql<{ registry: string; records: string }>`
    select concat_ws('/', (select max(seq) from organization_fact), (select max(seq) from person_fact),
        (select max(seq) from membership_fact), (select max(seq) from post_fact), (select max(seq) from charge_fact),
        (select count(*) from act_taken_back)) as registry,
      coalesce((select max(seq) from act), 0)::text as records`.execute(tx);
  return rows[0]!;
}

/** The tray as its page shows it; worked out once for what lies in it and what the city holds. */
async function shown(call: Call): Promise<TrayFile[]> {
  const { tx, actor, sources, city, now, today } = call;
  const desk = deskOf(sources);
  const who = whoOf(call);
  const { registry, records } = await cityMark(call);
  const words = JSON.stringify(await readWords(tx));
  const mark = [today, registry, await trayMark(tx, actor.accountId), words].join('|');
  const kept = desk.kept(who, mark, records);
  if (kept) return kept;
  const files = await desk.run(who, 'preview', async (job) =>
    previewFiles({ tx, city, now }, await readTray(tx, actor.accountId), job),
  );
  desk.keep(who, mark, records, files);
  return files;
}

const LAYOUTS = PLANNERS.map(({ layout: { id, name, columns } }) => ({
  id,
  name,
  columns: columns.map((column) => ({ field: column.field, name: column.name, required: column.required ?? false })),
}));

/** The files of the tray that were asked for. Throws when one is gone. */
async function chosenFiles({ tx, actor }: Call, ids: readonly string[]): Promise<KeptFile[]> {
  const wanted = new Set(ids);
  const files = (await readTray(tx, actor.accountId)).filter((file) => wanted.has(file.id));
  if (files.length < wanted.size) throw notFound('其中的表格');
  return files;
}

/** Refuses what the user did not see, or did not want. */
function checkAgainst({ mode, seen }: ImportOrder, planned: readonly PlannedFile[]): void {
  const unknown = planned.find((file) => !file.planned);
  if (unknown)
    throw new Refusal({
      code: 'layout-unknown',
      what: `还不知道“${unknown.name}”是哪一种表`,
      where: unknown.name,
      now: '请选择表的种类，或先拿走它',
    });
  const plans = planned.map((file) => file.planned!.plan);
  const accepted = plans.reduce((sum, plan) => sum + plan.accepted, 0);
  const rejected = plans.reduce((sum, plan) => sum + plan.rejected.length, 0);
  if (accepted !== seen.accepted || rejected !== seen.rejected)
    throw new Refusal({
      code: 'preview-changed',
      status: 409,
      what: '预览之后名册有了变化，结果和您看到的不一样，这次没有导入',
      now: '请看一遍新的预览，再导入',
    });
  if (mode === 'all' && rejected > 0)
    throw new Refusal({
      code: 'rows-rejected',
      what: `有${rejected}行不能导入，这次一行也没有导入`,
      now: '请改好这些行，或选择“不含这些行”再导入',
    });
}

async function commit(call: Call, body: ImportOrder) {
  const { tx, city, sources, now, actor } = call;
  const { actId, files: ids, mode } = body;
  call.audit({ subjectKind: 'import', subjectId: actId, actId });
  const done = await deskOf(sources).run(whoOf(call), 'import', async (job) => {
    const imported = await importFiles({
      tx,
      city,
      sources,
      by: importer(call),
      now,
      actId,
      mode,
      plan: async () => plansFor({ tx, city, now }, actId, await chosenFiles(call, ids), job),
      check: (planned) => {
        checkAgainst(body, planned);
        job.check();
        job.stage = 'store';
      },
    });
    await removeFiles(tx, actor.accountId, ids);
    // The last moment at which it can be stopped: all of it is undone with the transaction.
    job.check();
    return imported;
  });
  call.registryChanged();
  return { actId: done.actId, accounts: [...done.accounts] };
}

/** Refuses to keep an identity-card or telephone number that somebody types into a cell. */
function checkCells(choices: Choices): void {
  for (const [sheet, { cells = {} }] of Object.entries(choices.sheets ?? {})) {
    for (const [cell, text] of Object.entries(cells)) {
      const typed = { value: text, text };
      const [read] = withoutPrivate({
        name: '',
        sheets: [{ name: sheet, hidden: false, merges: [], rows: [[typed]] }],
      }).sheets;
      if (read!.rows[0]![0] !== typed)
        throw new Refusal({
          code: 'private-number',
          what: '身份证号和电话号码不收集、不保存，没有写进去',
          where: `${sheet} ${cell}`,
          now: '请改成别的内容',
        });
    }
  }
}

async function replace({ tx, actor }: Call, id: string, old: string) {
  const files = await readTray(tx, actor.accountId);
  const [before, after] = [files.find((file) => file.id === old), files.find((file) => file.id === id)];
  if (!before || !after || before === after) throw notFound('这个表格');
  const said = Object.keys(after.choices).length > 0 ? after.choices : choicesForEdition(before.choices);
  await saveChoices(tx, actor.accountId, id, said);
  await removeFiles(tx, actor.accountId, [old]);
  return {};
}

async function marked(call: Call, id: string) {
  const file = (await readTray(call.tx, call.actor.accountId)).find((one) => one.id === id);
  if (!file) throw notFound('这个表格');
  const account = (await shown(call)).find((one) => one.id === id)?.account;
  return markedFile(mended({ workbook: unpackWorkbook(file.packed), choices: file.choices }), account);
}

export const importHandlers: readonly Handler[] = [
  handle(uploadWorkbooks, upload),
  handle(openTray, async (call) => {
    try {
      return { files: await shown(call), layouts: LAYOUTS };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Stopped, or too much at once: what lies there can be taken away all the same.
      const held: HeldFile[] = (await readTray(call.tx, call.actor.accountId)).map(({ id, name }) => ({ id, name }));
      throw new Refusal({ ...error.detail, data: { held } });
    }
  }),
  handleFile(importTemplate, (_call, { params }) =>
    templateFile(
      PLANNERS.map(({ layout }) => layout).find(({ id }) => id === params.layout)!,
      params.layout === 'life' ? { kind: KINDS.map(({ name }) => name) } : {},
      EXAMPLES[params.layout],
    ),
  ),
  handle(chooseForFile, async ({ tx, actor }, { params, body }) => {
    checkCells(body);
    if (!(await saveChoices(tx, actor.accountId, params.id, body))) throw notFound('这个表格');
    return {};
  }),
  handle(discardFile, async ({ tx, actor }, { params }) => {
    await removeFiles(tx, actor.accountId, [params.id]);
    return {};
  }),
  handle(replaceFile, (call, { params, body }) => replace(call, params.id, body.old)),
  handleFile(markedWorkbook, (call, { params }) => marked(call, params.id)),
  handle(commitImport, (call, { body }) => commit(call, body)),
  handle(importProgress, async (call) => ({ running: deskOf(call.sources).progress(whoOf(call)) })),
  handle(stopImport, async (call) => ({ stopped: deskOf(call.sources).stop(whoOf(call)) })),
  handle(listImports, ({ tx }, { query }) => pastImports(tx, PAST_SHOWN, query.before)),
  handle(openImport, ({ tx }, { params }) => openedImport(tx, params.id)),
  handle(takeBack, async (call, { params, body }) => {
    const { tx, city, sources, now } = call;
    call.audit({ subjectKind: 'import', subjectId: params.id, actId: body.actId });
    await takeBackImport(tx, city, sources, importer(call), now, params.id, body.actId);
    call.registryChanged();
    return {};
  }),
];
