/**
 * Whether anything may be written just now. While the disk is nearly full or the machine's clock has gone back, writes are
 * refused before they reach the database, which then has room for all that reading needs; reads go on.
 */
import { statfs } from 'node:fs/promises';
import { Refusal } from '../core/record/room.ts';
import { awayRefusal } from './refusals.server.ts';
import { ORDINARY_STEP_MS, type SteadyClock, stretchWords } from './steady-clock.logic.ts';

/** What PostgreSQL needs to go on: some segments of its log, and the pages that it has yet to put down. */
const RESERVE_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 500;

export interface WriteGuard {
  /** Throws the Refusal of a write that cannot be taken now. */
  mayWrite(): Promise<void>;
}

const clockBehind = (milliseconds: number): Refusal =>
  new Refusal({
    code: 'clock-behind',
    status: 503,
    what: `服务器的时钟倒退了${stretchWords(milliseconds)}，为免记错时间，这次没有存`,
    now: '内容还在页面上，时钟校准后会自动再试；请告诉系统管理员',
  });

/**
 * @param guarded.folder the data folder of the embedded database; undefined when the database looks after its own disk
 * @param guarded.clock undefined when it cannot go back
 * @param log hears when writing is stopped, and when it goes on
 */
export function writeGuard(
  guarded: { folder: string | undefined; clock: SteadyClock | undefined },
  log: (line: string) => void,
): WriteGuard {
  const { folder, clock } = guarded;
  const diskTold = teller(log, '写入已恢复：磁盘有了空间。');
  const clockTold = teller(log, '写入已恢复：时钟已经走到最后一条记录之后。');
  let full = false;
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function diskFull(at: string): Promise<boolean> {
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return full;
    lookedAt = performance.now();
    const { bavail, bsize } = await statfs(at);
    full = bavail * bsize < RESERVE_BYTES;
    diskTold(
      full,
      `磁盘空间不足：${at} 所在的磁盘只剩 ${Math.floor((bavail * bsize) / 1024 / 1024)} MB，已暂停写入，查阅照常。请腾出空间`,
    );
    return full;
  }

  return {
    async mayWrite() {
      const behind = clock?.behindMs() ?? 0;
      const far = behind > ORDINARY_STEP_MS;
      clockTold(
        far,
        `服务器时钟比最后一条记录慢${stretchWords(behind)}，已暂停写入，查阅照常。请校准时钟；如果现在的时钟才是对的，请设 XIESHI_CLOCK=trust 后重新启动`,
      );
      if (far) throw clockBehind(behind);
      if (folder !== undefined && (await diskFull(folder))) throw awayRefusal('no-space');
    },
  };
}

/** Tells when a trouble begins and when it has ended, once each. */
function teller(log: (line: string) => void, ended: string): (is: boolean, begun: string) => void {
  let was = false;
  return (is, begun) => {
    if (is !== was) log(is ? begun : ended);
    was = is;
  };
}
