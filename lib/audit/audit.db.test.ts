import { expect, test } from 'vitest';
import { PATCH as patchEntry, PUT as putEntry } from '@/app/api/v2/catalog/[name]/route';
import { DELETE as deleteRule, PUT as putRule } from '@/app/api/v2/deployment-rules/[id]/route';
import { POST as createRule } from '@/app/api/v2/deployment-rules/route';
import { PATCH as patchEnvironment } from '@/app/api/v2/environments/[name]/route';
import { DELETE, PATCH } from '@/app/api/v2/events/[id]/route';
import { POST as batch } from '@/app/api/v2/events/batch/route';
import { POST } from '@/app/api/v2/events/route';
import { POST as moveIncident } from '@/app/api/v2/incidents/[number]/status/route';
import { POST as createIncident } from '@/app/api/v2/incidents/route';
import { POST as postDeployment } from '@/app/api/versioner/deployment-events/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import type { AuditEntryInput } from './entry';
import { flushDenials, noteDenial, recordAudit } from './record';

const entries = async (subject: string) =>
  (await pool().query('SELECT * FROM audit_entry WHERE subject = $1 ORDER BY id', [subject])).rows;

const attempt = (changes: Partial<AuditEntryInput>): AuditEntryInput => ({
  requestId: 'r',
  callerKind: 'token',
  callerId: 't',
  callerName: 'ci',
  via: 'slg_…cdef',
  address: '10.0.0.1',
  operation: 'createEvent',
  outcome: 'done',
  ...changes,
});

test('a new event has one entry: who, from where, and what it was', async () => {
  const { json } = await call(POST, {
    body: { kind: 'deployment', title: 'checkout 1.2', service: 'checkout' },
  });
  const found = await entries(`event:${json.id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    caller_kind: 'local',
    address: '127.0.0.1',
    operation: 'createEvent',
    outcome: 'done',
    before: null,
    after: { kind: 'deployment', title: 'checkout 1.2', service: 'checkout' },
  });
  expect(found[0].request_id).not.toBe('');
});

test('an event that was there before gets no second entry', async () => {
  const body = { kind: 'build', title: 'b', service: 'checkout', source: 'gh', externalId: '77' };
  const first = await call(POST, { body });
  const again = await call(POST, { body });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(await entries(`event:${first.json.id}`)).toHaveLength(1);
});

test('each event of a batch that was stored has an entry, with the id of the one request', async () => {
  const { json } = await call(batch, {
    body: {
      events: [
        { kind: 'drift', title: 'one', service: 'a' },
        { kind: 'nonsense' },
        { kind: 'drift', title: 'two', service: 'b', lock: true },
      ],
    },
  });
  const ids = json.results.flatMap(({ event }: { event?: { id: string } }) => event?.id ?? []);
  expect(ids).toHaveLength(2);
  const found = (await Promise.all(ids.map((id: string) => entries(`event:${id}`)))).flat();
  expect(found.map(({ after }) => after.title)).toEqual(['one', 'two']);
  expect(new Set(found.map(({ request_id }) => request_id)).size).toBe(1);
  const { rows } = await pool().query('SELECT count(*) AS n FROM audit_entry WHERE request_id = $1', [
    found[0].request_id,
  ]);
  expect(rows[0].n).toBe(2);
});

test('a pipeline run has an entry for its beginning and one for each move, none for a repetition', async () => {
  const post = (status: string) =>
    call(postDeployment, {
      body: {
        product_name: 'runs',
        version: '1',
        environment_name: 'dev',
        status,
        source_system: 'gh',
        invoke_id: '5',
      },
    });
  for (const status of ['started', 'completed', 'completed'])
    expect((await post(status)).status).toBeLessThan(300);
  const { rows } = await pool().query(`SELECT id FROM event WHERE source = 'gh' AND kind = 'deployment'`);
  const found = await entries(`event:${rows[0].id}`);
  expect(found).toHaveLength(2);
  expect(found[1]).toMatchObject({ before: { status: 'start' }, after: { status: 'success' } });
});

test('a change says what was before and what is after, a deletion what is gone', async () => {
  const { json } = await call(POST, { body: { kind: 'operation', title: 'old', service: 'checkout' } });
  const params = { id: json.id };
  await call(PATCH, { params, body: { title: 'new' } });
  await call(DELETE, { params });
  const [, changed, deleted] = await entries(`event:${json.id}`);
  expect(changed).toMatchObject({
    operation: 'updateEvent',
    before: { title: 'old' },
    after: { title: 'new' },
  });
  expect(deleted).toMatchObject({ operation: 'deleteEvent', before: { title: 'new' }, after: null });
});

test('incidents, the catalog, rules, environments and links say what a change made of them', async () => {
  const { json: incident } = await call(createIncident, { body: { title: 'down', service: 'checkout' } });
  const params = { number: String(incident.number) };
  await call(moveIncident, { params, body: { status: 'investigating' } });
  const opened = await entries(`incident:${incident.number}`);
  expect(opened.map(({ operation }) => operation)).toEqual(['createIncident', 'moveIncident']);
  expect(opened[1]).toMatchObject({ before: { status: 'open' }, after: { status: 'investigating' } });

  await call(putEntry, { params: { name: 'checkout' }, body: { owner: 'team-a' } });
  await call(patchEntry, { params: { name: 'checkout' }, body: { owner: 'team-b', dependsOn: ['db'] } });
  const [, described] = await entries('catalog:checkout');
  expect(described).toMatchObject({
    before: { owner: 'team-a', dependsOn: [] },
    after: { owner: 'team-b', dependsOn: ['db'] },
  });

  const rule = { kind: 'concurrency', name: 'One at a time' };
  const { json: made } = await call(createRule, { body: rule });
  await call(putRule, { params: { id: made.id }, body: { ...rule, mode: 'disabled' } });
  await call(deleteRule, { params: { id: made.id } });
  const ruled = await entries(`rule:${made.id}`);
  expect(ruled[1]).toMatchObject({ before: { mode: 'enabled' }, after: { mode: 'disabled' } });
  expect(ruled[2]).toMatchObject({ before: { name: 'One at a time', mode: 'disabled' }, after: null });

  await call(patchEnvironment, { params: { name: 'production' }, body: { position: 99 } });
  expect((await entries('environment:production'))[0]).toMatchObject({ after: { position: 99 } });
});

test('entries of concurrent requests are written together, each answered after its commit', async () => {
  await Promise.all(
    Array.from({ length: 200 }, (_, n) => recordAudit(attempt({ subject: 'together', after: { n } }))),
  );
  const found = await entries('together');
  expect(found).toHaveLength(200);
  expect(new Set(found.map(({ xid }) => xid)).size).toBeLessThan(20);
});

test('hostile text is kept as harmless text', async () => {
  await recordAudit(
    attempt({
      subject: 'hostile',
      callerName: 'a\0\ud800',
      after: { '\0': '\udfff', __proto__: null, x: '<script>' },
    }),
  );
  const [entry] = await entries('hostile');
  expect(entry.caller_name).toBe('a\ufffd\ufffd');
  expect(entry.after).toEqual({ '\ufffd': '\ufffd', x: '<script>' });
});

test('denied attempts alike are one entry and the number of the others', async () => {
  for (let n = 0; n < 500; n++)
    noteDenial(attempt({ outcome: 'denied', reason: 'forbidden', subject: 'denied' }));
  await flushDenials();
  expect((await entries('denied')).map(({ times }) => times)).toEqual([1, 499]);
});

test.each(['audit_entry', 'audit_block'])(
  'the database refuses to change, remove or empty %s',
  async (table) => {
    for (const statement of [`UPDATE ${table} SET xid = 1`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      const text = table === 'audit_block' ? statement.replace('xid', 'number') : statement;
      await expect(pool().query(text)).rejects.toThrow('append-only');
    }
  },
);
