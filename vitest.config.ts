import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.shiplog/**', '**/test-results/**'];
const kinds = ['db', 'proc', 'http'].map((kind) => `**/*.${kind}.test.{ts,tsx}`);

/**
 * Four kinds of tests, told apart by their file name:
 *
 * - `x.test.ts`       pure: no database, no network, no files of their own;
 * - `x.db.test.ts`    on a real PostgreSQL, a database of its own for each file;
 * - `x.http.test.ts`  over HTTP against the built product, both lanes;
 * - `x.proc.test.ts`  starts and kills whole processes, one file after the other.
 *
 * Browser journeys are Playwright's (`e2e/*.spec.ts`).
 */
export default defineConfig({
  root,
  resolve: { alias: { '@/': root } },
  test: {
    // A run that found nothing to run has failed, and so has one that somebody narrowed to a single test.
    passWithNoTests: false,
    allowOnly: process.env.SHIPLOG_TEST_RUN === undefined,
    unstubGlobals: true,
    unstubEnvs: true,
    restoreMocks: true,
    // Here and below, time limits are for what hangs: what only takes long on a busy machine has not failed.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, ...kinds],
          pool: 'threads',
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: elsewhere,
          globalSetup: ['e2e/support/setup-database.ts'],
          setupFiles: ['lib/testing/setup-database.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'proc',
          include: ['**/*.proc.test.ts'],
          exclude: elsewhere,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: ['**/*.http.test.ts'],
          exclude: elsewhere,
          globalSetup: ['e2e/support/setup-lanes.ts'],
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
