import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { lockHistoryWire, lockPageWire } from '@/lib/locks/operations';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as getOne } from './[id]/route';
import { GET as availability } from './availability/route';
import { GET as history } from './history/route';
import { GET as list } from './route';
import { age, codeOf, deployment, granted, locks, newService } from './testing';

describe('reading', () => {
  test('lists who holds and who waits, by any filter, page after page', async () => {
    const environment = `env-${randomUUID()}`;
    const services = [newService(), newService(), newService()];
    for (const service of services)
      await granted({ environment, service, resource: 'deployment', holder: 'lister' });
    await locks.acquire({ environment, service: services[0], wait: 0, holder: 'waiter' });
    const query = async (search: string) =>
      lockPageWire.parse((await call(list, { url: `/api/v2/locks?${search}` })).json);
    const held = await query(`environment=${environment.toUpperCase()}`);
    expect(held.items.map(({ service }) => service)).toEqual([...services].reverse());
    expect(held.items.at(-1)?.waiting).toBe(1);
    expect((await query(`service=${services[1]}`)).items).toHaveLength(1);
    expect((await query(`holder=lister&environment=${environment}&resource=DEPLOYMENT`)).items).toHaveLength(
      3,
    );
    const queued = await query(`state=queued&environment=${environment}`);
    expect(queued.items).toMatchObject([
      { holder: 'waiter', state: 'queued', position: 1, level: 'service' },
    ]);
    const first = await query(`environment=${environment}&limit=2`);
    const second = await query(`environment=${environment}&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(held.items.map(({ id }) => id));
    expect(second.nextCursor).toBeNull();
    expect((await query('environment=nobody-knows-this')).items).toEqual([]);
  });

  test('the history says who had it, for how long, how it ended and who waited', async () => {
    const body = deployment(newService(), { holder: 'a' });
    const first = await granted(body);
    await age(first.id, 60_000);
    await locks.acquire({ ...body, holder: 'b', claimId: 'b', wait: 0 });
    await locks.release(first.id, { token: first.token, reason: 'Done' });
    const second = (await locks.acquire({ ...body, holder: 'b', claimId: 'b' })).json;
    const third = (await locks.takeOver(second.id, { holder: 'c', reason: 'Hotfix' })).json.lock;
    const query = async (search: string) =>
      lockHistoryWire.parse((await call(history, { url: `/api/v2/locks/history?${search}` })).json);
    const { items } = await query(`service=${body.service}`);
    expect(items).toMatchObject([
      { id: third.id, holder: 'c', state: 'held', endedAs: null },
      { id: second.id, holder: 'b', endedAs: 'taken_over', endedBy: 'c', endReason: 'Hotfix' },
      { id: first.id, holder: 'a', endedAs: 'released', endReason: 'Done' },
    ]);
    expect(items[2]?.heldMs).toBeGreaterThanOrEqual(60_000);
    expect(items[2]?.waited).toMatchObject([{ holder: 'b', outcome: 'granted' }]);
    const page = await query(`service=${body.service}&limit=2`);
    const rest = await query(`service=${body.service}&limit=2&cursor=${page.nextCursor}`);
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect((await query(`service=${body.service}&endedAs=taken_over`)).items).toHaveLength(1);
    expect((await query(`service=${body.service}&to=now-1h`)).items).toEqual([]);
  });

  test('where can I deploy: free, held by whom with how many in line, or blocked by a wider lock', async () => {
    await emptyTables('resource_lock');
    const service = newService();
    await granted({ environment: 'production', service, resource: 'deployment', holder: 'alice' });
    await locks.acquire({ environment: 'production', service, resource: 'deployment', wait: 0 });
    await granted({ environment: 'UAT', reason: 'Freeze' });
    await granted({ environment: 'recette', service, resource: 'migration' });
    const query = async (search: string) =>
      (await call(availability, { url: `/api/v2/locks/availability?${search}` })).json.items as {
        environment: string;
        service: string | null;
        status: string;
        queueLength: number;
        lock: { holder: string } | null;
      }[];
    const by = new Map((await query(`service=${service}`)).map((item) => [item.environment, item]));
    expect(by.get('production')).toMatchObject({ status: 'held', queueLength: 1, lock: { holder: 'alice' } });
    expect(by.get('UAT')).toMatchObject({ status: 'blocked', lock: { level: 'environment' } });
    expect(by.get('recette')).toMatchObject({ status: 'free', queueLength: 0, lock: null });
    expect(await query(`service=${service}&environment=uat`)).toHaveLength(1);
    expect(await query(`environment=production`)).toMatchObject([
      { service: null, status: 'partly', locksInside: 1 },
      { service, status: 'held' },
    ]);
    const all = await query('');
    expect(all.find((item) => item.environment === 'development')).toMatchObject({ status: 'free' });
    expect(await query('service=never-heard-of&environment=nowhere')).toMatchObject([{ status: 'free' }]);
    const { rows } = await pool().query(`SELECT FROM service WHERE name_key = 'never-heard-of'`);
    expect(rows).toHaveLength(0);
  });
});

describe('bad input', () => {
  test.each([
    ['a TTL of 0', { ttlSeconds: 0 }],
    ['a negative TTL', { ttlSeconds: -5 }],
    ['a TTL past the maximum', { ttlSeconds: 86_401 }],
    ['a TTL that is no number', { ttlSeconds: 'NaN' }],
    ['a TTL of null', { ttlSeconds: null }],
    ['a TTL beyond all numbers', { ttlSeconds: 1e308 }],
    ['a TTL for a sticky lock', { ttlSeconds: 5, sticky: true }],
    ['a review of a lock that expires', { reviewAt: '2030-01-01T00:00:00Z' }],
    ['a wait past the maximum', { wait: 61 }],
    ['a delay past the maximum', { delaySeconds: 61 }],
    ['a service of 10 kB', { service: 'x'.repeat(10_240) }],
    ['a holder of 10 kB', { holder: 'x'.repeat(10_240) }],
    ['a claim of 10 kB', { claimId: 'x'.repeat(10_240) }],
    ['an empty holder', { holder: ' ' }],
    ['a control character', { resource: 'a\u0007b' }],
    ['a resource without a service', { service: undefined }],
    ['no scope at all', { environment: undefined, service: undefined, resource: undefined }],
    ['a service everywhere', { environment: '*' }],
    ['an event that does not exist', { eventId: randomUUID() }],
    ['an event id that is none', { eventId: 'x' }],
    ['an unknown field', { ttl: 5 }],
  ])('%s is refused with the field that is wrong, and nothing is locked', async (_, wrong) => {
    const body = deployment(newService(), wrong);
    const answer = await locks.acquire(body);
    expect(codeOf(answer)).toBe('422 invalid');
    expect(problemWire.parse(answer.json).errors?.[0]?.pointer).toMatch(/^\//);
    const { rows } = await pool().query('SELECT FROM service WHERE name = $1', [body.service]);
    expect(rows).toHaveLength(0);
  });

  test('a body that is no JSON number is malformed', async () => {
    expect((await locks.acquire('{"environment":"UAT","ttlSeconds":NaN}')).status).toBe(400);
  });

  test.each([
    '../../etc/passwd',
    'a/b',
    'a%2fb',
    '🚀',
    'ﬁ',
    'е',
    'e',
    "'; DROP TABLE resource_lock; --",
    '%',
    '_',
  ])('the name %j is a name like any other', async (resource) => {
    const environment = `env-${randomUUID()}`;
    const service = newService();
    const grant = await granted({ environment, service, resource });
    expect(grant.resource).toBe(resource);
    expect((await locks.acquire({ environment, service, resource })).status).toBe(423);
    await granted({ environment, service, resource: `${resource}2` });
    const again = await call(list, {
      url: `/api/v2/locks?environment=${environment}&resource=${encodeURIComponent(resource)}`,
    });
    expect(again.json.items).toHaveLength(1);
  });

  test('look-alikes are different names, and each is locked by itself', async () => {
    const environment = `env-${randomUUID()}`;
    await granted({ environment, service: 'pay' });
    await granted({ environment, service: 'раy' });
  });

  test.each([randomUUID(), 'x', '../x', '0'])('the unknown id %s is not found', async (id) => {
    for (const answer of [
      await call(getOne, { params: { id } }),
      await locks.renew(id, { token: 1 }),
      await locks.verify(id, 1),
      await locks.release(id, { token: 1 }),
      await locks.release(id, { claimId: 'x' }),
      await locks.takeOver(id, { reason: 'x' }),
    ])
      expect(codeOf(answer)).toBe('404 not_found');
  });

  test.each([undefined, null, 0, -1, 1.5, 'x', 1e300])('the token %s is refused', async (token) => {
    const { id } = await granted(deployment());
    for (const answer of [
      await locks.renew(id, { token }),
      await locks.verify(id, token),
      await locks.release(id, { token }),
    ])
      expect(codeOf(answer)).toBe('422 invalid');
  });
});
