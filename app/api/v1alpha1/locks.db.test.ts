import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { trackerLockAnswer, trackerLockList, trackerUnlocked } from '@/lib/dialects/tracker/lock-schemas';
import { trackerEventAnswer } from '@/lib/dialects/tracker/schemas';
import { call } from '@/lib/testing/call';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { DELETE as deleteEvent, GET as getEvent } from './event/[id]/route';
import { POST as createEvent, PUT as updateEvent } from './event/route';
import { DELETE as deleteLock, GET as getLock, PUT as updateLock } from './lock/[id]/route';
import { POST as createLock } from './lock/route';
import { GET as listLocks } from './locks/list/route';
import { POST as postUnlock, GET as unlock } from './unlock/[id]/route';

let names = 0;
const newService = () => `tracker-${process.pid}-${++names}`;

const lock = (body: object, headers: Record<string, string> = {}) => call(createLock, { body, headers });
const errorOf = ({ status, json }: { status: number; json: { code: number; message: string } }) => [
  status,
  json.code,
  json.message,
];

async function locked(body: object) {
  const answer = await lock(body);
  expect(answer.status).toBe(200);
  return trackerLockAnswer.parse(answer.json);
}

describe('locks by hand', () => {
  test('a lock is answered flat and wrapped, with every field', async () => {
    const service = newService();
    const answer = await locked({ service, who: 'ann', environment: 'production', resource: 'deployment' });
    expect(answer.lock).toMatchObject({
      service,
      who: 'ann',
      environment: 'production',
      resource: 'deployment',
      eventId: '',
      expiresAt: null,
    });
    expect(answer.lock.token).toBeGreaterThan(0);
    expect(answer).toMatchObject(answer.lock);
    const read = await call(getLock, { params: { id: answer.id } });
    expect(trackerLockAnswer.parse(read.json).lock).toMatchObject({ id: answer.id, who: 'ann' });
  });

  test('a second one is refused in the words that clients look for', async () => {
    const service = newService();
    const body = { service, who: 'ann', environment: 'UAT', resource: 'deployment' };
    const { id } = await locked(body);
    const refused = await lock({ ...body, environment: 'uat', who: 'bob' });
    expect(errorOf(refused)).toEqual([
      409,
      6,
      `service ${service} is already locked for deployment in UAT by ann (lock_id: ${id}, event_id: )`,
    ]);
    expect(refused.json.details).toEqual([]);
  });

  test.each([
    ['UAT', 'uat'],
    ['production', 7],
    ['production', '7'],
    ['Pre-Production', 'preproduction'],
    ['staging-eu', 'STAGING-EU'],
    ['', 'ENVIRONMENT_UNSPECIFIED'],
  ])('the environments %j and %j are one', async (first, second) => {
    const service = newService();
    await locked({ service, environment: first });
    expect((await lock({ service, environment: second })).status).toBe(409);
  });

  test('without a resource the whole service is locked, without an environment only its like', async () => {
    const service = newService();
    await locked({ service, environment: 'production' });
    expect((await lock({ service, environment: 'production', resource: 'migration' })).status).toBe(409);
    await locked({ service });
    expect((await lock({ service })).status).toBe(409);
    await locked({ service, environment: 'UAT' });
  });

  test('of a hundred at once one is answered with a lock', async () => {
    const service = newService();
    const answers = await allAtOnce(100, () => lock({ service, environment: 'mco', resource: 'deployment' }));
    const statuses = succeeded(answers).map(({ status }) => status);
    expect([statuses.filter((s) => s === 200).length, statuses.filter((s) => s === 409).length]).toEqual([
      1, 99,
    ]);
  });

  test('a retry with the same Idempotency-Key gets the same lock', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { service: newService(), environment: 'UAT' };
    const [first, second] = [await lock(body, headers), await lock(body, headers)];
    expect(second.json).toEqual(first.json);
  });

  test('names and numbers that make no sense are refused with the field', async () => {
    for (const [body, message] of [
      [{}, /^service is required/],
      [{ service: ' ' }, /^service must not be empty/],
      [{ service: 5 }, /^service must be a string/],
      [{ service: 'x'.repeat(10_240) }, /^service is longer/],
      [{ service: 'a', environment: 99 }, /^environment is 99, allowed are/],
      [{ service: 'a', environment: '*' }, /^environment is "\*"/],
      [{ service: 'a', eventId: 'nope' }, /^eventId is unknown: no event found in tracker/],
      [{ service: 'a', event_id: randomUUID() }, /^eventId is unknown/],
      [[], /must be a JSON object/],
    ] as const) {
      const [status, code, text] = errorOf(await lock(body));
      expect([status, code]).toEqual([400, 3]);
      expect(text).toMatch(message);
    }
  });

  test('an update overwrites what is not empty, and moves only to where nobody is', async () => {
    const [a, b] = [newService(), newService()];
    const first = await locked({ service: a, who: 'ann', environment: 'UAT', resource: 'deployment' });
    const put = (body: object) => call(updateLock, { params: { id: first.id }, body });
    expect((await put({ who: 'bob', environment: '' })).json.lock).toMatchObject({
      who: 'bob',
      environment: 'UAT',
      id: first.id,
    });
    await locked({ service: b, environment: 'UAT' });
    const refused = await put({ service: b });
    expect(errorOf(refused)[0]).toBe(409);
    expect(refused.json.message).toContain(`service ${b} is already locked`);
    expect((await call(getLock, { params: { id: first.id } })).json.lock.service).toBe(a);
    const moved = await put({ service: b, environment: 'mco' });
    expect(moved.json.lock).toMatchObject({
      id: first.id,
      service: b,
      environment: 'mco',
      resource: 'deployment',
    });
    await locked({ service: a, environment: 'UAT' });
    expect((await lock({ service: b, environment: 'mco' })).status).toBe(409);
    expect(errorOf(await put({ eventId: 'nope' }))[0]).toBe(400);
  });

  test('unlocks by each of its ways, once', async () => {
    for (const way of [
      (id: string) => call(unlock, { params: { id } }),
      (id: string) => call(postUnlock, { params: { id } }),
      (id: string) => call(deleteLock, { params: { id } }),
    ]) {
      const { id } = await locked({ service: newService() });
      const answer = await way(id);
      expect(answer.status).toBe(200);
      expect(trackerUnlocked.parse(answer.json)).toEqual({ message: 'lock deleted', id, count: '1' });
      expect(errorOf(await way(id))).toEqual([404, 5, `no lock found in tracker for id ${id}`]);
      expect(errorOf(await call(getLock, { params: { id } }))[0]).toBe(404);
    }
  });

  test.each<Record<string, string>>([
    { cookie: 'session=x' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-mode': 'navigate' },
    { 'sec-purpose': 'prefetch' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
    { accept: 'text/html,application/xhtml+xml' },
    { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' },
    { 'user-agent': 'Slackbot-LinkExpanding 1.0' },
  ])('nothing that a browser or crawler may send by itself unlocks: %j', async (headers) => {
    const { id } = await locked({ service: newService() });
    const [status, code, message] = errorOf(await call(unlock, { params: { id }, headers }));
    expect([status, code]).toEqual([403, 7]);
    expect(message).toContain(`DELETE /api/v1alpha1/lock/${id}`);
    expect((await call(getLock, { params: { id } })).status).toBe(200);
    // The safe ways ask nothing of the kind.
    expect((await call(deleteLock, { params: { id }, headers })).status).toBe(200);
  });

  test('lists what is held, whole or page by page', async () => {
    await emptyTables('resource_lock');
    const ids = [];
    for (let n = 0; n < 3; n++) ids.unshift((await locked({ service: newService() })).id);
    const list = async (search = '') =>
      trackerLockList.parse((await call(listLocks, { url: `/api/v1alpha1/locks/list${search}` })).json);
    const all = await list();
    expect([all.locks.map(({ id }) => id), all.totalCount]).toEqual([ids, 3]);
    expect(JSON.stringify(all)).not.toContain('token');
    const page = await list('?per_page=2&page=2');
    expect([page.locks.map(({ id }) => id), page.totalCount]).toEqual([[ids[2]], 3]);
    expect(await list('?page=9')).toEqual({ locks: [], totalCount: 3 });
    expect((await call(listLocks, { url: '/api/v1alpha1/locks/list?page=x' })).status).toBe(400);
  });

  test('an event that a lock belongs to says so in its changelog', async () => {
    const { event } = await started({ status: 'planned' });
    const { id } = await locked({
      service: event.attributes.service,
      environment: 'production',
      resource: 'maintenance',
      who: 'ann',
      eventId: event.metadata.id,
    });
    await call(deleteLock, { params: { id } });
    expect(await changes(event.metadata.id)).toEqual(['created', 'locked', 'unlocked']);
  });
});

const post = (attributes: object, headers: Record<string, string> = {}) =>
  call(createEvent, {
    headers,
    body: { title: 'Deploy', attributes: { type: 'deployment', environment: 'production', ...attributes } },
  });

/** Creates an event and answers it. */
async function started(attributes: object = {}) {
  const answer = await post({ service: newService(), status: 'start', owner: 'ann', ...attributes });
  expect(answer.text).toContain('"event"');
  expect(answer.status).toBe(200);
  return trackerEventAnswer.parse(answer.json);
}

const put = (id: string, attributes: object) => call(updateEvent, { body: { id, attributes } });

async function changes(id: string): Promise<string[]> {
  const answer = await call(getEvent, { params: { id } });
  return trackerEventAnswer.parse(answer.json).event.changelog.map(({ changeType }) => changeType);
}

/** The locks that are held on a service. */
async function heldOn(service: string) {
  const { rows } = await pool().query<{
    holder: string;
    resource: string;
    event_id: string;
    environment: string | null;
  }>(
    `SELECT l.holder, l.resource, l.event_id, v.name AS environment FROM resource_lock l
     JOIN service s ON s.id = l.service_id LEFT JOIN environment v ON v.id = l.environment_id
     WHERE s.name = $1 AND l.state = 'held' ORDER BY l.granted_at`,
    [service],
  );
  return rows;
}

describe('locks by events', () => {
  test.each([
    ['deployment', 'start'],
    ['deployment', 'in_progress'],
    ['operation', 'start'],
    ['operation', 'in_progress'],
  ])('a %s that is created as %s takes the lock', async (type, status) => {
    const { id, event } = await started({ type, status });
    const { service } = event.attributes;
    expect(await heldOn(service)).toEqual([
      { holder: 'ann', resource: type, event_id: id, environment: 'production' },
    ]);
    expect(await changes(id)).toEqual(['created', 'locked']);
    const refused = await post({ type, status: 'start', service });
    const [code, grpc, message] = errorOf(refused);
    expect([code, grpc]).toEqual([409, 6]);
    expect(message).toMatch(
      new RegExp(
        `^cannot create event: service ${service} is already locked in production\\. Please unlock it first`,
      ),
    );
    const { rows } = await pool().query(
      'SELECT FROM event e JOIN service s ON s.id = e.service_id WHERE s.name = $1',
      [service],
    );
    expect(rows).toHaveLength(1);
  });

  test('nobody in charge is the system', async () => {
    const { event } = await started({ owner: '' });
    expect((await heldOn(event.attributes.service))[0]?.holder).toBe('system');
  });

  test.each(['drift', 'incident', 'rpa_usage'])('a %s takes none', async (type) => {
    const { event } = await started({ type });
    expect(await heldOn(event.attributes.service)).toEqual([]);
  });

  test.each(['success', 'failure', 'done', 'error', 'close', 'warning', 'snapshot', 'user_update'])(
    'the status %s releases it, and the next deployment may start',
    async (status) => {
      const { id, event } = await started();
      const { service } = event.attributes;
      expect((await put(id, { status })).status).toBe(200);
      expect(await heldOn(service)).toEqual([]);
      expect((await changes(id)).at(-1)).toBe('unlocked');
      await started({ service });
    },
  );

  test('planned takes none, and takes it when it is moved to in progress', async () => {
    const { id, event } = await started({ status: 'planned' });
    const { service } = event.attributes;
    expect(await heldOn(service)).toEqual([]);
    expect((await put(id, { status: 'in_progress' })).status).toBe(200);
    expect(await heldOn(service)).toMatchObject([{ event_id: id }]);
    const other = await started({ service, status: 'planned' });
    const [status, , message] = errorOf(await put(other.id, { status: 'in_progress' }));
    expect(status).toBe(409);
    expect(message).toContain(`service ${service} is already locked in production. Please unlock it first`);
    const unchanged = await call(getEvent, { params: { id: other.id } });
    expect(unchanged.json.event.attributes.status).toBe('planned');
  });

  test('deleting the event releases it', async () => {
    const { id, event } = await started();
    await call(deleteEvent, { params: { id } });
    expect(await heldOn(event.attributes.service)).toEqual([]);
  });

  test('an event that goes elsewhere takes its lock along, unless somebody is there', async () => {
    const { id, event } = await started();
    const { service } = event.attributes;
    await put(id, { environment: 'UAT' });
    expect(await heldOn(service)).toMatchObject([{ environment: 'UAT', event_id: id }]);
    const other = await started();
    const [status] = errorOf(
      await put(id, { service: other.event.attributes.service, environment: 'production' }),
    );
    expect(status).toBe(409);
    expect(await heldOn(service)).toMatchObject([{ environment: 'UAT', event_id: id }]);
    expect((await call(getEvent, { params: { id } })).json.event.attributes.service).toBe(service);
  });

  test('a lock by hand refuses the event, and one of the whole environment does as well', async () => {
    const service = newService();
    const { id } = await locked({ service, environment: 'production', who: 'ops' });
    expect((await post({ service, status: 'start' })).json.message).toContain('is already locked');
    await call(deleteLock, { params: { id } });
    await started({ service });
  });

  test('a lock that was reserved for the event serves when it starts, and goes when it ends', async () => {
    const { id, event } = await started({ status: 'planned' });
    const { service } = event.attributes;
    await locked({ service, environment: 'production', resource: 'deployment', eventId: id });
    expect((await put(id, { status: 'start' })).status).toBe(200);
    expect(await heldOn(service)).toHaveLength(1);
    await put(id, { status: 'done' });
    expect(await heldOn(service)).toEqual([]);
  });

  test('unlocked by hand, an event goes on and does not lock again', async () => {
    const { id, event } = await started();
    const { rows } = await pool().query('SELECT id FROM resource_lock WHERE event_id = $1', [id]);
    await call(deleteLock, { params: { id: rows[0].id } });
    await put(id, { message: 'still going', status: 'in_progress' });
    expect(await heldOn(event.attributes.service)).toEqual([]);
  });

  test('nothing is left behind when the event cannot be stored', async () => {
    const service = newService();
    await pool().query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.type = 'locked' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON changelog_entry FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    try {
      expect((await post({ service, status: 'start' })).status).toBe(500);
    } finally {
      await pool().query('DROP TRIGGER refuse ON changelog_entry; DROP FUNCTION refuse()');
    }
    expect(await heldOn(service)).toEqual([]);
    await started({ service });
  });

  test('a retry of a start meets its own event, not its own lock', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const service = newService();
    const first = await post({ service, status: 'start' }, headers);
    await pool().query('UPDATE idempotency_key SET response_status = NULL, claimed_at = $1 WHERE key = $2', [
      new Date(0),
      headers['idempotency-key'],
    ]);
    const again = await post({ service, status: 'start' }, headers);
    expect(again.status).toBe(200);
    expect(again.json.id).toBe(first.json.id);
    expect(await heldOn(service)).toHaveLength(1);
  });

  test('of fifty deployments that start at once one is created, and those elsewhere are not hindered', async () => {
    const [service, free] = [newService(), newService()];
    const answers = await allAtOnce(60, (n) =>
      post(n < 50 ? { service, status: 'start' } : { service: free, status: 'success' }),
    );
    const statuses = succeeded(answers).map(({ status }) => status);
    expect(statuses.slice(0, 50).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.slice(0, 50).filter((status) => status === 409)).toHaveLength(49);
    expect(statuses.slice(50)).toEqual(Array(10).fill(200));
  });

  test('events that end, move and are deleted while others start leave no lock behind', async () => {
    const services = [newService(), newService()];
    await allAtOnce(40, async (n) => {
      const answer = await post({ service: services[n % 2], status: 'start' });
      if (answer.status !== 200) return;
      const { id } = answer.json;
      const [, , ended] = await Promise.all([
        put(id, { service: services[(n + 1) % 2] }),
        put(id, { message: 'x' }),
        n % 3 ? put(id, { status: 'done' }) : call(deleteEvent, { params: { id } }),
      ]);
      expect([ended.status, ended.status === 200 ? '' : ended.text]).toEqual([200, '']);
    }).then((results) => expect(succeeded(results)).toHaveLength(40));
    for (const service of services) expect(await heldOn(service)).toEqual([]);
  });
});
