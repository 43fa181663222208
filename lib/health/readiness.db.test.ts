import { expect, test } from 'vitest';
import { GET as healthRoute } from '@/app/api/health/route';
import { GET as readyRoute } from '@/app/api/ready/route';
import { pool } from '@/lib/db/pool';
import { freshDatabase } from '@/lib/testing/database';
import { healthWire, readyWire } from './operations';

const ready = () => readyRoute(new Request('http://localhost/api/ready'));
const health = () => healthRoute(new Request('http://localhost/api/health'));

/** Points the process at another database for one call. */
async function withDatabase<T>(url: string, run: () => Promise<T>): Promise<T> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = url;
  try {
    return await run();
  } finally {
    process.env.DATABASE_URL = before;
  }
}

test('a process whose database answers and is migrated is ready', async () => {
  const response = await ready();
  expect(response.status).toBe(200);
  expect(readyWire.parse(await response.json()).checks.map(({ name }) => name)).toEqual([
    'database',
    'migrations',
    'feed',
  ]);
});

test('a process whose database is gone is not ready, says so without secrets, and is still healthy', async () => {
  const gone = await freshDatabase();
  await gone.drop();
  const [notReady, alive] = await withDatabase(gone.url, async () => [await ready(), await health()]);
  expect(notReady.status).toBe(503);
  expect(notReady.headers.get('content-type')).toBe('application/problem+json');
  const text = await notReady.text();
  expect(JSON.parse(text).detail).toBe('database: does not answer');
  expect(text).not.toContain(gone.name);
  expect(alive.status).toBe(200);
  expect(healthWire.parse(await alive.json()).status).toBe('ok');
});

test('a database in the middle of a migration is not ready', async () => {
  await pool().query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ('x', 'x', 'x', now())`,
  );
  const response = await ready();
  await pool().query(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
  expect(response.status).toBe(503);
  expect((await response.json()).detail).toContain('migration');
});

test('an empty database is not ready', async () => {
  const empty = await freshDatabase();
  const response = await withDatabase(empty.url, async () => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: empty.url });
    await client.connect();
    await client.query('DROP TABLE _prisma_migrations');
    await client.end();
    return ready();
  });
  await empty.drop();
  expect(response.status).toBe(503);
  expect((await response.json()).detail).toBe('migrations: none applied');
});
