import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { runSweeps } from './sweeps';

test('a sweep that fails does not keep the others from running', async () => {
  await pool().query(
    `INSERT INTO idempotency_key (caller, key, operation, fingerprint, seed, claimed_at)
     VALUES ('local', 'old', 'createEvent', 'x', $1, now() - interval '2 days')`,
    [randomUUID()],
  );
  await pool().query('ALTER TABLE change RENAME TO change_away');
  await runSweeps();
  await pool().query('ALTER TABLE change_away RENAME TO change');
  const { rows } = await pool().query('SELECT FROM idempotency_key');
  expect(rows).toHaveLength(0);
});
