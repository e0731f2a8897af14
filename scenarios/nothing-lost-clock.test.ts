/** A clock that jumps back while people write: nothing is dated before what came earlier. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenHouse, openHouse } from '../src/app/house.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import type { Client } from './harness.ts';
import { arrangeBranch, meeting, readRecords, secretaryOver, sendMeeting } from './meeting.ts';
import { adminOf, arrangedFolder, clearAway } from './service-process.ts';

const CITY = 'clock';
const HOUR = 3_600_000;

describe('when the machine’s clock is set back', () => {
  let folder: string;
  let house: OpenHouse;
  let server: FastifyInstance;
  let secretary: Client;
  let jump = 0;
  let said: string[] = [];
  async function open(clock: 'check' | 'trust' = 'check'): Promise<void> {
    house = await openHouse(
      { dataFolder: folder, databaseUrl: undefined, sessionHours: 12, clock },
      { log: (line) => said.push(line), wall: () => new Date(Date.now() + jump) },
    );
    server = await makeService(house, { log: false });
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    secretary = await secretaryOver(address, CITY);
  }
  async function close(): Promise<void> {
    await server.close();
    await house.close();
  }
  beforeAll(async () => {
    folder = await arrangedFolder(CITY, arrangeBranch);
    await open();
  });
  afterAll(async () => {
    await close();
    await clearAway(folder, undefined);
  });
  beforeEach(() => {
    jump = 0;
    said = [];
  });

  /** Instants of acts in the order in which they were recorded. */
  async function instants(): Promise<number[]> {
    const client = await adminOf(folder);
    const { rows } = await client.query<{ at: Date }>(
      `select recorded_at as at from city_${CITY}.act where kind <> 'arranged' order by seq`,
    );
    await client.end();
    return rows.map(({ at }) => at.getTime());
  }
  const sorted = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);

  test('by two hours, writes are refused in words while reading goes on, and are taken again once it is right', async () => {
    expect((await sendMeeting(secretary, meeting('之前'))).status).toBe(200);
    jump = -2 * HOUR;
    const waiting = [meeting('甲'), meeting('乙')];
    for (const sent of waiting) {
      expect((await sendMeeting(secretary, sent)).error).toMatchObject({
        code: 'clock-behind',
        what: '服务器的时钟倒退了2小时，为免记错时间，这次没有存',
      });
    }
    expect(await readRecords(secretary)).toBe(200);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('服务器时钟比最后一条记录慢2小时，已暂停写入');
    jump = 0;
    for (const sent of waiting) expect((await sendMeeting(secretary, sent)).status).toBe(200);
    expect(said[1]).toContain('写入已恢复');
    const list = await instants();
    expect(list).toHaveLength(3);
    expect(list).toEqual(sorted(list));
  });

  test('by some seconds, as by the network’s time service, nobody notices and the order stays', async () => {
    const before = (await instants()).length;
    for (const seconds of [0, -3, -5, -1, 0]) {
      jump = seconds * 1000;
      expect((await sendMeeting(secretary, meeting(`拨动${seconds}秒`))).status).toBe(200);
    }
    const list = await instants();
    expect(list).toHaveLength(before + 5);
    expect(list).toEqual(sorted(list));
    expect(said).toEqual([]);
  });

  test('while the service was down, it is noticed at the next start; who trusts the clock says so', async () => {
    expect((await sendMeeting(secretary, meeting())).status).toBe(200);
    await close();
    jump = -2 * HOUR;
    await open();
    expect((await sendMeeting(secretary, meeting())).error?.code).toBe('clock-behind');
    await close();
    await open('trust');
    expect((await sendMeeting(secretary, meeting())).status).toBe(200);
  });
});
