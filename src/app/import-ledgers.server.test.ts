/** Corrected ledgers in one import, as the city holds them afterwards. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHouse, type TestHouse } from '../../scenarios/harness.ts';
import type { ImportAccount } from '../platform/open/room.ts';
import { readFilesToImport, runImport } from './import-command.server.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const directory = mkdtempSync(join(tmpdir(), 'ledgers-'));
let house: TestHouse;
beforeAll(async () => {
  house = await startTestHouse('2017-07-20T09:00:00+08:00');
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await house?.close();
});

const sample = (start: string): string => join(SAMPLES, readdirSync(SAMPLES).find((file) => file.startsWith(start))!);
function ledger(name: string, content: string, section = '业务工作', matter = '校园安全'): string {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['履职写实清单'],
    ['姓名：周涛冬    单位：市教育局    填报月份：2017年5月'],
    ['类别', '工作事项', '具体内容'],
    [section, matter, content],
  ]);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '5月');
  const path = join(directory, name);
  writeFileSync(path, new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
  return path;
}

test('a ledger and its correction, the correction first, are two versions; the later one stands', async () => {
  const city = await house.makeCity('corrected');
  const bring = async (paths: readonly string[]): Promise<ImportAccount[]> => [
    ...(await runImport(house.house, city.city.code, await readFilesToImport([...paths]), false)),
  ];
  await bring([sample('0-organizations'), sample('0-members'), sample('1-roster')]);
  const accounts = await bring([
    ledger('1周涛冬5月清单（更正）.xlsx', '5月9日，检查12所学校'),
    ledger('2周涛冬5月清单.xlsx', '5月9日，检查学校'),
  ]);
  expect(accounts.map(({ accepted, rejected }) => [accepted, rejected.length])).toEqual([
    [1, 0],
    [1, 0],
  ]);
  const standing = () =>
    city.asOwner<{ version: number; content: string; state: string }>(`select l.version, l.state,
      r.body -> 'entries' -> 0 ->> 'content' as content from ledger l
      join record r on r.id = l.ledger_id and r.version = l.version`);
  const after = await standing();
  expect(after).toEqual([{ version: 2, state: 'submitted', content: '检查12所学校' }]);
  const versions = await city.asOwner<{ version: number; reason: string | null }>(
    `select version, reason from record where kind = 'monthLedger' order by version`,
  );
  expect(versions).toEqual([
    { version: 1, reason: null },
    { version: 2, reason: '按更正后的清单导入' },
  ]);
});

test('the other part of a month that is stored already joins it; the same part with other words is asked about', async () => {
  const city = await house.makeCity('parts');
  const bring = async (...paths: readonly string[]): Promise<ImportAccount[]> => [
    ...(await runImport(house.house, city.city.code, await readFilesToImport([...paths]), false)),
  ];
  await bring(sample('0-organizations'), sample('0-members'), sample('1-roster'));
  await bring(ledger('周涛冬5月业务.xlsx', '5月9日，检查学校'));
  const party = ledger('周涛冬5月党建.xlsx', '5月11日，讲党课', '党建工作', '党员教育管理');
  expect((await bring(party))[0]).toMatchObject({ accepted: 1, rejected: [] });
  const stored = await city.asOwner<{ version: number; reason: string | null; said: string[] }>(
    `select version, reason, array(select e ->> 'content' from jsonb_array_elements(body -> 'entries') e) as said
     from record where kind = 'monthLedger' order by version`,
  );
  expect(stored).toEqual([
    { version: 1, reason: null, said: ['检查学校'] },
    { version: 2, reason: '补上清单的另一部分', said: ['检查学校', '讲党课'] },
  ]);
  expect(await city.asOwner(`select version, state from ledger`)).toEqual([{ version: 2, state: 'submitted' }]);
  const again = await bring(party).catch((error: unknown) => error);
  expect(JSON.stringify(again)).toContain('已有，未重复导入');
  const other = await bring(ledger('周涛冬5月.xlsx', '5月9日，检查14所学校')).catch((error: unknown) => error);
  expect(JSON.stringify(other)).toContain('已有，内容不同，未导入');
});
