import { afterAll } from 'vitest';
import { closePool } from '@/lib/db/pool';
import { runShutdownHooks } from '@/lib/shutdown';
import { freshDatabase } from './database';

/**
 * Runs before each `*.db.test.ts` file: the file gets a database of its own, at the address where `lib/db` always
 * looks for it when it is first used.
 */
const database = await freshDatabase();
process.env.DATABASE_URL = database.url;

// The last one registered runs first: what goes on behind the requests ends, the pool is closed, then its database dropped, even
// when closing failed.
afterAll(() => database.drop());
afterAll(() => closeWithin(5_000));
afterAll(() => runShutdownHooks(5_000, () => {}));

/** A connection that a test took and never gave back would keep the pool open for ever. */
async function closeWithin(ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = 'A connection of the pool was taken and never released.';
    timer = setTimeout(() => reject(new Error(reason)), ms);
  });
  await Promise.race([closePool(), late]).finally(() => clearTimeout(timer));
}
