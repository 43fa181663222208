import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { allSealed } from '@/lib/testing/audit';
import { connect } from '@/lib/testing/database';
import { goOnRestored } from './go-on-restored';
import { recordAudit } from './record';
import { verifyAudit } from './verify';

const write = (subject: string) =>
  recordAudit({
    requestId: 'r',
    callerKind: 'local',
    callerId: 'local',
    callerName: 'local',
    via: 'socket',
    address: '127.0.0.1',
    operation: 'createEvent',
    outcome: 'done',
    subject,
  });

test('a database restored into a younger cluster goes on with the same chain', async () => {
  // What an older cluster has left: numbers of transactions that this one has not reached.
  await pool().query(
    `CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT 5000000::bigint'`,
  );
  await write('before');
  await allSealed();
  const client = await connect();
  await client.query(
    `CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT 0::bigint'`,
  );
  await client.end();

  expect(await goOnRestored()).toBe(true);
  expect(await goOnRestored()).toBe(false);
  await write('after');
  await allSealed();
  expect(await verifyAudit()).toMatchObject({ fault: null, blocks: 2, entries: 2, unsealed: 0 });
});
