/** From the command to the first page, and what the service holds when nobody does anything. */
import { createServer } from 'node:net';
import { against, type BenchRow } from './measure.ts';
import { command, endProcess, memoryOf } from './process.ts';

const REST_SECONDS = 15;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** On a data folder whose database does not run: PostgreSQL's start is in it. */
export async function benchStart(dataFolder: string): Promise<BenchRow[]> {
  const port = await freePort();
  const from = performance.now();
  const child = command(['start'], { XIESHI_DATA: dataFolder, PORT: String(port) });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (answer?.ok) break;
      if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}`);
      await pause(20);
    }
    const seconds = (performance.now() - from) / 1000;
    await pause(REST_SECONDS * 1000);
    const megabytes = memoryOf(child.pid!, 'VmRSS') ?? 0;
    return [against('从启动到第一页', seconds, 's', 5), against('无人使用时占内存', megabytes, 'MB', 250)];
  } finally {
    await endProcess(child);
  }
}
