import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { sweepIdempotencyKeys } from './sweep-idempotency-keys';

test('an answer can be repeated for a day and is forgotten afterwards', async () => {
  for (const hours of [1, 23, 25, 100]) {
    await pool().query(
      `INSERT INTO idempotency_key (caller, key, operation, fingerprint, seed, claimed_at)
       VALUES ('local', $1, 'createEvent', 'x', $2, now() - $3::float8 * interval '1 hour')`,
      [`sweep-${hours}`, randomUUID(), hours],
    );
  }
  expect(await sweepIdempotencyKeys()).toBe(2);
  const { rows } = await pool().query(`SELECT key FROM idempotency_key ORDER BY key`);
  expect(rows.map(({ key }) => key)).toEqual(['sweep-1', 'sweep-23']);
});
