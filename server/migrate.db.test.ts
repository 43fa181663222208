import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connect, freshDatabase } from '@/lib/testing/database';
import { migrate } from './migrate';

/** The product's migrations and one more on top. */
function withAnother(sql: string, name = '99990101000000_another'): string {
  const folder = mkdtempSync(join(tmpdir(), 'shiplog-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('prisma/migrations', folder, { recursive: true });
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'migration.sql'), sql);
  return folder;
}

async function database() {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  return url;
}

async function query(url: string, sql: string) {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('a database that is up to date stays as it is', async () => {
  expect(await migrate(await database())).toEqual([]);
});

it('a migration may hold functions, semicolons in strings and comments, like any SQL', async () => {
  const url = await database();
  const folder = withAnother(`
    -- first; the function
    CREATE FUNCTION answer() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END; $$;
    /* then; */ CREATE TABLE answers AS SELECT answer() AS text;
  `);
  const told: string[] = [];
  expect(await migrate(url, { folder, log: (line) => told.push(line) })).toEqual(['99990101000000_another']);
  expect(told).toEqual(['Migrating the database: 99990101000000_another (1 of 1)']);
  expect(await query(url, 'SELECT text FROM answers')).toEqual([{ text: 'a;b' }]);
});

it('a migration that fails leaves nothing behind, says what PostgreSQL said, and can be tried again', async () => {
  const url = await database();
  const failing = migrate(url, {
    folder: withAnother('CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1);'),
  });
  await expect(failing).rejects.toThrow(
    'The migration 99990101000000_another failed and was rolled back: relation "nowhere" does not exist',
  );
  expect(await query(url, "SELECT to_regclass('half') AS found")).toEqual([{ found: null }]);
  const folder = withAnother('CREATE TABLE half (id int);');
  expect(await migrate(url, { folder })).toEqual(['99990101000000_another']);
});

it('a database that a newer Shiplog has migrated is refused', async () => {
  const url = await database();
  await migrate(url, { folder: withAnother('CREATE TABLE newer (id int);') });
  await expect(migrate(url)).rejects.toThrow('migrated by a newer Shiplog (it has 99990101000000_another');
});

it('copies that start together apply a migration once', async () => {
  const url = await database();
  const folder = withAnother('CREATE TABLE once (id int); INSERT INTO once VALUES (1);');
  await Promise.all([1, 2, 3].map(() => migrate(url, { folder })));
  expect(await query(url, 'SELECT count(*)::int FROM once')).toEqual([{ count: 1 }]);
});
