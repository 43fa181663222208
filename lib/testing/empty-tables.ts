import { pool } from '@/lib/db/pool';
import { incidentsSettled } from './incidents';

/**
 * Empties tables, and those that refer to them, once nothing goes on any more behind the requests of the test before: emptying waits for
 * whoever still reads a table, who may be waiting for one that is emptied already.
 */
export async function emptyTables(...tables: readonly [string, ...string[]]): Promise<void> {
  await incidentsSettled();
  await pool().query(`TRUNCATE ${tables.join(', ')} CASCADE`);
}
