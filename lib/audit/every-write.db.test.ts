import { beforeAll, describe, expect, test, vi } from 'vitest';
import { operations } from '@/lib/api/operations';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { changes } from '@/lib/http/admit';
import type { Operation } from '@/lib/http/operation';
import type { Route } from '@/lib/http/route';
import { firstAdmin } from '@/lib/people/testing';
import { apiOf } from '@/lib/testing/access/api';
import { here, makeSignals } from '@/lib/testing/access/make';
import { type Making, type Write, writeOf } from '@/lib/testing/access/writes';
import { type Called, call } from '@/lib/testing/call';
import { incidentsSettled } from '@/lib/testing/incidents';
import { servedRoutes } from '@/lib/testing/served-routes';
import type { AuditTrail } from './entry';

/**
 * Every operation that changes something, carried out once, and what the audit log says of it: what it was about, what was there
 * before, and what is there after. A new operation that tells nothing fails this.
 */

const trails = vi.hoisted((): AuditTrail[] => []);
vi.mock('./entry', async (original) => {
  const real = await original<typeof import('./entry')>();
  return {
    ...real,
    auditTrail: (about: AuditTrail['about']) => {
      const trail = real.auditTrail(about);
      trails.push(trail);
      return trail;
    },
  };
});

type Effect = 'creates' | 'changes' | 'deletes' | 'adds' | 'asks' | 'opens';

/** Of most operations, their method says it. */
const effectOf = ({ id, method, path }: Operation): Effect => {
  if (exceptions[id]) return exceptions[id];
  if (method === 'DELETE') return 'deletes';
  return method === 'POST' && !path.includes('{') ? 'creates' : 'changes';
};

/** What is otherwise. */
const exceptions: Record<string, Effect> = {
  // These add something to what is there, and leave all that was there as it was: there is no before.
  commentOnEvent: 'adds',
  trackerAddChangelogEntry: 'adds',
  noteOnIncident: 'adds',
  approveVersion: 'adds',
  // A new link; of the one before it nobody can say anything.
  renewInvitation: 'adds',
  resetPassword: 'adds',
  // It ends what there is of its caller.
  endSessions: 'changes',
  signOut: 'deletes',
  // What is different is a secret, or a session, of which there is nothing else to be told.
  changePassword: 'opens',
  signIn: 'opens',
  // These change nothing.
  openLink: 'asks',
  checkTrust: 'asks',
  verifyAudit: 'asks',
};

/** Where what is named is told by neither the call nor the answer: its wire has ids of its own. */
const ownIds = ['createOpsAssistEvent'];

/** Where things of a kind are found by what the log calls them. */
const tables: Record<string, string> = {
  event: 'SELECT FROM event WHERE id::text = $1',
  incident: 'SELECT FROM incident WHERE number::text = $1',
  lock: 'SELECT FROM resource_lock WHERE id::text = $1',
  catalog: 'SELECT FROM service WHERE name = $1',
  environment: 'SELECT FROM environment WHERE name = $1',
  rule: 'SELECT FROM deployment_rule WHERE id::text = $1',
  'detection-rule': 'SELECT FROM detection_rule WHERE id::text = $1',
  version: `SELECT FROM version w JOIN service s ON s.id = w.service_id WHERE s.name || '/' || w.name = $1`,
  preference: 'SELECT FROM notification_preference WHERE id::text = $1',
  link: 'SELECT FROM quick_link WHERE id = $1',
  person: 'SELECT FROM person WHERE id::text = $1',
  token: 'SELECT FROM api_token WHERE id::text = $1',
  'trust-rule': 'SELECT FROM trust_rule WHERE id::text = $1',
  session: 'SELECT FROM session WHERE id::text = $1',
};
/** There is one of it. */
const singletons = ['delivery-rule'];

interface Entry {
  subject: string;
  before: object | null;
  after: object | null;
}

const routes = new Map((await servedRoutes()).map(({ route }) => [route.endpoint.operation.id, route]));
let making: Making;

beforeAll(async () => {
  config().rates = { token: 1e9, person: 1e9, anonymous: 1e9 };
  const admin = await firstAdmin();
  const as: Making['as'] = (headers) => apiOf(routes, () => headers);
  const api = as(admin.headers);
  const { secret } = await api('POST', '/api/v2/tokens', { name: 'program', scopes: ['locks:write'] });
  making = { api, as, admin, token: { authorization: `Bearer ${secret}` } };
});

async function carryOut({ id }: Operation, write: Write): Promise<{ reply: Called; trail: AuditTrail }> {
  const { params = {}, query, body, headers = making.admin.headers } = write;
  const { endpoint } = routes.get(id) as Route;
  const path = endpoint.operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const url = query ? `${path}?${new URLSearchParams(query)}` : path;
  const sent = body ?? (endpoint.operation.body ? {} : undefined);
  const reply = await call(routes.get(id) as Route, { url, params, body: sent, headers });
  expect(reply.status, reply.text).toBeLessThan(400);
  const trail = trails.findLast(({ about }) => about.operation === id);
  if (!trail) throw new Error(`${id} has no trail.`);
  return { reply, trail };
}

const entriesOf = async (requestId: string): Promise<Entry[]> =>
  (
    await pool().query<Entry>(
      `SELECT subject, before, after FROM audit_entry WHERE request_id = $1 AND outcome = 'done' ORDER BY id`,
      [requestId],
    )
  ).rows;

async function expectNamed(
  operation: Operation,
  { subject }: Entry,
  write: Write,
  reply: Called,
): Promise<void> {
  if (singletons.includes(subject)) return;
  const [kind = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  expect(Object.keys(tables), subject).toContain(kind);
  expect(id, subject).not.toBe('');
  const { rowCount } = await pool().query(tables[kind] as string, [id]);
  // A service goes on when what the catalog said of it is gone.
  const isGone = effectOf(operation) === 'deletes' && !['catalog', 'lock'].includes(kind);
  expect(rowCount, `${subject} is none`).toBe(isGone ? 0 : 1);
  if (ownIds.includes(operation.id)) return;
  const said = JSON.stringify([write, reply.json, reply.headers]);
  for (const part of id.split('/')) expect(said, `${subject} is not what it was about`).toContain(part);
}

const writing = operations.filter(changes);

test('every operation that changes something is served', () => {
  expect(writing.filter(({ id }) => !routes.has(id)).map(({ id }) => id)).toEqual([]);
  expect(Object.keys(exceptions).filter((id) => !writing.some((operation) => operation.id === id))).toEqual(
    [],
  );
});

describe.each(writing.map((operation) => [operation.id, effectOf(operation), operation] as const))(
  '%s, which %s',
  (id, effect, operation) => {
    test('tells what it was about, what was before and what is after', async () => {
      // The first administrator was made with it.
      if (id === 'setUp') return expectSetUp();
      const write = await writeOf(id, making);
      await incidentsSettled();
      const { reply, trail } = await carryOut(operation, write);
      const entries = await entriesOf(trail.about.requestId);
      if (effect === 'asks') {
        for (const { before } of entries) expect(before).toBeNull();
        return;
      }
      expect(entries).not.toHaveLength(0);
      // What was asked for is no word of what was done.
      const { written, noted } = trail;
      const tells = effect === 'opens' ? noted.subject : (noted.after ?? noted.before);
      expect(written || tells !== undefined, `${id} tells nothing`).toBe(true);
      for (const entry of entries) {
        const { before, after } = entry;
        await expectNamed(operation, entry, write, reply);
        if (effect === 'opens') continue;
        if (effect !== 'deletes') expect(isTold(after), `after of ${JSON.stringify(entry)}`).toBe(true);
        if (effect === 'changes' || effect === 'deletes')
          expect(isTold(before), `before of ${JSON.stringify(entry)}`).toBe(true);
        expect(after).not.toEqual(before);
      }
    });
  },
);

const isTold = (side: unknown) => typeof side === 'object' && side !== null && Object.keys(side).length > 0;

async function expectSetUp(): Promise<void> {
  const { rows } = await pool().query<Entry>(
    `SELECT subject, before, after FROM audit_entry WHERE operation = 'setUp'`,
  );
  expect(rows).toEqual([{ subject: `person:${making.admin.id}`, before: null, after: expect.any(Object) }]);
}

test('every event of a batch and every entry of an import is told by itself', async () => {
  const { api } = making;
  const places = { kind: 'drift', service: 'told' };
  await api('POST', '/api/v2/events/batch', {
    events: [
      { ...places, title: 'One' },
      { ...places, title: 'Two' },
    ],
  });
  const batch = await entriesOf((trails.at(-1) as AuditTrail).about.requestId);
  expect(batch.map(({ after }) => (after as { title: string }).title)).toEqual(['One', 'Two']);
  const yaml = ['told-a', 'told-b', 'told-a']
    .map((name) => `apiVersion: shiplog/v1\nkind: Service\nname: ${name}\nspec: { owner: team }`)
    .join('\n---\n');
  const importing = async (dryRun: boolean) => {
    await api('POST', '/api/v2/catalog/import', { yaml, dryRun });
    const { about } = trails.findLast(({ about }) => about.operation === 'importCatalog') as AuditTrail;
    return (await entriesOf(about.requestId)).map(({ subject }) => subject);
  };
  expect(await importing(true)).toEqual([]);
  // The third document says what the first one has said.
  expect(await importing(false)).toEqual(['catalog:told-a', 'catalog:told-b']);
});

test('what changed nothing is not told', async () => {
  const { api } = making;
  const { number } = await api('POST', '/api/v2/incidents', { title: 'Quiet', service: 'told' });
  const path = `/api/v2/incidents/${number}`;
  for (const request of [1, 2, 3]) {
    await api('POST', `${path}/acknowledge`);
    await api('PATCH', path, { summary: 'Said once' });
    expect((await entriesAbout(`incident:${number}`)).length, `request ${request}`).toBe(3);
  }
});

test('a split and a merge tell of both incidents, each field that differs', async () => {
  const { number, eventId } = await makeSignals(making.api, here);
  const split = await making.api('POST', `/api/v2/incidents/${number}/split`, { eventIds: [eventId] });
  const [told] = (await entriesAbout(`incident:${number}`)).slice(-1);
  expect(told).toMatchObject({
    before: { [number]: { signals: 2 } },
    after: { [number]: { signals: 1 }, [split.number]: { signals: 1, status: 'open' } },
  });
  await making.api('POST', `/api/v2/incidents/${split.number}/merge`, { into: Number(number) });
  const [merged] = (await entriesAbout(`incident:${split.number}`)).slice(-1);
  expect(merged).toMatchObject({
    before: { [number]: { signals: 1 }, [split.number]: { signals: 1, mergedInto: null } },
    after: { [number]: { signals: 2 }, [split.number]: { signals: 0, mergedInto: Number(number) } },
  });
});

test('a lock tells who took it, what was changed of it and how it ended, and never its token', async () => {
  const { api } = making;
  const claim = {
    service: 'told',
    environment: 'production',
    resource: 'one',
    claimId: 'claim-of-one',
    ttlSeconds: 3_600,
  };
  const lock = await api('POST', '/api/v2/locks', claim);
  // The same claim again is no change.
  await api('POST', '/api/v2/locks', claim);
  await api('POST', `/api/v2/locks/${lock.id}/renew`, { token: lock.token, ttlSeconds: 1_234 });
  await api('PUT', `/api/v1alpha1/lock/${lock.id}`, { who: 'bob', resource: 'two' });
  await api('DELETE', `/api/v1alpha1/lock/${lock.id}`);
  const told = await entriesAbout(`lock:${lock.id}`);
  expect(told).toMatchObject([
    { before: null, after: { service: 'told', resource: 'one', state: 'held', holder: 'Root' } },
    { before: { renewedAt: null }, after: { ttlSeconds: 1_234 } },
    { before: { holder: 'Root', resource: 'one' }, after: { holder: 'bob', resource: 'two' } },
    {
      before: { holder: 'bob', state: 'held' },
      after: { state: 'ended', endedAs: 'released', endedBy: 'Root' },
    },
  ]);
  expect(JSON.stringify(told)).not.toContain('claim-of-one');
  expect(told.flatMap(({ before, after }) => [before, after]).some((side) => 'token' in (side ?? {}))).toBe(
    false,
  );
});

test('a place in line is told once, however often it is asked for, and how it was left', async () => {
  const { api } = making;
  const scope = { service: 'told', environment: 'production', resource: 'line', ttlSeconds: 3_600 };
  await api('POST', '/api/v2/locks', scope);
  const waiting = { ...scope, holder: 'carol', claimId: 'claim-of-carol', wait: 0 };
  const { id } = await api('POST', '/api/v2/locks', waiting);
  await api('POST', '/api/v2/locks', waiting);
  await api('POST', `/api/v2/locks/${id}/release`, { claimId: 'claim-of-carol', reason: 'had enough' });
  expect(await entriesAbout(`lock:${id}`)).toMatchObject([
    { before: null, after: { state: 'queued', holder: 'carol' } },
    { before: { state: 'queued', holder: 'carol' }, after: { state: 'ended', endedAs: 'dropped' } },
  ]);
});

const entriesAbout = async (subject: string): Promise<Entry[]> =>
  (
    await pool().query<Entry>(
      'SELECT subject, before, after FROM audit_entry WHERE subject = $1 ORDER BY id',
      [subject],
    )
  ).rows;
