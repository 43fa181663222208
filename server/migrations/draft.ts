import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startCluster } from '../postgres/cluster';
import { openSchemaEngine } from './engine';

/**
 * The SQL that takes a database from one Prisma schema to another, for a person to complete and review.
 *
 * Schema is compared with schema, rather than with a migrated database: whatever the migrations say in SQL of their own
 * (partial indexes, checks, triggers) is then left alone instead of being dropped for not standing in the schema.
 */
export async function draftMigration(before: string, after: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'shiplog-draft-'));
  // The engine talks to a PostgreSQL before it does anything, even if it is not asked about one.
  const cluster = await startCluster({ dir, ephemeral: true });
  const pool = new Pool({ connectionString: cluster.url(), max: 1 });
  pool.on('error', () => {});
  try {
    await pool.query('BEGIN');
    const { engine } = await openSchemaEngine(pool);
    const datamodel = (content: string) => ({
      tag: 'schemaDatamodel' as const,
      files: [{ path: 'schema.prisma', content }],
    });
    const { stdout } = await engine.diff({
      from: datamodel(before),
      to: datamodel(after),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    await pool.end();
    await cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
