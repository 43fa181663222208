import { Pool, types } from 'pg';
import { forget, once } from '@/lib/runtime';

// bigint columns here hold milliseconds and sequence numbers, all far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

/**
 * The one connection pool of the process. Prisma and raw SQL share it.
 * `DATABASE_URL` must be set by the time it is first used; the server sets it to the embedded Postgres when it starts one.
 */
export function pool(): Pool {
  return once('db.pool', () => {
    const connectionString = process.env.DATABASE_URL;
    if (!connectionString) throw new Error('DATABASE_URL is not set.');
    const created = new Pool({
      connectionString,
      max: Number(process.env.DATABASE_POOL_SIZE ?? 10),
      idleTimeoutMillis: 30_000,
      application_name: 'shiplog',
    });
    // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
    created.on('error', () => {});
    return created;
  });
}

/** Closes the pool, if there is one. */
export async function closePool(): Promise<void> {
  await forget<Pool>('db.pool')?.end();
}
