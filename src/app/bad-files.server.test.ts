import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { packed, unpacked } from '../../scenarios/packed.ts';
import { Refusal } from '../core/record/room.ts';
import { readFilesToImport } from './import-command.server.ts';

const MEMBERS = readFileSync(join(import.meta.dirname, '../../samples/0-members 党员花名册.xlsx'));
const SHEET = 'xl/worksheets/sheet1.xml';
const MB = 1024 * 1024;

/** The sample with a part changed or added. */
const withPart = (name: string, change: (before: string) => string | Buffer): Buffer => {
  const parts = unpacked(MEMBERS);
  const part = parts.find((one) => one.name === name);
  const content = Buffer.from(change(part?.content.toString('utf8') ?? '') as string);
  return packed([...parts.filter((one) => one.name !== name), { name, content }]);
};

const rowsOf = (count: number): Buffer => {
  const row = (at: number): string =>
    `<row r="${at}"><c r="A${at}" t="inlineStr"><is><t>张三${at}</t></is></c><c r="B${at}"><v>${at}</v></c></row>`;
  const rows = Array.from({ length: count }, (_, at) => row(at + 1)).join('');
  return withPart(SHEET, (before) => before.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${rows}</sheetData>`));
};

/** A megabyte of pixels that does not pack. */
const noise = (bytes: number): Buffer => {
  const content = Buffer.alloc(bytes);
  let state = 20170628;
  for (let at = 0; at < bytes; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    content.writeUInt32LE(state, at);
  }
  return content;
};

const ole = (mark: string): Buffer =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(1024),
    Buffer.from(mark, 'utf16le'),
    Buffer.alloc(1024),
  ]);

// An encrypted workbook is an old-style container that holds the packed one under this name.
function encrypted(): Buffer {
  const container = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(4096, 7));
  XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]));
  return Buffer.from(XLSX.CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "笑">${Array.from(
  { length: 20 },
  (_, at) => `<!ENTITY ${'b'.repeat(at + 1)} "${`&${'b'.repeat(at) || 'a'};`.repeat(10)}">`,
).join('')}]>`;

/** File name, bytes, what is said of it, and what to do. */
const FILES: readonly [title: string, name: string, make: () => Buffer, what: RegExp, now: RegExp][] = [
  ['no workbook', '党员花名册.xlsx', () => noise(4096), /不是能读的表格文件/, /另存为/],
  ['a text that is no table', '说明.txt', () => Buffer.from('关于召开会议的通知\n请各支部准时参加'), /认不出/, /表头/],
  ['an empty file', '党员花名册.xlsx', () => Buffer.alloc(0), /空文件/, /有内容/],
  ['a workbook cut short', '党员花名册.xlsx', () => MEMBERS.subarray(0, 4000), /不是能读的表格文件/, /另存为/],
  ['one with a password', '党员花名册.xlsx', encrypted, /密码/, /去掉密码/],
  ['one with macros', '党员花名册.xlsm', () => withPart('xl/vbaProject.bin', () => noise(2000)), /宏/, /不带宏/],
  ['an old one with macros', '党员花名册.xls', () => ole('_VBA_PROJECT_CUR'), /宏/, /不带宏/],
  [
    'one that draws on another file',
    '党员花名册.xlsx',
    () => withPart('xl/externalLinks/externalLink1.xml', () => '<externalLink/>'),
    /引用了别的表格/,
    /粘贴为数值/,
  ],
  [
    'a packed bomb',
    '党员花名册.xlsx',
    () => withPart('xl/media/a.xml', () => Buffer.alloc(400 * MB, ' ')),
    /展开后太大|图片/,
    /删去/,
  ],
  [
    'a bomb that claims to be small',
    '党员花名册.xlsx',
    () => packed([...unpacked(MEMBERS), { name: 'xl/a.xml', content: Buffer.alloc(300 * MB, ' '), claims: 10 }]),
    /不是能读的表格文件|展开后太大/,
    /另存为|删去/,
  ],
  ['200,000 rows', '党员花名册.xlsx', () => rowsOf(200_000), /超过10万行/, /拆成几个文件/],
  [
    '200,000 lines of text',
    '党员花名册.csv',
    () => Buffer.from(`姓名,党员类别\n${'张三,正式党员\n'.repeat(200_000)}`),
    /超过10万行/,
    /拆成几个文件/,
  ],
  [
    'entities that expand',
    '党员花名册.xlsx',
    () => withPart('xl/sharedStrings.xml', (before) => before.replace('<sst', `${LAUGHS}<sst`)),
    /自行展开/,
    /另存为/,
  ],
  [
    'entities in a workbook saved as markup',
    '党员花名册.xls',
    () => Buffer.from(`<?xml version="1.0"?>${LAUGHS}<Workbook>&${'b'.repeat(20)};</Workbook>`),
    /自行展开/,
    /另存为/,
  ],
  [
    'formulas that were never worked out',
    '党员花名册.xlsx',
    () => withPart(SHEET, (before) => before.replace(/<c r="A4"[^>]*?(?:\/>|>.*?<\/c>)/s, '<c r="A4"><f>1+1</f></c>')),
    /公式没有算出的值.*A4/,
    /保存一次/,
  ],
  [
    '10 MB of pictures',
    '党员花名册.xlsx',
    () => withPart('xl/media/image1.png', () => noise(10 * MB)),
    /图片/,
    /删去图片/,
  ],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xieshi-bad-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe('a file that cannot be imported is answered within ten seconds: what is wrong, and what to do', () => {
  test.each(FILES)('%s', async (_title, name, make, what, now) => {
    const path = written(name, make());
    const from = performance.now();
    const refused = await readFilesToImport([path]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(refused).toBeInstanceOf(Refusal);
    const { detail } = refused as Refusal;
    expect([detail.what, detail.now]).toEqual([expect.stringMatching(what), expect.stringMatching(now)]);
  });
});

test('text in GB18030 is read as what it says', async () => {
  // 党员花名册 / 姓名,党员类别,所在支部 in GB18030; Node writes UTF-8 only.
  const head = [0xb5, 0xb3, 0xd4, 0xb1, 0xbb, 0xa8, 0xc3, 0xfb, 0xb2, 0xe1, 0x0a];
  const columns = [
    ...[0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xb3, 0xd4, 0xb1, 0xc0, 0xe0, 0xb1, 0xf0, 0x2c],
    ...[0xcb, 0xf9, 0xd4, 0xda, 0xd6, 0xa7, 0xb2, 0xbf, 0x0a],
  ];
  const row = [0xd6, 0xdc, 0xcc, 0xce, 0xb6, 0xac, 0x2c, 0x2c, 0x0a];
  const [file] = await readFilesToImport([written('党员.csv', Buffer.from([...head, ...columns, ...row]))]);
  expect(file!.workbook.sheets[0]!.rows[2]![0]!.text).toBe('周涛冬');
});

test('a hidden column without anything in it is no matter', async () => {
  const bytes = withPart(SHEET, (before) =>
    before
      .replace(/<cols>.*?<\/cols>/s, '')
      .replace('<sheetData>', '<cols><col min="40" max="40" width="9" hidden="1"/></cols><sheetData>'),
  );
  expect(await readFilesToImport([written('党员花名册.xlsx', bytes)])).toHaveLength(1);
});

test('the command ends with 2, prints nothing on standard output, and holds less than 600 MB', () => {
  const path = written('党员花名册.xlsx', rowsOf(200_000));
  const main = join(import.meta.dirname, 'main.server.ts');
  const watch = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS))`;
  const preload = written('watch.mjs', Buffer.from(watch));
  const done = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', preload, main, 'import', path, '--city', 'none'],
    { encoding: 'utf8', env: { PATH: process.env.PATH, XIESHI_DATA: join(folder, 'data') } },
  );
  expect(done.status).toBe(2);
  expect(done.stdout).toBe('');
  expect(done.stderr).toMatch(/超过10万行/);
  expect(Number(/peak (\d+)/.exec(done.stderr)![1]) / 1024).toBeLessThan(600);
});

describe('on the page', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  beforeAll(async () => {
    house = await startTestHouse('2017-07-05T09:00:00+08:00');
    city = await house.makeCity('badfiles');
    department = await city.signIn('组织部', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  test('bad files among good ones are named, the good ones stay in the tray, and nothing is imported', async () => {
    const files = [
      { name: '党员花名册.xlsx', bytes: MEMBERS },
      { name: '带宏.xlsx', bytes: withPart('xl/vbaProject.bin', () => noise(2000)) },
      { name: '有图.xlsx', bytes: withPart('xl/media/image1.png', () => noise(3 * MB)) },
    ];
    const answer = await department.upload<{ added: string[]; refused: { name: string }[] }>('/import/tray', files);
    expect(answer.body.added).toHaveLength(1);
    expect(answer.body.refused.map(({ name }) => name)).toEqual(['带宏.xlsx', '有图.xlsx']);
    expect(await city.asOwner('select 1 from act')).toEqual([]);
  });

  test('while a large file is read, others are answered', async () => {
    const upload = department.upload('/import/tray', [{ name: '大表.xlsx', bytes: rowsOf(90_000) }]);
    let slowest = 0;
    let answered = 0;
    let done = false;
    void upload.finally(() => {
      done = true;
    });
    while (!done) {
      const from = performance.now();
      expect((await department.get('/me')).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - from);
      answered += 1;
    }
    await upload;
    expect(answered).toBeGreaterThan(5);
    expect(slowest).toBeLessThan(2_000);
  });
});
