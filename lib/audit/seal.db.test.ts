import { beforeEach, expect, test, vi } from 'vitest';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { allSealed } from '@/lib/testing/audit';
import { connect } from '@/lib/testing/database';
import { fc } from '@/lib/testing/properties';
import { sealAudit, summarizeAudit } from './seal';
import { verifyAudit } from './verify';

/** One transaction that writes so many entries. */
const writeAtOnce = (entries: number) =>
  pool().query(
    `INSERT INTO audit_entry (caller_kind, operation, outcome) SELECT 'local', 'x', 'done' FROM generate_series(1, $1)`,
    [entries],
  );

/** How many entries each block holds, from the one after `number` on. */
const sizesAfter = async (number: number): Promise<number[]> =>
  (
    await pool().query<{ size: number }>(
      'SELECT cardinality(entry_ids) AS size FROM audit_block WHERE number > $1 ORDER BY number',
      [number],
    )
  ).rows.map(({ size }) => size);

const lastBlock = async (): Promise<number> =>
  (await pool().query<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM audit_block'))
    .rows[0]?.number as number;

/** Until no transaction of any other database of the cluster holds the horizon back. */
const allComplete = () =>
  vi.waitFor(
    async () => {
      const { rows } = await pool().query<{ complete: boolean }>(
        'SELECT max(xid) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS complete FROM audit_entry',
      );
      expect(rows[0]?.complete).toBe(true);
    },
    { timeout: 60_000, interval: 5 },
  );

beforeEach(allSealed);

test('a long tail is sealed at once, in blocks of bounded size that divide no transaction', async () => {
  const before = await lastBlock();
  for (const entries of [1_500, 400, 200, 3_000, 1, 1_999, 1]) await writeAtOnce(entries);
  await allComplete();
  expect(await sealAudit()).toBe(7_101);
  expect(await sizesAfter(before)).toEqual([1_900, 200, 3_000, 2_000, 1]);
  expect((await verifyAudit()).fault).toBeNull();
});

test('transactions that wrote nothing lie between two entries in any number', async () => {
  await writeAtOnce(1);
  await pool().query(`DO $$ BEGIN FOR n IN 1..1100 LOOP BEGIN
    PERFORM pg_current_xact_id(); CREATE TEMP TABLE nothing (); RAISE EXCEPTION 'gone';
    EXCEPTION WHEN raise_exception THEN END; END LOOP; END $$`);
  await writeAtOnce(1);
  await allSealed();
  expect(await verifyAudit()).toMatchObject({ fault: null, unsealed: 0 });
});

test('whatever texts an entry holds, what the database seals is the digest of the documented bytes', async () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((value) => value.replaceAll('\0', '').toWellFormed());
  const entry = fc.record({
    texts: fc.array(text, { minLength: 9, maxLength: 9 }),
    before: fc.option(fc.jsonValue()),
    after: fc.option(fc.jsonValue()),
    at: fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    times: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  });
  const json = (value: unknown) =>
    value === null ? null : JSON.stringify(value).replaceAll('\\u0000', '').replaceAll('\0', '');
  await transaction(async (client) => {
    for (const { texts, before, after, at, times } of fc.sample(entry, 400)) {
      await client.query(
        `INSERT INTO audit_entry (request_id, caller_kind, caller_id, caller_name, via, address, operation, reason, subject,
           outcome, before, after, at, times) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'failed', $10, $11, $12, $13)`,
        [...texts, json(before), json(after), at, times],
      );
    }
  });
  await allSealed();
  expect((await verifyAudit()).fault).toBeNull();
});

test('summaries hold what was sealed, and give way to whoever works on the table', async () => {
  await writeAtOnce(20_000);
  const vacuum = await connect();
  await vacuum.query('BEGIN');
  await vacuum.query('LOCK TABLE audit_entry IN SHARE UPDATE EXCLUSIVE MODE');
  await summarizeAudit();
  await vacuum.query('ROLLBACK');
  await vacuum.end();
  await sealAudit();
  await summarizeAudit();
  for (const index of ['audit_entry_xid_at_idx', 'audit_entry_names_idx']) {
    const { rows } = await pool().query<{ left: number }>(
      `SELECT brin_summarize_new_values('${index}') AS left`,
    );
    expect(rows[0]?.left).toBe(0);
  }
});
