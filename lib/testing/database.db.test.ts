import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { allAtOnce, succeeded } from './concurrency';
import { connect, databaseUrl, freshDatabase } from './database';

describe('the database of a test file', () => {
  test('is where the product looks for its database', async () => {
    const { rows } = await pool().query('SELECT current_database() AS name');
    expect(new URL(databaseUrl()).pathname).toBe(`/${rows[0].name}`);
  });

  test('has every migration applied', async () => {
    const { rows } = await pool().query(
      'SELECT count(*) FILTER (WHERE finished_at IS NULL) AS unfinished, count(*) AS all FROM _prisma_migrations',
    );
    expect(rows[0].unfinished).toBe(0);
    expect(rows[0].all).toBeGreaterThan(0);
  });
});

test('a second database shares nothing with the first, and is gone when dropped', async () => {
  const second = await freshDatabase();
  await pool().query('CREATE TABLE only_here (id int)');
  const client = await connect(second.url);
  const { rows } = await client.query("SELECT to_regclass('only_here') AS found");
  expect(rows[0].found).toBeNull();
  await client.end();

  await second.drop();
  await expect(connect(second.url)).rejects.toThrow(/does not exist/);
});

test('several databases can be made at the same time', async () => {
  const databases = succeeded(await allAtOnce(4, () => freshDatabase()));
  expect(new Set(databases.map((database) => database.name)).size).toBe(4);
  await Promise.all(databases.map((database) => database.drop()));
});
