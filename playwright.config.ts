import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// Read by every worker; the folder is made once, by the first.
if (!process.env.XIESHI_E2E_DATA) {
  const made = mkdtempSync(join(tmpdir(), 'xieshi-e2e-'));
  process.env.XIESHI_E2E_DATA = made;
  // As root, PostgreSQL runs as a user of its own, which must get in.
  chmodSync(made, 0o755);
  // The services end after every teardown, so the folder goes with the process.
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
}
const data = process.env.XIESHI_E2E_DATA;
const PORTS = { desk: 28791, phone: 28792 };
/** Where nobody has set up a city yet; named in e2e/set-up.spec.ts too. */
const EMPTY_PORTS = { desk: 28793, phone: 28794 };
const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'node_modules/.cache/playwright',
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.XIESHI_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A city for each size of screen, since the story changes it.
  projects: [
    { name: 'desk', use: { baseURL: addressOf(PORTS.desk), viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      use: { baseURL: addressOf(PORTS.phone), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
  webServer: [...services('demo', PORTS), ...services('start', EMPTY_PORTS)],
});

/** The service run by a command of the command line, once for each size of screen, each on a folder of its own. */
function services(command: 'demo' | 'start', ports: Readonly<Record<string, number>>) {
  return Object.entries(ports).map(([name, port]) => ({
    command: `node --disable-warning=ExperimentalWarning src/app/main.server.ts ${command}`,
    env: {
      XIESHI_DATA: `${data}/${command}-${name}`,
      PORT: String(port),
      XIESHI_LOG: 'warn',
      PATH: process.env.PATH ?? '',
    },
    url: `${addressOf(port)}/api/door`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 20_000 },
    stderr: 'pipe' as const,
  }));
}
