import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests' PostgreSQL is: the address of a database to give orders from, and the migrated template. */
    cluster: { adminUrl: string; template: string };
  }
}

/** A database of one's own, migrated and without any rows but those the migrations write. */
export type FreshDatabase = {
  url: string;
  name: string;
  /** Drops it, whoever is still connected. */
  drop(): Promise<void>;
};

/**
 * Copies the migrated template into a database of its own (some tens of milliseconds). Every `*.db.test.ts` file has
 * one already, as `DATABASE_URL`; this is for a test that needs a second one, or one that it breaks.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, template } = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await order(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => order(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** A plain connection for what a test does behind the product's back; close it with `end()`. */
export async function connect(url: string = databaseUrl()): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A database that is dropped under a connection says so by an event, which would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The database of this test file. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('There is no database here: only *.db.test.ts files have one.');
  return url;
}

async function order(url: string, sql: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
