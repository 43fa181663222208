import { join } from 'node:path';
import { type DatabaseError, Pool } from 'pg';
import { type Engine, openSchemaEngine } from './migrations/engine';
import { asMigrationList, type Migration, readMigrations } from './migrations/folder';
import { StartError } from './start-error';

export type MigrateOptions = {
  /** Told about each migration before it is applied. */
  log?: (line: string) => void;
  /** Where the migrations lie; those of the checkout unless told otherwise. */
  folder?: string;
};

/** One lock for everybody who migrates a Shiplog database: the letters "ship" as a number. */
const advisoryLock = 0x73_68_69_70;

/**
 * Brings a database up to this version's schema.
 *
 * Each migration is one transaction together with its row in `_prisma_migrations`, under a lock that all processes share:
 * it has happened whole or not at all, whoever is killed when, and several copies that start together take turns.
 *
 * @param url the database, which must exist
 * @returns the names of the migrations that were applied
 * @throws StartError for a database that a newer Shiplog has migrated (nothing is changed), and for a failing migration
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const { log = () => {}, folder = join(process.cwd(), 'prisma/migrations') } = options;
  const migrations = readMigrations(folder);
  const pool = new Pool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'shiplog migrate',
  });
  pool.on('error', () => {});
  try {
    if (pendingOf(migrations, await appliedNames(pool)).length === 0) return [];
    // Held by the session over all migrations, and gone with it: the engine takes a session lock of its own, and with a
    // lock for each transaction two processes could each wait for the other's.
    await pool.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    const pending = pendingOf(migrations, await appliedNames(pool));
    for (const [index, { name }] of pending.entries()) {
      log(`Migrating the database: ${name} (${index + 1} of ${pending.length})`);
      await applyUpTo(pool, folder, migrations.slice(0, migrations.length - pending.length + index + 1));
    }
    return pending.map(({ name }) => name);
  } finally {
    await pool.end();
  }
}

/** Names of the migrations that are recorded as done; none for a database that has never been migrated. */
async function appliedNames(pool: Pool): Promise<Set<string>> {
  const { rows: tables } = await pool.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`);
  if (!tables[0].exists) return new Set();
  const { rows } = await pool.query(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * The migrations that a database still lacks.
 * @throws StartError when the database has some that are not known, or lacks one that comes before one it has
 */
export function pendingOf(known: Pick<Migration, 'name'>[], applied: ReadonlySet<string>) {
  const names = new Set(known.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !names.has(name)).sort();
  if (unknown.length) {
    throw new StartError(
      `The database was migrated by a newer Shiplog (it has ${unknown.join(', ')}, which this version does not know). Start the newer version, or use another database. Nothing was changed.`,
    );
  }
  const firstPending = known.findIndex(({ name }) => !applied.has(name));
  const pending = firstPending === -1 ? [] : known.slice(firstPending);
  const late = pending.find(({ name }) => applied.has(name));
  if (late) {
    throw new StartError(
      `The database has the migration ${late.name}, but not ${pending[0]?.name}, which comes before it. Its history is not that of any Shiplog version. Nothing was changed.`,
    );
  }
  return pending;
}

async function applyUpTo(pool: Pool, folder: string, migrations: Migration[]): Promise<void> {
  let opened: Engine | undefined;
  try {
    await pool.query('BEGIN');
    opened = await openSchemaEngine(pool);
    await opened.engine.applyMigrations({
      migrationsList: asMigrationList(folder, migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    await pool.query('COMMIT');
  } catch (error) {
    await pool.query('ROLLBACK').catch(() => {});
    throw new StartError(
      `The migration ${migrations.at(-1)?.name} failed and was rolled back: ${reasonOf(opened?.lastError() ?? error)}`,
    );
  }
}

/** What PostgreSQL said. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const { message, detail } = error as DatabaseError;
  return detail ? `${message} (${detail})` : message;
}
