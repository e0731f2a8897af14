import { defineConfig } from 'vitest/config';

// quick: pure logic, style and contracts, no database. full: what starts PostgreSQL or listens on a port.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.server.test.ts'],
          // Generating the sample city takes seconds, on a busy machine many.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'full',
          include: ['src/**/*.server.test.ts', 'scenarios/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
