/** Handlers of the import's routes. */
import { notFound, Refusal } from '../core/record/room.ts';
import { type Call, type Handler, handle, handleFile } from '../platform/open/handler.server.ts';
import {
  chooseForFile,
  commitImport,
  discardFile,
  type ImportOrder,
  importTemplate,
  listImports,
  openTray,
  takeBack,
  uploadWorkbooks,
} from '../platform/open/room.ts';
import { templateFile } from '../platform/open/template.server.ts';
import { readPackedWorkbook } from '../platform/open/workbook.server.ts';
import { newId } from '../store/new-id.server.ts';
import { importFiles, inOrder, pastImports, planFiles, takeBackImport } from './import.server.ts';
import { PLANNERS } from './import-plan.logic.ts';
import { type KeptFile, keepFile, readTray, removeFiles, saveChoices, shownFile } from './import-tray.server.ts';
import { KINDS } from './kinds.logic.ts';

/** Files that one account may have in its tray. */
const TRAY_HOLDS = 40;
const PAST_SHOWN = 50;

const importer = ({ actor }: Call) => ({ accountId: actor.accountId, name: actor.name });

async function upload(call: Call) {
  const { tx, actor, now, files } = call;
  const held = (await readTray(tx, actor.accountId)).length;
  if (held + files.length > TRAY_HOLDS)
    throw new Refusal({
      code: 'tray-full',
      what: `一次最多放${TRAY_HOLDS}个表格，现在已有${held}个`,
      now: '请先导入或拿走一些，再放入其余的',
    });
  const added: string[] = [];
  const refused: { name: string; what: string; now: string }[] = [];
  for (const { name, bytes } of files) {
    try {
      const packed = await readPackedWorkbook(name, bytes);
      const id = newId(now);
      await keepFile(tx, actor.accountId, { id, name, packed }, now);
      added.push(id);
    } catch (error) {
      // One file that is no workbook does not keep the others out.
      if (!(error instanceof Refusal)) throw error;
      refused.push({ name, what: error.detail.what, now: error.detail.now ?? '' });
    }
  }
  return { added, refused };
}

async function tray({ tx, actor, city, now }: Call) {
  const files = inOrder(await readTray(tx, actor.accountId));
  const planned = await planFiles(tx, city, now, files);
  return {
    files: files.map((file, at) => shownFile({ ...file, ...planned[at]! })),
    layouts: PLANNERS.map(({ layout: { id, name, columns } }) => ({
      id,
      name,
      columns: columns.map((column) => ({
        field: column.field,
        name: column.name,
        required: column.required ?? false,
      })),
    })),
  };
}

/** The files of the tray that were asked for, in the order of import. Throws when one is gone. */
async function chosenFiles({ tx, actor }: Call, ids: readonly string[]): Promise<KeptFile[]> {
  const wanted = new Set(ids);
  const files = (await readTray(tx, actor.accountId)).filter((file) => wanted.has(file.id));
  if (files.length < wanted.size) throw notFound('其中的表格');
  return inOrder(files);
}

async function commit(call: Call, body: ImportOrder) {
  const { tx, city, sources, now, actor } = call;
  const { actId, files: ids, mode, seen } = body;
  call.audit({ subjectKind: 'import', subjectId: actId, actId });
  const done = await importFiles(
    tx,
    city,
    sources,
    importer(call),
    now,
    actId,
    () => chosenFiles(call, ids),
    (planned) => {
      const unknown = planned.find((file) => !file.planned);
      if (unknown)
        throw new Refusal({
          code: 'layout-unknown',
          what: `还不知道“${unknown.workbook.name}”是哪一种表`,
          where: unknown.workbook.name,
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
          now: '请改好表格后重新放入，或选择“不含有问题的行”导入',
        });
    },
  );
  await removeFiles(tx, actor.accountId, ids);
  call.registryChanged();
  return { actId: done.actId, accounts: [...done.accounts] };
}

export const importHandlers: readonly Handler[] = [
  handle(uploadWorkbooks, upload),
  handle(openTray, tray),
  handleFile(importTemplate, (_call, { params }) =>
    templateFile(
      PLANNERS.map(({ layout }) => layout).find(({ id }) => id === params.layout)!,
      params.layout === 'life' ? { kind: KINDS.map(({ name }) => name) } : {},
    ),
  ),
  handle(chooseForFile, async ({ tx, actor }, { params, body }) => {
    if (!(await saveChoices(tx, actor.accountId, params.id, body))) throw notFound('这个表格');
    return {};
  }),
  handle(discardFile, async ({ tx, actor }, { params }) => {
    await removeFiles(tx, actor.accountId, [params.id]);
    return {};
  }),
  handle(commitImport, (call, { body }) => commit(call, body)),
  handle(listImports, async ({ tx }) => ({ imports: await pastImports(tx, PAST_SHOWN) })),
  handle(takeBack, async (call, { params, body }) => {
    const { tx, city, sources, now } = call;
    call.audit({ subjectKind: 'import', subjectId: params.id, actId: body.actId });
    await takeBackImport(tx, city, sources, importer(call), now, params.id, body.actId);
    call.registryChanged();
    return {};
  }),
];
