/** The command as the auditor runs it: what it answers, what it says, and with which exit code. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import { type HeadFile, headFile } from '../platform/audit/room.ts';
import { auditRound } from './audit-round.server.ts';
import type { Command } from './commands.server.ts';
import { readSettings } from './settings.server.ts';
import { verifyAudit } from './verify-audit-command.server.ts';

interface Ran {
  code: number;
  /** Standard output. */
  answer: string;
  /** Standard error. */
  said: string;
}

describe('verify-audit beside a running service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xieshi-verify-'));
  let house: TestHouse;
  let city: TestCity;
  let auditor: Client;
  let head: string;

  /** As a process of its own, which is what is installed. */
  const spawned = (...words: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const program = join(import.meta.dirname, 'main.server.ts');
      const env = { PATH: process.env.PATH, XIESHI_DATA: folder };
      execFile(process.execPath, [program, 'verify-audit', ...words], { env }, (error, answer, said) =>
        resolve({ code: error ? Number(error.code) : 0, answer, said }),
      );
    });
  /** The same without a process. */
  async function run(options: Command['options'] = {}): Promise<Ran> {
    const [answer, said]: [string[], string[]] = [[], []];
    const settings = readSettings({ XIESHI_DATA: folder });
    const code = await verifyAudit({
      settings,
      rest: [],
      options,
      say: (line) => said.push(line),
      print: (text) => answer.push(text),
    });
    return { code, answer: answer.join('\n'), said: said.join('\n') };
  }
  function kept(text: string): string {
    const file = join(folder, 'kept-head.json');
    writeFileSync(file, text);
    return file;
  }

  beforeAll(async () => {
    // The command signs its head by the clock of the machine.
    house = await startTestHouse(new Date().toISOString(), folder, [auditRound]);
    city = await house.makeCity('verified');
    await city.arrange({
      facts: [{ fact: 'person', personId: 11, validFrom: day('2010-01-01'), name: '周舒', sex: null, joinedOn: null }],
    });
    const department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    await department.get('/people/11');
    auditor = await city.signIn('shenji', [{ role: 'auditAdmin', orgId: null }]);
    await untilLinked();
  });
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => untilLinked());

  /** Until all that was written is in the chain. */
  async function untilLinked(): Promise<void> {
    for (;;) {
      const [left] = await city.asOwner<{ count: number }>(
        `select count(*)::int as count from audit_line l where not exists (select from audit_link k where k.item_id = l.id)`,
      );
      if (left?.count === 0) return;
      await pause(20);
    }
  }

  test('answers the head on standard output and ends with 0', async () => {
    const { code, answer, said } = await spawned();
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('没有发现改动') });
    const told = headFile.parse(JSON.parse(answer));
    expect(told).toMatchObject({ city: 'verified', cityName: '示例市', algorithm: 'sha256' });
    expect(told.signature).not.toBeNull();
    head = kept(answer);
  });

  test('holds the chain against that file, given as --head', async () => {
    expect(await run({ head })).toMatchObject({ code: 0, said: expect.stringContaining('没有发现改动') });
    await auditor.get('/audit/export');
    await untilLinked();
    const later = await run({ head });
    expect(later.code).toBe(0);
    expect((JSON.parse(later.answer) as HeadFile).n).toBeGreaterThan(
      headFile.parse(JSON.parse(readFileSync(head, 'utf8'))).n,
    );
  });

  test('takes the file that the auditor downloads from his page', async () => {
    const { n } = (await auditor.post<{ n: number }>('/audit/heads')).body;
    const file = kept(JSON.stringify((await auditor.get(`/audit/heads/${n}`)).body));
    expect(await run({ head: file })).toMatchObject({ code: 0 });
    head = kept((await run()).answer);
  });

  test.each([
    ['no JSON', 'not a head', '不是链头文件，或者已损坏'],
    ['another JSON', '{"format": "xieshi-audit-head/1"}', '不是链头文件，或者已损坏'],
    ['an empty list', '[]', '没有链头'],
  ])('ends with 2 for a head file that is %s, and answers nothing', async (_, content, words) => {
    const file = join(folder, 'garbage.json');
    writeFileSync(file, content);
    expect(await run({ head: file })).toMatchObject({ code: 2, answer: '', said: expect.stringContaining(words) });
  });

  test('ends with 2 for a head file that is not there, and refuses a city that is not there', async () => {
    expect(await run({ head: join(folder, 'nowhere.json') })).toMatchObject({ code: 2, answer: '' });
    await expect(run({ city: 'nowhere' })).rejects.toMatchObject({ detail: { code: 'city-unknown' } });
  });

  test('tells what was changed on standard error, with the place in the answer, and ends with 1', async () => {
    await city.asOwner(`update audit_line set actor = '别人' where route = 'person.open'`);
    const { code, answer, said } = await spawned('--head', head);
    expect(code).toBe(1);
    expect(said).toMatch(/第\d+环的审计行入链后被改过.*别人/);
    expect(JSON.parse(answer)).toMatchObject({ city: 'verified', total: 1, counts: { edited: 1 } });
    await city.asOwner(`update audit_line set actor = 'zuzhibu' where route = 'person.open'`);
    expect((await run({ head })).code).toBe(0);
  });

  test('knows a head of another service’s key', async () => {
    const other = {
      ...headFile.parse(JSON.parse(readFileSync(head, 'utf8'))),
      signature: Buffer.alloc(64).toString('base64'),
    };
    const { code, said } = await run({ head: kept(JSON.stringify(other)) });
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('签名不对') });
  });
});
