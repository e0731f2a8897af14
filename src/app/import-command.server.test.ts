/** The command of importing, as somebody at the machine uses it: looked at, asked, answered in a file, imported, remembered. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import type { Command } from './commands.server.ts';
import { importWorkbooks } from './import-command.server.ts';

const ORGANIZATIONS = [
  '党组织全称,简称,上级党组织,类别',
  '中共示例市委员会,市委,,市委',
  '中共示例市教育局委员会,市教育局党委,市委,市直党委',
  '中共示例市教育局机关第一支部委员会,教育局机关一支部,市教育局党委,党支部',
];
const MEMBERS = [
  '示例市党员名册,,,',
  '姓名,党员类别,入党时间,所在党支部',
  '钱明宁,正式党员,2001-07-01,中共示例市教育局机关第一支部委员会',
  '孙清荣,正式党员,2003-07-01,教育口一支',
];
const BRANCH = '中共示例市教育局机关第一支部委员会';

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  house = await startTestHouse('2017-07-05T09:00:00+08:00');
  folder = mkdtempSync(join(tmpdir(), 'xieshi-command-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house?.close();
});

const written = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\r\n'));
  return path;
};

interface Run {
  code: number;
  printed: string;
  said: string;
}

async function run(city: TestCity, paths: readonly string[], options: Command['options'] = {}): Promise<Run> {
  const printed: string[] = [];
  const said: string[] = [];
  const command = {
    settings: {} as Command['settings'],
    rest: paths,
    options: { city: city.city.code, ...options },
    print: (text: string) => void printed.push(text),
    say: (line: string) => void said.push(line),
  };
  const code = await importWorkbooks(command, (work) => work(house.house));
  return { code, printed: printed.join('\n'), said: said.join('\n') };
}

let made = 0;
async function city(): Promise<TestCity> {
  made += 1;
  const of = await house.makeCity(`command${made}`);
  expect(await run(of, [written('党组织名册.csv', ORGANIZATIONS)])).toMatchObject({ code: 0 });
  return of;
}

const people = async (of: TestCity): Promise<number> =>
  (await of.asOwner<{ count: number }>('select count(*)::int as count from person_span'))[0]!.count;

describe('rows that cannot be taken over', () => {
  it('keep everything out until they are mended or not wanted: 1, then 0', async () => {
    const of = await city();
    const path = written('党员.csv', MEMBERS);
    const held = await run(of, [path]);
    expect(held.code).toBe(1);
    expect(held.printed).toContain('D4　没有找到“教育口一支”');
    expect(held.printed).toContain('一行也没有导入，因为有1处不能导入');
    expect(await people(of)).toBe(0);
    expect((await run(of, [path], { 'dry-run': true, 'without-these-rows': true })).printed).toContain('就导入这1行');
    expect(await people(of)).toBe(0);
    const done = await run(of, [path], { 'without-these-rows': true });
    expect(done).toMatchObject({ code: 0 });
    expect(done.printed).toContain('已导入1行，不含1处不能导入的');
    expect(await people(of)).toBe(1);
    // What is there already is no fault.
    const again = await run(of, [written('再来.csv', MEMBERS.slice(0, 3))]);
    expect(again).toMatchObject({ code: 0, printed: expect.stringContaining('没有新的内容') });
  });

  it('are left out and named for a program, which reads them in the answer', async () => {
    const of = await city();
    const done = await run(of, [written('党员.csv', MEMBERS)], { json: true });
    expect(done.code).toBe(0);
    expect(JSON.parse(done.printed)).toMatchObject([{ accepted: 1, rejected: [{ cell: 'D4' }] }]);
  });
});

describe('answers in a file', () => {
  it('are asked for by a dry run, filled in, taken, and remembered like those of the page', async () => {
    const of = await city();
    const path = written('党员.csv', MEMBERS);
    const answers = join(folder, '回答.yaml');
    const asked = await run(of, [path], { 'dry-run': true, answers });
    expect(asked.said).toContain('要说一声的1处');
    const template = readFileSync(answers, 'utf8');
    expect(template).toContain('名册里没有“教育口一支”，它指哪个党组织');
    writeFileSync(answers, template.replace('教育口一支:\n', `教育口一支: ${BRANCH}\n`));
    // Nothing is asked twice, and nothing that was written is lost.
    expect((await run(of, [path], { 'dry-run': true, answers })).said).toBe('');
    expect(readFileSync(answers, 'utf8')).toContain(`教育口一支: ${BRANCH}`);
    expect((await run(of, [path], { answers })).code).toBe(0);
    expect(await people(of)).toBe(2);
    const next = written('另一批.csv', [MEMBERS[1]!, '吴志远,正式党员,2011-07-01,教育口一支']);
    expect((await run(of, [next])).code).toBe(0);
    expect(await people(of)).toBe(3);
  });

  it('say what a table is and what its columns are, in Chinese; the next table of that office is understood by itself', async () => {
    const of = await city();
    const odd = (who: string) => ['甲,乙,丙,丁,戊', `1,${who},正式党员,2001-07-01,教育局机关一支部`];
    const first = written('一季度.csv', odd('钱明宁'));
    const answers = join(folder, '怎么读.json');
    const unknown = await run(of, [first], { 'dry-run': true, answers });
    expect(unknown).toMatchObject({ code: 2, said: expect.stringContaining('认不出“一季度.csv”是哪一种表') });
    expect(readFileSync(answers, 'utf8')).toContain('layout');
    const columns = { B: '姓名', C: '党员类别', D: '入党时间', E: '所在党支部' };
    const said = { '一季度.csv': { layout: '党员花名册', sheets: { Sheet1: { headerRow: 1, columns } } } };
    writeFileSync(answers, JSON.stringify(said));
    expect(await run(of, [first], { answers })).toMatchObject({ code: 0 });
    const next = await run(of, [written('二季度.csv', odd('孙清荣'))]);
    expect(next.code).toBe(0);
    expect(next.printed).toContain('沿用上次对这种表的理解：命令行，2017-07-05，“一季度.csv”');
    expect(await people(of)).toBe(2);
  });

  it('that no question offers, or that cannot be read, are refused with 2 and say where', async () => {
    const of = await city();
    const path = written('党员.csv', MEMBERS);
    const broken = written('坏.yaml', ['党员.csv:', '  answers: [']);
    expect(await run(of, [path], { answers: broken })).toMatchObject({
      code: 2,
      said: expect.stringMatching(/第\d行读不懂/),
    });
    const unknown = written('不是表.yaml', ['党员.csv:', '  layout: 请假条']);
    expect(await run(of, [path], { answers: unknown })).toMatchObject({
      code: 2,
      said: expect.stringContaining('“请假条”'),
    });
    const missing = join(folder, '没有.yaml');
    expect(await run(of, [path], { answers: missing })).toMatchObject({
      code: 2,
      said: expect.stringContaining('没有“'),
    });
    expect(await run(of, [])).toMatchObject({ code: 2, said: expect.stringContaining('用法') });
    expect(await people(of)).toBe(0);
  });
});
