/**
 * A disk that fills up and a folder that cannot be written: a small disk of its own (tmpfs) under the data folder. Only root
 * may mount one, and not on every machine.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from './harness.ts';
import { arrangeBranch, type Meeting, meeting, readRecords, secretaryOver, sendMeeting } from './meeting.ts';
import {
  adminOf,
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

const CITY = 'disk';
const MB = 1024 * 1024;

const mount = (...words: string[]): boolean => spawnSync('mount', words).status === 0;
const unmount = (folder: string): boolean => spawnSync('umount', ['-l', folder]).status === 0;

/** Whether this machine lets us mount a small disk. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'xieshi-mount-'));
  const may = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (may) unmount(folder);
  rmdirSync(folder);
  return may;
}
const mountable = mayMount();
const named = (name: string): string =>
  mountable ? name : `${name} (NOT TRIED: this machine forbids mounting a disk)`;

describe('on a small disk', () => {
  let folder: string;
  let filler: string;
  let service: ServiceProcess;
  let secretary: Client;
  beforeAll(async () => {
    if (!mountable) return;
    folder = mkdtempSync(join(tmpdir(), 'xieshi-disk-'));
    expect(mount('-t', 'tmpfs', '-o', 'size=500m,mode=755', 'tmpfs', folder)).toBe(true);
    filler = join(folder, 'filler');
    await arrangedFolder(CITY, arrangeBranch, folder);
  });
  afterAll(async () => {
    if (!mountable) return;
    await clearAway(join(folder, 'nothing'), service);
    killNow(postmasterOf(folder));
    await pause(200);
    unmount(folder);
    rmdirSync(folder);
  });
  beforeEach(async () => {
    if (!mountable) return;
    service = startService(folder, await freePort());
    await untilItAnswers(service);
    secretary = await secretaryOver(service.address, CITY);
  });
  afterEach(async () => {
    if (!mountable) return;
    mount('-o', 'remount,rw', folder);
    chmodSync(folder, 0o755);
    rmSync(filler, { force: true });
    killNow(service.child.pid);
    await ended(service.child);
  });

  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  /** Fills the disk until so much is left. */
  function fillUpTo(left: number): void {
    const block = Buffer.alloc(MB);
    writeFileSync(filler, '');
    // The server under test writes too: the room seen free may be gone at the next step.
    try {
      while (free() >= left + MB) appendFileSync(filler, block);
      if (left === 0) for (;;) appendFileSync(filler, Buffer.alloc(4096));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
  const kept = async (sent: readonly Meeting[]): Promise<number> => {
    const client = await adminOf(folder);
    const ids = sent.map(({ id }) => id);
    const { rows } = await client.query(`select from city_${CITY}.record where id = any($1)`, [ids]);
    await client.end();
    return rows.length;
  };
  const goesOn = (sent: Meeting) =>
    expect.poll(async () => (await sendMeeting(secretary, sent)).status, { timeout: 30_000 }).toBe(200);
  const FULL = { code: 'no-space', what: '服务器的磁盘满了，这次没有存' };

  test.runIf(mountable)(
    named(
      'that runs low, writes are refused in words before anything breaks, reading goes on, and all goes on by itself',
    ),
    async () => {
      const before = postmasterOf(folder);
      fillUpTo(30 * MB);
      const sent = meeting();
      await expect.poll(async () => (await sendMeeting(secretary, sent)).error).toMatchObject(FULL);
      expect(await readRecords(secretary)).toBe(200);
      await secretaryOver(service.address, CITY);
      expect(service.said()).toMatch(/只剩 \d+ MB，已暂停写入，查阅照常/);
      rmSync(filler);
      await goesOn(sent);
      expect(service.said()).toContain('写入已恢复：磁盘有了空间');
      expect(postmasterOf(folder)).toBe(before);
    },
  );

  test.runIf(mountable)(
    named(
      'that fills while people write, every meeting is stored or refused in words, and none that was stored is lost',
    ),
    async () => {
      const stored: Meeting[] = [];
      let refused = 0;
      let writing = true;
      const write = async (): Promise<void> => {
        while (writing) {
          const sent = meeting('议'.repeat(70));
          const answer = await sendMeeting(secretary, sent);
          if (answer.status === 200) stored.push(sent);
          else {
            expect(answer.error).toMatchObject(FULL);
            refused += 1;
            await pause(20);
          }
        }
      };
      const writers = [write(), write(), write()];
      await pause(300);
      fillUpTo(0);
      await pause(1_500);
      expect(await readRecords(secretary)).toBe(200);
      writing = false;
      await Promise.all(writers);
      expect(refused).toBeGreaterThan(0);
      rmSync(filler);
      await goesOn(meeting());
      expect(await kept(stored)).toBe(stored.length);
    },
  );

  test.runIf(mountable)(
    named('without room for PostgreSQL’s own log, its crash is told in words and survived once there is room'),
    async () => {
      const stored = [meeting('甲'), meeting('乙')];
      for (const sent of stored) expect((await sendMeeting(secretary, sent)).status).toBe(200);
      const admin = await adminOf(folder);
      fillUpTo(8 * MB);
      const flood = admin.query(
        `select pg_logical_emit_message(false, 'x', repeat('x', 1000000)) from generate_series(1, 400)`,
      );
      await expect(flood).rejects.toThrow();
      fillUpTo(0);
      killNow(postmasterOf(folder));
      const sent = meeting('丙');
      await expect
        .poll(async () => (await sendMeeting(secretary, sent)).error, { timeout: 30_000 })
        .toMatchObject(FULL);
      expect(service.said()).toContain('数据库意外停止');
      truncateSync(filler);
      await goesOn(sent);
      expect(await kept([...stored, sent])).toBe(3);
    },
  );

  test.runIf(mountable)(
    named('that becomes read-only under a running service, writes are refused in words, and all goes on by itself'),
    async () => {
      // A disk cannot be made read-only while files on it are open for writing: PostgreSQL goes first, as it would itself.
      for (let tries = 0; tries < 50; tries += 1) {
        killNow(postmasterOf(folder));
        if (mount('-o', 'remount,ro', folder)) break;
        await pause(10);
      }
      expect(() => writeFileSync(filler, '')).toThrow('EROFS');
      const sent = meeting();
      await expect
        .poll(async () => (await sendMeeting(secretary, sent)).error, { timeout: 30_000 })
        .toMatchObject({
          code: 'data-folder-not-writable',
          what: '服务器的数据文件夹不可写，这次没有存',
        });
      expect(mount('-o', 'remount,rw', folder)).toBe(true);
      await goesOn(sent);
    },
  );

  test.runIf(mountable)(
    named('that is read-only at the start, the service says so, waits, and starts by itself'),
    async () => {
      service.child.kill('SIGTERM');
      expect(await ended(service.child)).toBe(0);
      expect(mount('-o', 'remount,ro', folder)).toBe(true);
      service = startService(folder, await freePort());
      await expect.poll(() => service.said(), { timeout: 20_000 }).toContain('不可写');
      expect(service.child.exitCode).toBeNull();
      expect(mount('-o', 'remount,rw', folder)).toBe(true);
      await untilItAnswers(service);
    },
  );
});
