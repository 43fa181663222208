import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { allSealed } from '@/lib/testing/audit';
import { connect } from '@/lib/testing/database';
import { fc } from '@/lib/testing/properties';
import { recordAudit } from './record';
import { sealAudit } from './seal';
import { type VerifyOptions, verifyAudit } from './verify';

const write = (subject: string, n = 0) =>
  recordAudit({
    requestId: `r${n}`,
    callerKind: 'token',
    callerId: 't',
    callerName: 'ci',
    via: '',
    address: '10.0.0.1',
    operation: 'createEvent',
    outcome: 'done',
    subject,
    before: { n: n - 1 },
    after: { n, big: '9007199254740993' },
  });

const insertBy = (client: Pick<Awaited<ReturnType<typeof connect>>, 'query'>, subject: string) =>
  client.query(
    `INSERT INTO audit_entry (caller_kind, operation, outcome, subject) VALUES ('local', 'x', 'done', $1) RETURNING id`,
    [subject],
  );

const sealedIds = async (): Promise<number[]> =>
  (await pool().query<{ id: number }>('SELECT unnest(entry_ids) AS id FROM audit_block')).rows.map(
    ({ id }) => id,
  );

test('a writer that commits late is sealed afterwards, never lost', async () => {
  const late = await connect();
  await late.query('BEGIN');
  const { rows } = await insertBy(late, 'late');
  await write('early');
  await sealAudit();
  expect(await sealedIds()).not.toContain(rows[0].id);
  await late.query('COMMIT');
  await late.end();
  await allSealed();
  expect(await sealedIds()).toContain(rows[0].id);
  expect((await verifyAudit()).fault).toBeNull();
});

test('every entry of concurrent writers and sealers ends in exactly one block, and one rolled back in none', async () => {
  let writing = true;
  const sealers = Array.from({ length: 3 }, async () => {
    while (writing) await sealAudit();
  });
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 60; n++) {
        await transaction(async (client) => {
          await insertBy(client, `concurrent ${writer}/${n}`);
          if (n % 10 === 3) throw new Error('rolled back');
        }).catch(() => {});
        if (n % 7 === 0) await write(`concurrent besides ${writer}/${n}`);
      }
    }),
  );
  writing = false;
  await Promise.all(sealers);
  await allSealed();
  const ids = await sealedIds();
  expect(new Set(ids).size).toBe(ids.length);
  const { rows } = await pool().query<{ id: number }>('SELECT id FROM audit_entry ORDER BY id');
  expect(ids.sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
  expect(await verifyAudit()).toMatchObject({
    fault: null,
    complete: true,
    unsealed: 0,
    entries: ids.length,
  });
});

describe('whoever gets around the triggers is found', () => {
  beforeAll(async () => {
    for (let block = 0; block < 6; block++) {
      for (let n = 0; n < 4; n++) await write(`tampered ${block}/${n}`, n);
      await allSealed();
    }
  });

  /** Does something behind the product's back, verifies, and undoes it. */
  async function tampered(statement: string, values: unknown[], options: VerifyOptions = {}) {
    const client = await connect();
    await client.query("SET session_replication_role = 'replica'");
    const tables = ['audit_entry', 'audit_block'] as const;
    for (const table of tables)
      await client.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table}`);
    const { rowCount } = await client.query(statement, values);
    expect(rowCount).toBeGreaterThan(0);
    const found = await verifyAudit(options);
    for (const table of tables) {
      await client.query(`DELETE FROM ${table}`);
      await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    }
    await client.end();
    return found.fault;
  }

  const entryChanges = {
    at: `at + interval '1 ms'`,
    request_id: `request_id || 'x'`,
    caller_kind: `'person'`,
    caller_id: `caller_id || 'x'`,
    caller_name: `'somebody else'`,
    via: `via || 'x'`,
    address: `'10.0.0.2'`,
    operation: `'listEvents'`,
    outcome: `(CASE WHEN outcome = 'done' THEN 'denied' ELSE 'done' END)::audit_outcome`,
    reason: `reason || 'x'`,
    subject: `subject || ' '`,
    before: `'{"n": 99}'`,
    after: `replace(coalesce(after::text, '[]'), '993"', '992"')::json`,
    times: 'times + 1',
    xid: 'xid + 1000000',
  };

  test('any single change of an entry, its removal, or a swap with another one', async () => {
    const { rows } = await pool().query<{ id: number }>(
      `SELECT id FROM audit_entry WHERE subject LIKE 'tampered %' ORDER BY id`,
    );
    const anyEntry = fc.constantFrom(...rows.map(({ id }) => id));
    await fc.assert(
      fc.asyncProperty(
        anyEntry,
        fc.constantFrom(...Object.entries(entryChanges)),
        async (id, [column, value]) => {
          const fault = await tampered(`UPDATE audit_entry SET ${column} = ${value} WHERE id = $1`, [id]);
          expect(fault).toMatchObject({ kind: column === 'xid' ? 'removed' : 'changed', entry: id });
        },
      ),
      { numRuns: 40 },
    );
    for (const { id } of rows.slice(0, 3)) {
      expect(await tampered('DELETE FROM audit_entry WHERE id = $1', [id])).toMatchObject({
        kind: 'removed',
        entry: id,
      });
      expect(
        await tampered(
          `UPDATE audit_entry e SET subject = o.subject FROM audit_entry o WHERE (e.id = $1 AND o.id = $1 + 1) OR (e.id = $1 + 1 AND o.id = $1)`,
          [id],
        ),
      ).toMatchObject({ kind: 'changed', entry: id });
    }
  });

  test('any single change of a block, and its removal', async () => {
    const { rows } = await pool().query<{ number: number }>('SELECT number FROM audit_block ORDER BY number');
    const changes = [
      `previous = sha256('x')`,
      `hash = sha256('x')`,
      `digests = digests || sha256('x')`,
      `digests = set_byte(digests, 0, (get_byte(digests, 0) + 1) % 256)`,
      'horizon = horizon + 1',
      `sealed_at = sealed_at + interval '1 ms'`,
      'entry_ids = entry_ids || 999999999::bigint',
      'entry_ids = entry_ids[2:]',
    ];
    const numbers = rows.slice(0, -1).map(({ number }) => number);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...numbers), fc.constantFrom(...changes), async (number, change) => {
        const fault = await tampered(`UPDATE audit_block SET ${change} WHERE number = $1`, [number]);
        expect(fault?.block).toBeGreaterThanOrEqual(number);
        expect(fault?.block).toBeLessThanOrEqual(number + 1);
      }),
      { numRuns: 30 },
    );
    const gone = numbers.at(2) as number;
    expect(await tampered('DELETE FROM audit_block WHERE number = $1', [gone])).toMatchObject({
      kind: 'block_missing',
      block: gone,
    });
  });

  test('entries in another order', async () => {
    const { rows } = await pool().query('SELECT max(number) AS number FROM audit_block');
    const fault = await tampered(
      'UPDATE audit_block SET entry_ids = ARRAY(SELECT unnest(entry_ids) ORDER BY 1 DESC) WHERE number = $1',
      [rows[0].number],
    );
    expect(fault).toMatchObject({ kind: 'reordered', block: rows[0].number });
  });

  test('an entry that is slipped in later, before the horizon or ahead of time', async () => {
    const insert = `INSERT INTO audit_entry (caller_kind, operation, outcome, xid) SELECT 'local', 'x', 'done', `;
    const { rows } = await pool().query('SELECT min(horizon) AS horizon FROM audit_block');
    expect(await tampered(`${insert} $1::bigint - 1`, [rows[0].horizon])).toMatchObject({ kind: 'inserted' });
    expect(await tampered(`${insert} $1::bigint`, [10_000_000])).toMatchObject({ kind: 'inserted' });
  });

  test('an end that was cut off, by the hash that somebody has kept', async () => {
    const { head } = await verifyAudit();
    expect((await verifyAudit({ expect: head.hash })).fault).toBeNull();
    const cut = 'DELETE FROM audit_block WHERE number = $1';
    expect(await tampered(cut, [head.number])).toBeNull();
    expect(await tampered(cut, [head.number], { expect: head.hash })).toMatchObject({
      kind: 'cut',
      block: head.number,
    });
  });

  test('piece by piece as well as in one go', async () => {
    const whole = await verifyAudit();
    const first = await verifyAudit({ mostEntries: 1 });
    expect(first.complete || first.head.number < whole.head.number).toBe(true);
    const second = await verifyAudit({ after: 3 });
    expect(second).toMatchObject({ fault: null, complete: true, head: whole.head, blocks: whole.blocks - 3 });
  });
});

test('more entries than a block holds become several blocks, and one transaction is never divided', async () => {
  await transaction((client) =>
    client.query(
      `INSERT INTO audit_entry (caller_kind, operation, outcome) SELECT 'local', 'many', 'done' FROM generate_series(1, 2500)`,
    ),
  );
  for (let n = 0; n < 5; n++) await write('after many', n);
  await allSealed();
  const { rows } = await pool().query('SELECT max(cardinality(entry_ids)) AS most FROM audit_block');
  expect(rows[0].most).toBe(2500);
  expect((await verifyAudit()).fault).toBeNull();
});
