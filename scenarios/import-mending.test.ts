/** A workbook that is not right yet: mended on the page or in the office program, remembered, imported as chosen, taken back. */
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportAccount, OpenedImport, PastImports, Tray, TrayFile } from '../src/platform/open/room.ts';
import { cellsOf } from '../src/platform/open/workbook-cells.server.ts';
import { type Client, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

const ORGANIZATIONS = [
  ['党组织全称', '简称', '上级党组织', '类别'],
  ['中共示例市委员会', '市委', '', '市委'],
  ['中共示例市教育局委员会', '市教育局党委', '市委', '市直党委'],
  ['中共示例市教育局机关第一支部委员会', '教育局机关一支部', '市教育局党委', '党支部'],
  ['中共示例市教育局机关第二支部委员会', '教育局机关二支部', '市教育局党委', '党支部'],
];

const MEMBERS = [
  ['示例市党员名册'],
  ['序号', '姓名', '性别', '党员类别', '入党时间', '所在党支部'],
  ['1', '钱明宁', '男', '正式党员', '2001-07-01', '中共示例市教育局机关第一支部委员会'],
  ['2', '孙清荣', '女', '正式党员', '2003-07-01', '教育口一支'],
  ['3', '李书涛', '男', '正式党员', '2005-07-01', '教育口一支'],
  ['4', '周文新', '女', '不知道', '2006-07-01', '中共示例市教育局机关第二支部委员会'],
];

async function workbook(rows: readonly (readonly string[])[], sheetName = '名册'): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(sheetName);
  for (const row of rows) sheet.addRow([...row]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

let house: TestHouse;
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.close());

let made = 0;
async function city(): Promise<{ city: TestCity; client: Client }> {
  made += 1;
  const of = await house.makeCity(`mending${made}`);
  const client = await of.signIn('department', [{ role: 'organizationDept', orgId: null }]);
  await put(client, '党组织名册.xlsx', await workbook(ORGANIZATIONS));
  await commit(client);
  return { city: of, client };
}

async function put(client: Client, name: string, bytes: Uint8Array): Promise<TrayFile> {
  const { body } = await client.upload<{ added: string[]; refused: unknown[] }>('/import/tray', [{ name, bytes }]);
  expect(body.refused).toEqual([]);
  return fileOf(client, body.added[0]!);
}

const tray = async (client: Client): Promise<Tray> => (await client.get<Tray>('/import/tray')).body;
const fileOf = async (client: Client, id: string): Promise<TrayFile> =>
  (await tray(client)).files.find((file) => file.id === id)!;

async function choose(client: Client, file: TrayFile, choices: TrayFile['choices']): Promise<TrayFile> {
  const answer = await client.put(`/import/tray/${file.id}/choices`, choices);
  expect(answer.error).toBeUndefined();
  return fileOf(client, file.id);
}

async function commit(client: Client, mode: 'all' | 'withoutBad' = 'all', actId: string = randomUUID()) {
  const { files } = await tray(client);
  const sum = (of: (account: ImportAccount) => number): number =>
    files.reduce((total, { account }) => total + (account ? of(account) : 0), 0);
  return client.post<{ actId: string; accounts: ImportAccount[] }>('/import/commit', {
    actId,
    files: files.map(({ id }) => id),
    mode,
    seen: { accepted: sum(({ accepted }) => accepted), rejected: sum(({ rejected }) => rejected.length) },
  });
}

const cellsAt = (file: TrayFile): string[] => file.account!.rejected.map(({ cell }) => cell);

describe('mending on the page', () => {
  it('a cell written anew is read instead of what was sent, which stays beside it, until it is undone', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    expect(cellsAt(file)).toEqual(['F4', 'F5', 'D6']);
    const mended = await choose(client, file, { sheets: { 名册: { cells: { D6: '预备党员' } } } });
    expect(cellsAt(mended)).toEqual(['F4', 'F5']);
    expect(mended.sheets[0]!.mended).toEqual([{ sheet: '名册', cell: 'D6', was: '不知道', now: '预备党员' }]);
    const undone = await choose(client, mended, {});
    expect(cellsAt(undone)).toEqual(['F4', 'F5', 'D6']);
  });

  it('a row left out is chosen, not lost: it stands in the account of the import', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    const left = await choose(client, file, { sheets: { 名册: { leaveOut: [4, 5, 6] } } });
    expect(left.account).toMatchObject({ rows: 1, accepted: 1, rejected: [] });
    const { body } = await commit(client);
    expect(body.accounts[0]!.leftOut).toEqual([4, 5, 6].map((row) => ({ sheet: '名册', row })));
    const past = (await client.get<OpenedImport>(`/import/past/${body.actId}`)).body;
    expect(past).toMatchObject({ mode: 'all', brought: [{ what: 'person', count: 1, rows: [{ name: '钱明宁' }] }] });
  });

  it('one click on a near name is taken for all cells with the same text, and for the next file of anybody', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    expect(file.account!.rejected[0]).toMatchObject({ written: '教育口一支', near: expect.any(Array) });
    const means = '中共示例市教育局机关第一支部委员会';
    const chosen = await choose(client, file, { units: { 教育口一支: means } });
    expect(cellsAt(chosen)).toEqual(['D6']);
    expect((await commit(client, 'withoutBad')).body.accounts[0]).toMatchObject({ accepted: 3 });
    const next = await put(
      client,
      '另一批.xlsx',
      await workbook([MEMBERS[1]!, ['1', '吴志远', '男', '正式党员', '2011-07-01', '教育口一支']]),
    );
    expect(next.account).toMatchObject({ accepted: 1, rejected: [] });
    const { body } = await client.get<{ words: unknown[] }>('/import/words');
    expect(body.words).toMatchObject([{ list: 'unit', written: '教育口一支', means, known: true }]);
    await client.post('/import/words/remove', { list: 'unit', written: '教育口一支' });
    expect((await fileOf(client, next.id)).account).toMatchObject({ accepted: 0 });
  });

  it('an identity-card number is not written into a cell', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    const answer = await client.put(`/import/tray/${file.id}/choices`, {
      sheets: { 名册: { cells: { B4: '110101199003071234' } } },
    });
    expect(answer.error).toMatchObject({ code: 'private-number', where: '名册 B4' });
  });
});

describe('mending in the office program', () => {
  it('the workbook with its cells marked comes back as a newer edition and replaces the first one', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    const answer = await fetch(`${house.address}/api/import/tray/${file.id}/marked`, {
      headers: { cookie: client.cookie },
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['问题清单', '名册']);
    expect(JSON.stringify(book.getWorksheet('名册')!.getCell('F4').note)).toContain('没有找到');
    expect(book.getWorksheet('问题清单')!.getCell('C3').text).toBe('F4');

    book.getWorksheet('名册')!.getCell('F4').value = '中共示例市教育局机关第一支部委员会';
    house.setClock('2017-06-28T14:20:00+08:00');
    const again = await put(client, '党员（已标出问题）.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(again.left).toEqual([{ sheet: '问题清单', why: 'other' }]);
    expect(again.edition).toMatchObject({
      of: file.id,
      cells: 1,
      rows: 0,
      examples: [{ cell: 'F4', was: '教育口一支' }],
    });
    expect((await client.post(`/import/tray/${again.id}/replace`, { old: file.id })).status).toBe(200);
    const { files } = await tray(client);
    expect(files.map(({ id }) => id)).toEqual([again.id]);
    expect(cellsAt(files[0]!)).toEqual(['F5', 'D6']);
  });

  it('what was given out reads as what was sent', async () => {
    const { client } = await city();
    const file = await put(client, '党员.xlsx', await workbook(MEMBERS));
    const answer = await fetch(`${house.address}/api/import/tray/${file.id}/marked`, {
      headers: { cookie: client.cookie },
    });
    const back = cellsOf('x.xlsx', new Uint8Array(await answer.arrayBuffer()));
    expect(back.sheets[1]!.rows.map((row) => row.map((cell) => cell?.text ?? ''))).toEqual(
      MEMBERS.map((row) => [...row]),
    );
  });
});

describe('what was said', () => {
  const ODD = [
    ['编码', '同志', '性质', '何时入党', '归谁管'],
    ['1', '钱明宁', '正式党员', '2001-07-01', '教育局机关一支部'],
  ];
  const MEANT = {
    layout: 'members',
    sheets: { 名册: { headerRow: 1, columns: { B: 'name', C: 'category', D: 'joinedOn', E: 'branch' } } },
  } as const;

  it('is kept for the layout, applied when it comes again, said, and can be forgotten', async () => {
    const { client } = await city();
    const first = await put(client, '一季度.xlsx', await workbook(ODD));
    const meant = await choose(client, first, structuredClone(MEANT) as unknown as TrayFile['choices']);
    expect(meant.account).toMatchObject({ accepted: 1 });
    expect(meant.remembered).toBeUndefined();
    await commit(client);

    const next = await put(
      client,
      '二季度.xlsx',
      await workbook([['说明'], ODD[0]!, ['1', '孙清荣', '正式党员', '2003-07-01', '教育局机关二支部']]),
    );
    expect(next.remembered).toMatchObject({ author: 'department', file: '一季度.xlsx' });
    expect(next.account).toMatchObject({ kind: 'members', accepted: 1, rejected: [] });
    expect((await client.delete(`/import/layouts/${next.remembered!.heads}`)).status).toBe(200);
    const after = await choose(client, next, {});
    expect(after.remembered).toBeUndefined();
    expect(after.account?.accepted ?? 0).toBe(0);
  });

  it('is not kept when it was meant for this once', async () => {
    const { client } = await city();
    const first = await put(client, '一季度.xlsx', await workbook(ODD));
    await choose(client, first, { ...(structuredClone(MEANT) as unknown as TrayFile['choices']), once: true });
    await commit(client);
    expect((await client.get<{ layouts: unknown[] }>('/import/words')).body.layouts).toEqual([]);
  });
});

describe('bringing and taking back', () => {
  it('all or nothing is what was chosen, and kept with the act', async () => {
    const { client } = await city();
    await put(client, '党员.xlsx', await workbook(MEMBERS));
    expect((await commit(client, 'all')).error).toMatchObject({ code: 'rows-rejected' });
    const { body } = await commit(client, 'withoutBad');
    const { imports } = (await client.get<PastImports>('/import/past')).body;
    expect(imports[0]!.id).toBe(body.actId);
    expect((await client.get<OpenedImport>(`/import/past/${body.actId}`)).body.mode).toBe('withoutBad');
  });

  it('an account of one of its people keeps an import from being taken back, and says so', async () => {
    const { city: of, client } = await city();
    await put(client, '党员.xlsx', await workbook(MEMBERS));
    const { body } = await commit(client, 'withoutBad');
    const [person] = (await client.get<OpenedImport>(`/import/past/${body.actId}`)).body.brought[0]!.rows;
    await of.signIn('somebody', [], Number(person!.id));
    const refused = await client.post(`/import/past/${body.actId}/take-back`, { actId: randomUUID() });
    expect(refused.error).toMatchObject({
      code: 'import-in-use',
      data: { resting: [{ summary: '钱明宁的账号', opens: { what: 'person', id: person!.id } }] },
    });
  });

  it('a later import on its organizations is named with the way to it', async () => {
    const { client } = await city();
    const [first] = (await client.get<PastImports>('/import/past')).body.imports;
    await put(client, '党员.xlsx', await workbook(MEMBERS));
    const { body } = await commit(client, 'withoutBad');
    const refused = await client.post(`/import/past/${first!.id}/take-back`, { actId: randomUUID() });
    expect(refused.error?.data).toMatchObject({ resting: [{ opens: { what: 'import', id: body.actId } }] });
    expect((await client.post(`/import/past/${body.actId}/take-back`, { actId: randomUUID() })).status).toBe(200);
    expect((await client.post(`/import/past/${first!.id}/take-back`, { actId: randomUUID() })).status).toBe(200);
  });
});

describe('imports that were made', () => {
  it('are turned over page by page, the latest first, none twice and none left out', async () => {
    const { city: of, client } = await city();
    const made = Array.from({ length: 44 }, () => randomUUID());
    for (const id of made.toReversed())
      await of.asOwner(
        `insert into act (id, kind, account_id, author, summary, detail, recorded_at)
         values ($1, 'import', 0, '许思远', '导入1个表格：党组织1个', '{"mode": "all", "files": []}', now())`,
        [id],
      );
    const back = made[21]!;
    expect((await client.post(`/import/past/${back}/take-back`, { actId: randomUUID() })).status).toBe(200);
    const pages: PastImports[] = [];
    do {
      const before = pages.at(-1)?.imports.at(-1)?.id;
      pages.push((await client.get<PastImports>(`/import/past${before ? `?before=${before}` : ''}`)).body);
    } while (pages.at(-1)!.more);
    const imports = pages.flatMap((page) => page.imports);
    // The one of the organizations before them closes the list.
    expect(pages.map((page) => page.imports.length)).toEqual([20, 20, 5]);
    expect(imports.slice(0, 44).map(({ id }) => id)).toEqual(made);
    expect(imports.filter(({ takenBack }) => takenBack).map(({ id }) => id)).toEqual([back]);
  });
});

describe('two people with the same file', () => {
  it('the second one is told that it looks otherwise now, and that everything is there already', async () => {
    const { city: of, client } = await city();
    const other = await of.signIn('second', [{ role: 'organizationDept', orgId: null }]);
    const rows = [MEMBERS[1]!, MEMBERS[2]!];
    await put(client, '党员.xlsx', await workbook(rows));
    const theirs = await put(other, '党员.xlsx', await workbook(rows));
    expect(theirs.account).toMatchObject({ accepted: 1 });
    const actId = randomUUID();
    const order = { actId, files: [theirs.id], mode: 'all', seen: { accepted: 1, rejected: 0 } };
    expect((await commit(client)).status).toBe(200);
    expect((await other.post('/import/commit', order)).error).toMatchObject({
      code: 'preview-changed',
      now: expect.stringContaining('新的预览'),
    });
    const { account } = await fileOf(other, theirs.id);
    expect(account).toMatchObject({ accepted: 0, duplicates: 1, rejected: [{ reason: 'duplicate' }] });
    expect((await client.get<PastImports>('/import/past')).body.imports.map(({ id }) => id)).not.toContain(actId);
  });

  it('a file that was sent twice by one hand is imported once', async () => {
    const { client } = await city();
    await put(client, '党员.xlsx', await workbook([MEMBERS[1]!, MEMBERS[2]!]));
    const actId = randomUUID();
    const { files } = await tray(client);
    const order = { actId, files: files.map(({ id }) => id), mode: 'all', seen: { accepted: 1, rejected: 0 } };
    const [one, two] = await Promise.all([client.post('/import/commit', order), client.post('/import/commit', order)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body).toEqual(two.body);
    // Asked after a lost answer: it is there.
    expect((await client.get<OpenedImport>(`/import/past/${actId}`)).body.id).toBe(actId);
  });
});

describe('a large file', () => {
  const LARGE = [
    MEMBERS[1]!,
    ...Array.from({ length: 6000 }, (_, at) => [
      String(at + 1),
      `${'赵钱孙李周吴郑王冯陈'[at % 10]}${'安邦成达恩帆光海嘉康朗明宁平清荣书涛文新勇正志远思'[Math.floor(at / 10) % 25]}${'雅诗琳慧敏芳洁月亮星河山林泉石竹兰梅菊松柏桃李杏'[Math.floor(at / 250) % 24]}`,
      '男',
      '正式党员',
      `${1975 + (at % 40)}-0${1 + (at % 9)}-1${at % 9}`,
      '中共示例市教育局机关第一支部委员会',
    ]),
  ];

  it('is planned apart: others are answered meanwhile, it says how far it is, and it stops when told', async () => {
    const { client } = await city();
    const { body } = await client.upload<{ added: string[] }>('/import/tray', [
      { name: '大名册.xlsx', bytes: await workbook(LARGE) },
    ]);
    const looking = client.get<Tray>('/import/tray');
    let running: { work: string; stage: string } | null = null;
    while (!running)
      running = (await client.get<{ running: { work: string; stage: string } | null }>('/import/progress')).body
        .running;
    expect(running).toMatchObject({ work: 'preview' });
    expect((await client.post<{ stopped: boolean }>('/import/stop')).body).toEqual({ stopped: true });
    // What lies there can be taken away without waiting for it.
    expect((await looking).error).toMatchObject({
      code: 'import-stopped',
      data: { held: [{ id: body.added[0], name: '大名册.xlsx' }] },
    });

    const seen = (await client.get<Tray>('/import/tray')).body.files.find(({ id }) => id === body.added[0])!;
    expect(seen.account!.rows).toBe(6000);
    const actId = randomUUID();
    const importing = commit(client, 'withoutBad', actId);
    let stored = '';
    while (stored !== 'import/store')
      stored = await client
        .get<{ running: { work: string; stage: string } | null }>('/import/progress')
        .then(({ body: { running: job } }) => `${job?.work}/${job?.stage}`);
    await client.post('/import/stop');
    expect((await importing).error).toMatchObject({ code: 'import-stopped' });
    expect((await client.get<PastImports>('/import/past')).body.imports.map(({ id }) => id)).not.toContain(actId);
    expect((await tray(client)).files).toHaveLength(1);
  }, 120_000);
});
