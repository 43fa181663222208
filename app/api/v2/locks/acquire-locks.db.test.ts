import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { grantWire, lockItemWire } from '@/lib/locks/schemas';
import { call } from '@/lib/testing/call';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as getOne } from './[id]/route';
import { codeOf, deployment, granted, locks, newService } from './testing';

describe('acquiring', () => {
  test('a free lock is answered with a token, an expiry and the place where it can be read', async () => {
    const body = deployment(newService(), { reason: 'Release 4', ttlSeconds: 60, holder: 'ci' });
    const answer = await locks.acquire(body);
    expect(answer.status).toBe(201);
    const grant = grantWire.parse(answer.json);
    expect(grant).toMatchObject({
      level: 'resource',
      environment: 'production',
      service: body.service,
      resource: 'deployment',
      state: 'held',
      holder: 'ci',
      reason: 'Release 4',
      sticky: false,
      ttlSeconds: 60,
      endedAt: null,
    });
    expect(Date.parse(grant.expiresAt as string) - Date.parse(grant.acquiredAt as string)).toBe(60_000);
    expect(grant.expiresInMs).toBeLessThanOrEqual(60_000);
    expect(answer.headers.location).toBe(`/api/v2/locks/${grant.id}`);
    const read = await call(getOne, { params: { id: grant.id } });
    expect(lockItemWire.parse(read.json)).toMatchObject({ id: grant.id, state: 'held', waiting: 0 });
    expect(read.text).not.toContain('"token"');
  });

  test('a held lock is refused with who has it, why, until when and when to try again', async () => {
    const body = deployment(newService(), { holder: 'alice', reason: 'Hotfix', ttlSeconds: 100 });
    const grant = await granted(body);
    const refused = await locks.acquire({ ...body, holder: 'bob' });
    expect(codeOf(refused)).toBe('423 lock_held');
    expect(refused.json).toMatchObject({
      holder: 'alice',
      reason: 'Hotfix',
      expiresAt: grant.expiresAt,
      position: 1,
      heldBy: { id: grant.id },
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json.detail).toContain('is already locked by alice');
  });

  test('names are one name in every spelling', async () => {
    const service = newService();
    await granted({ environment: 'UAT', service, resource: 'Deployment' });
    for (const environment of ['uat', ' Uat ', 'UAT']) {
      const again = await locks.acquire({
        environment,
        service: service.toUpperCase(),
        resource: 'DEPLOYMENT',
      });
      expect(again.status).toBe(423);
    }
  });

  test('the caller holds it when nobody is named, for fifteen minutes', async () => {
    expect(await granted(deployment())).toMatchObject({ holder: 'local', ttlSeconds: 900 });
  });

  test('a sticky lock does not expire and has a date on which somebody should look at it', async () => {
    const sticky = await granted(deployment(newService(), { sticky: true }));
    expect(sticky).toMatchObject({ sticky: true, expiresAt: null, expiresInMs: null, ttlSeconds: null });
    expect(Date.parse(sticky.reviewAt as string) - Date.parse(sticky.acquiredAt as string)).toBe(86_400_000);
    const reviewAt = '2031-01-01T00:00:00.000Z';
    expect((await granted(deployment(newService(), { sticky: true, reviewAt }))).reviewAt).toBe(reviewAt);
  });

  test('a retry of the same claim gets the same lock, another claim does not', async () => {
    const body = deployment(newService(), { claimId: 'run-1', holder: 'ci' });
    const first = await granted(body);
    const again = await locks.acquire(body);
    expect(again.status).toBe(200);
    expect(grantWire.parse(again.json)).toMatchObject({ id: first.id, token: first.token });
    expect((await locks.acquire({ ...body, claimId: 'run-2' })).status).toBe(423);
    expect((await locks.acquire({ ...body, holder: 'somebody else' })).status).toBe(423);
  });

  test('a claim that was released can be made again, with a greater token', async () => {
    const body = deployment(newService(), { claimId: 'run-1' });
    const first = await granted(body);
    await locks.release(first.id, { token: first.token });
    const second = await granted(body);
    expect(second.id).not.toBe(first.id);
    expect(second.token).toBeGreaterThan(first.token);
  });
});

describe('scopes', () => {
  test.each([
    ['an environment', { service: undefined, resource: undefined }],
    ['a whole service', { resource: undefined }],
  ])('a lock of %s keeps out what is inside it, and is kept out by it', async (_, wide) => {
    const environment = `env-${randomUUID()}`;
    const narrow = { environment, service: newService(), resource: 'deployment' };
    const outer = await granted({ ...narrow, ...wide });
    const inside = await locks.acquire(narrow);
    expect(inside.status).toBe(423);
    expect(inside.json.heldBy.id).toBe(outer.id);
    await locks.release(outer.id, { token: outer.token });
    const inner = await granted(narrow);
    const outside = await locks.acquire({ ...narrow, ...wide });
    expect(outside.json.heldBy.id).toBe(inner.id);
  });

  test('locks beside each other do not keep each other out', async () => {
    const environment = `env-${randomUUID()}`;
    const [a, b] = [newService(), newService()];
    await granted({ environment, service: a, resource: 'deployment' });
    await granted({ environment, service: a, resource: 'migration' });
    await granted({ environment, service: b });
    await granted({ environment: `${environment}-2` });
    await granted({ service: a, resource: 'deployment' });
  });

  test('a lock of everything is in the way of all, also of what has no environment', async () => {
    await emptyTables('resource_lock');
    const all = await granted({ environment: '*', reason: 'Freeze' });
    expect(all).toMatchObject({ level: 'global', environment: null, service: null });
    for (const body of [{ environment: 'UAT' }, deployment(), { service: newService() }])
      expect((await locks.acquire(body)).json.heldBy.id).toBe(all.id);
    await locks.release(all.id, { token: all.token });
    await granted({ service: newService() });
    expect((await locks.acquire({ environment: '*' })).status).toBe(423);
  });
});

describe('races', () => {
  test('of a hundred who want the same name at once exactly one gets it', async () => {
    const body = deployment();
    const answers = await allAtOnce(100, (n) => locks.acquire({ ...body, holder: `h${n}` }));
    const statuses = succeeded(answers).map(({ status }) => status);
    expect(statuses).toHaveLength(100);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 423)).toHaveLength(99);
  });

  test('of a hundred in line each gets it once, in order, with growing tokens', async () => {
    const body = deployment();
    const order: number[] = [];
    let inside = 0;
    await allAtOnce(100, async (n) => {
      const { status, json } = await locks.acquire({ ...body, holder: `h${n}`, wait: 60 });
      expect(status).toBe(201);
      expect(++inside).toBe(1);
      order.push(json.token);
      inside--;
      expect((await locks.release(json.id, { token: json.token })).status).toBe(200);
    }).then((results) => expect(succeeded(results)).toHaveLength(100));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(100);
  }, 60_000);

  test('wide and narrow locks that are wanted at once never overlap', async () => {
    const environment = `env-${randomUUID()}`;
    const services = [newService(), newService(), newService()];
    for (let round = 0; round < 10; round++) {
      const results = await allAtOnce(30, (n) =>
        locks.acquire(
          n % 3 === 0
            ? { environment, holder: `wide ${n}` }
            : { environment, service: services[n % 2], resource: n % 5 ? 'deployment' : undefined },
        ),
      );
      const held = succeeded(results).filter(({ status }) => status === 201);
      expect(held.length).toBeGreaterThan(0);
      const wide = held.filter(({ json }) => json.level === 'environment').length;
      if (wide > 0) expect(held).toHaveLength(1);
      expect(new Set(held.map(({ json }) => json.service)).size).toBe(held.length);
      for (const { json } of held) await locks.release(json.id, { token: json.token });
    }
  });

  test('a release that races with renewals ends the term for good', async () => {
    for (let round = 0; round < 20; round++) {
      const grant = await granted(deployment());
      const answers = await allAtOnce(4, (n) =>
        n === 3
          ? locks.release(grant.id, { token: grant.token })
          : locks.renew(grant.id, { token: grant.token }),
      );
      expect(succeeded(answers)[3]?.status).toBe(200);
      expect((await locks.verify(grant.id, grant.token)).status).toBe(409);
    }
  });
});
