/** A database that dies, is stopped, or is not there yet: requests wait or are refused in words, and go on by themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cluster, startEmbedded } from '../src/store/embedded.server.ts';
import type { Client } from './harness.ts';
import { arrangeBranch, meeting, readRecords, secretaryOver, sendMeeting } from './meeting.ts';
import {
  adminOf,
  answers,
  arrangedFolder,
  clearAway,
  ended,
  freePort,
  killNow,
  postmasterOf,
  type ServiceProcess,
  startService,
  untilItAnswers,
} from './service-process.ts';

const CITY = 'away';

describe('with the PostgreSQL that it brings along, the service', () => {
  let folder: string;
  let service: ServiceProcess;
  let secretary: Client;
  beforeAll(async () => {
    folder = await arrangedFolder(CITY, arrangeBranch);
  });
  beforeEach(async () => {
    service = startService(folder, await freePort());
    await untilItAnswers(service);
    secretary = await secretaryOver(service.address, CITY);
  });
  afterEach(() => killNow(service.child.pid));
  afterAll(() => clearAway(folder, service));

  const kept = async (id: string): Promise<number> => {
    const client = await adminOf(folder);
    const { rows } = await client.query(`select from city_${CITY}.record where id = $1`, [id]);
    await client.end();
    return rows.length;
  };

  test('starts it again when it dies; who writes just then waits a moment and is answered', async () => {
    for (let times = 0; times < 3; times += 1) {
      killNow(postmasterOf(folder));
      const sent = meeting(`第${times}次`);
      const first = await sendMeeting(secretary, sent);
      expect([200, 503]).toContain(first.status);
      expect((await sendMeeting(secretary, sent)).status).toBe(200);
      expect(await kept(sent.id)).toBe(1);
    }
    expect(service.said()).toContain('数据库意外停止，正在重新启动');
    expect(service.said()).toContain('数据库已恢复');
  });

  test('says in words what keeps it from coming back, and goes on by itself afterwards', async () => {
    const database = join(folder, 'database');
    const mode = (await stat(database)).mode & 0o777;
    await chmod(database, 0o100);
    killNow(postmasterOf(folder));
    const sent = meeting();
    await expect
      .poll(async () => (await sendMeeting(secretary, sent)).error, { timeout: 20_000 })
      .toMatchObject({
        code: 'data-folder-not-writable',
        what: '服务器的数据文件夹不可写，这次没有存',
      });
    expect(service.said()).toContain('不可写');
    await chmod(database, mode);
    await expect.poll(async () => (await sendMeeting(secretary, sent)).status, { timeout: 20_000 }).toBe(200);
    expect(await kept(sent.id)).toBe(1);
  });

  test('answers what is under way when it is asked to stop, takes nothing new, and ends everything in order', async () => {
    const lock = await adminOf(folder);
    await lock.query(`begin; lock table city_${CITY}.audit_line`);
    const sent = meeting();
    const underWay = sendMeeting(secretary, sent);
    await pause(300);
    service.child.kill('SIGTERM');
    service.child.kill('SIGINT');
    await expect.poll(() => answers(service.address)).toBe(false);
    service.child.kill('SIGTERM');
    await lock.query('rollback');
    await lock.end();
    expect((await underWay).status).toBe(200);
    expect(await ended(service.child)).toBe(0);
    expect(postmasterOf(folder)).toBeUndefined();
    service = startService(folder, await freePort());
    await untilItAnswers(service);
    expect(await kept(sent.id)).toBe(1);
  });

  test('stops within ten seconds even when something under way never ends', async () => {
    const lock = await adminOf(folder);
    await lock.query(`begin; lock table city_${CITY}.audit_line`);
    const sent = meeting();
    const underWay = sendMeeting(secretary, sent).catch((error: Error) => error);
    await pause(300);
    const start = Date.now();
    service.child.kill('SIGTERM');
    expect(await ended(service.child)).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(postmasterOf(folder)).toBeUndefined();
    await underWay;
    service = startService(folder, await freePort());
    await untilItAnswers(service);
    expect(await kept(sent.id)).toBe(0);
  });
});

describe('with another PostgreSQL, the service', () => {
  let folder: string;
  let own: string;
  let cluster: Cluster;
  let service: ServiceProcess;
  beforeAll(async () => {
    folder = await arrangedFolder(CITY, arrangeBranch);
    own = mkdtempSync(join(tmpdir(), 'xieshi-own-'));
  });
  afterEach(async () => {
    killNow(service.child.pid);
    await cluster.stop();
  });
  afterAll(async () => {
    await clearAway(own, service);
    rmSync(folder, { recursive: true, force: true });
  });
  const startOther = async (): Promise<void> => {
    cluster = await startEmbedded({ dataFolder: folder, log: () => undefined });
  };
  const url = (): string => {
    const { user, password, host } = cluster.admin;
    const where = new URLSearchParams({ host: String(host), user: String(user), password: String(password) });
    return `postgresql:///xieshi?${where}`;
  };

  test('waits for it at the start, tells what it waits for, and starts by itself once it is there', async () => {
    await startOther();
    const address = url();
    await cluster.stop();
    service = startService(own, await freePort(), { DATABASE_URL: address });
    await expect.poll(() => service.said(), { timeout: 20_000 }).toContain('连不上 DATABASE_URL 所指的 PostgreSQL');
    await startOther();
    await untilItAnswers(service);
  });

  test('refuses in words while it is stopped, and goes on by itself once it is there again', async () => {
    await startOther();
    service = startService(own, await freePort(), { DATABASE_URL: url() });
    await untilItAnswers(service);
    const secretary = await secretaryOver(service.address, CITY);
    await cluster.stop();
    const sent = meeting();
    const start = Date.now();
    expect((await sendMeeting(secretary, sent)).error).toMatchObject({
      code: 'database-unreachable',
      what: '数据库暂时连不上，这次没有存',
    });
    expect(Date.now() - start).toBeLessThan(8_000);
    expect(await readRecords(secretary)).toBe(503);
    await startOther();
    expect((await sendMeeting(secretary, sent)).status).toBe(200);
    expect(await readRecords(secretary)).toBe(200);
  });

  test('is told to stop while it waits, and stops', async () => {
    await startOther();
    const address = url();
    await cluster.stop();
    service = startService(own, await freePort(), { DATABASE_URL: address });
    await expect.poll(() => service.said(), { timeout: 20_000 }).toContain('连不上');
    service.child.kill('SIGTERM');
    expect(await ended(service.child)).toBe(0);
  });
});
