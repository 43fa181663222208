import { afterAll } from 'vitest';
import { closePool } from '@/lib/db/pool';
import { freshDatabase } from './database';

/**
 * Runs before each `*.db.test.ts` file: the file gets a database of its own, at the address where `lib/db` always
 * looks for it when it is first used.
 */
const database = await freshDatabase();
process.env.DATABASE_URL = database.url;

// The last one registered runs first: the pool is closed, then its database dropped, even when closing failed.
afterAll(() => database.drop());
afterAll(() => closePool());
