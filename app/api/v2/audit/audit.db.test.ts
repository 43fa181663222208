import { expect, test } from 'vitest';
import { GET as one } from '@/app/api/v2/audit/[id]/route';
import { GET as exported } from '@/app/api/v2/audit/export/route';
import { GET as list } from '@/app/api/v2/audit/route';
import { GET as status } from '@/app/api/v2/audit/status/route';
import { POST as verify } from '@/app/api/v2/audit/verify/route';
import type { AuditEntryInput } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { auditPageWire, auditStatusWire, verificationWire } from '@/lib/audit/schemas';
import { pool } from '@/lib/db/pool';
import { allSealed } from '@/lib/testing/audit';
import { call } from '@/lib/testing/call';

const write = (changes: Partial<AuditEntryInput>) =>
  recordAudit({
    requestId: 'r1',
    callerKind: 'person',
    callerId: 'p1',
    callerName: 'Ann',
    via: 'session',
    address: '10.0.0.1',
    operation: 'updateIncident',
    outcome: 'done',
    ...changes,
  });

const listed = async (query: string) => {
  const { status, json } = await call(list, { url: `/api/v2/audit?${query}` });
  expect(status).toBe(200);
  return auditPageWire.parse(json);
};

test('the log is read newest first, page by page, narrowed by every filter', async () => {
  for (let n = 0; n < 5; n++) await write({ subject: `incident:${n}`, after: { title: `number ${n}` } });
  await write({
    subject: 'other',
    outcome: 'denied',
    reason: 'forbidden',
    callerName: '100%_sure',
    address: '::1',
  });
  const first = await listed('caller=Ann&limit=3');
  expect(first.items.map(({ subject }) => subject)).toEqual(['incident:4', 'incident:3', 'incident:2']);
  const second = await listed(`caller=Ann&limit=3&cursor=${first.nextCursor}`);
  expect(second.items.map(({ subject }) => subject)).toEqual(['incident:1', 'incident:0']);
  expect(second.nextCursor).toBeNull();
  for (const filter of [
    'outcome=denied',
    'q=100%25_s',
    'address=::1',
    'subject=other',
    'caller=100%25_sure',
  ]) {
    expect((await listed(filter)).items.map(({ subject }) => subject)).toEqual(['other']);
  }
  expect((await listed('q=number 3')).items).toHaveLength(1);
  expect(
    (await listed('caller=p1&operation=updateIncident&kind=person&requestId=r1&from=now-1h&to=now%2B1h'))
      .items,
  ).toHaveLength(6);
  expect((await listed('to=now-1h')).items).toEqual([]);
  const found = await call(one, { params: { id: String(first.items[0]?.id) } });
  expect(found.json).toEqual(first.items[0]);
  for (const id of ['999999', 'x', '1e3']) expect((await call(one, { params: { id } })).status).toBe(404);
  expect((await call(list, { url: '/api/v2/audit?outcome=maybe' })).status).toBe(422);
});

test('an export of any length is read in pieces, and no cell of it is a formula', async () => {
  await pool().query(
    `INSERT INTO audit_entry (caller_kind, caller_name, operation, outcome, subject, after)
     SELECT 'token', '=cmd|x', 'export me', 'done', 'thing:' || n, '{"a":1}' FROM generate_series(1, 1234) n`,
  );
  const read = async (format: string) => {
    const { operation, handler } = exported.endpoint;
    const query = operation.query?.parse({ format: [format], operation: ['export me'] });
    const reply = await handler({ query, request: { signal: new AbortController().signal } } as never);
    return new Response(reply.stream).text();
  };
  const lines = (await read('ndjson'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 1234 }, (_, n) => `thing:${n + 1}`),
  );
  expect(lines[0]).toMatchObject({ after: { a: 1 }, before: null, operation: 'export me' });
  const table = (await read('csv')).trim().split('\r\n');
  expect(table).toHaveLength(1235);
  expect(table[1]).toContain(`'=cmd|x`);
});

test('status tells the head of the chain, and verifying finds it in order', async () => {
  await allSealed();
  const now = auditStatusWire.parse((await call(status)).json);
  expect(now.unsealed).toBe(0);
  const found = verificationWire.parse((await call(verify, { body: { expect: now.head?.hash } })).json);
  expect(found).toMatchObject({
    fault: null,
    complete: true,
    head: { number: now.head?.number, hash: now.head?.hash },
  });
  const wrong = await call(verify, { body: { expect: 'f'.repeat(64) } });
  expect(wrong.json.fault).toMatchObject({ kind: 'cut' });
});
