import { rmSync } from 'node:fs';

/** The data folder of the run; the service has been stopped by then. */
export default function teardown(): void {
  const folder = process.env.XIESHI_E2E_DATA;
  if (folder) rmSync(folder, { recursive: true, force: true });
}
