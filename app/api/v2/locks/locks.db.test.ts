import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { readChangelog } from '@/lib/events/changelog';
import { ingestOne } from '@/lib/events/ingest';
import { problemWire } from '@/lib/http/problem';
import { lockHistoryWire, lockPageWire, takeOverWire } from '@/lib/locks/operations';
import { grantWire, lockItemWire, lockWire, placeWire } from '@/lib/locks/schemas';
import { sweepLocks } from '@/lib/locks/sweep-locks';
import { call } from '@/lib/testing/call';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as getOne } from './[id]/route';
import { GET as availability } from './availability/route';
import { GET as history } from './history/route';
import { GET as list } from './route';
import { age, locks, newService } from './testing';

const deployment = (service = newService(), more: object = {}) => ({
  environment: 'production',
  service,
  resource: 'deployment',
  ...more,
});

/** Acquires and answers the grant. */
async function granted(body: unknown) {
  const answer = await locks.acquire(body);
  expect(answer.text).toContain('token');
  expect(answer.status).toBe(201);
  return grantWire.parse(answer.json);
}

const codeOf = (answer: { status: number; json: unknown }) =>
  `${answer.status} ${problemWire.parse(answer.json).code}`;

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

describe('renew, verify and release', () => {
  test('a renewal begins the length anew and keeps the token', async () => {
    const grant = await granted(deployment(newService(), { ttlSeconds: 60 }));
    await age(grant.id, 50_000);
    const renewed = await locks.renew(grant.id, { token: grant.token });
    expect(renewed.status).toBe(200);
    expect(grantWire.parse(renewed.json)).toMatchObject({ token: grant.token, expiresInMs: 60_000 });
    const longer = await locks.renew(grant.id, { token: grant.token, ttlSeconds: 3600 });
    expect(longer.json.expiresInMs).toBe(3_600_000);
  });

  test('a token is good until its term ends, and never again', async () => {
    const body = deployment();
    const grant = await granted(body);
    expect((await locks.verify(grant.id, grant.token)).status).toBe(200);
    const released = await locks.release(grant.id, { token: grant.token, reason: 'Done' });
    expect(lockWire.parse(released.json)).toMatchObject({
      state: 'ended',
      endedAs: 'released',
      endedBy: 'local',
      endReason: 'Done',
    });
    for (const answer of [
      await locks.verify(grant.id, grant.token),
      await locks.renew(grant.id, { token: grant.token }),
      await locks.release(grant.id, { token: grant.token }),
    ])
      expect(codeOf(answer)).toBe('409 stale_token');
    const next = await granted(body);
    for (const token of [grant.token, grant.token + 1_000_000])
      expect(codeOf(await locks.verify(next.id, token))).toBe('409 stale_token');
    expect((await locks.verify(next.id, next.token)).status).toBe(200);
  });

  test('a millisecond late is too late, whether or not anybody has noticed the expiry', async () => {
    const body = deployment(newService(), { ttlSeconds: 10 });
    const grant = await granted(body);
    await age(grant.id, 10_001);
    for (const answer of [
      await locks.renew(grant.id, { token: grant.token }),
      await locks.verify(grant.id, grant.token),
      await locks.release(grant.id, { token: grant.token }),
    ]) {
      expect(codeOf(answer)).toBe('409 stale_token');
      expect(answer.json.endedAs).toBe('expired');
    }
    expect((await call(getOne, { params: { id: grant.id } })).json).toMatchObject({
      state: 'ended',
      endedAs: 'expired',
      endedAt: (await call(getOne, { params: { id: grant.id } })).json.expiresAt,
    });
  });

  test('a sticky lock can be renewed, which puts off its review', async () => {
    const grant = await granted(deployment(newService(), { sticky: true }));
    const renewed = await locks.renew(grant.id, { token: grant.token, ttlSeconds: 5 });
    expect(renewed.json).toMatchObject({ expiresAt: null, ttlSeconds: null });
    expect(renewed.json.reviewAt >= (grant.reviewAt as string)).toBe(true);
  });
});

describe('after an expiry', () => {
  test('others get the lock only after a moment, its former holder at once, and after a release everybody', async () => {
    const body = deployment(newService(), { ttlSeconds: 10, holder: 'paused' });
    const first = await granted(body);
    await age(first.id, 10_001);
    const refused = await locks.acquire({ ...body, holder: 'eager' });
    expect(codeOf(refused)).toBe('423 lock_held');
    expect(Date.parse(refused.json.heldBy.freeAt) - Date.parse(refused.json.heldBy.expiresAt)).toBe(5_000);
    const second = await granted(body);
    expect(second.token).toBeGreaterThan(first.token);
    await locks.release(second.id, { token: second.token });
    await age(first.id, 5_000);
    await granted({ ...body, holder: 'eager' });
  });

  test('the length of that moment can be chosen', async () => {
    const body = deployment(newService(), { ttlSeconds: 10, delaySeconds: 0 });
    await age((await granted(body)).id, 10_001);
    await granted({ ...body, holder: 'eager' });
  });

  test('the sweep ends it although nobody asks, and tells its event', async () => {
    const { event } = await ingestOne({
      draft: { kind: 'deployment', title: 'Deploy', service: newService(), environment: 'UAT' },
      actor: 'test',
    });
    const grant = await granted(
      deployment(event.service, { environment: 'UAT', ttlSeconds: 10, eventId: event.id }),
    );
    await age(grant.id, 10_001);
    await sweepLocks();
    await pool().query(`UPDATE lock_note SET at = at - interval '1 second'`);
    await sweepLocks();
    const { rows } = await pool().query('SELECT state, ended_as FROM resource_lock WHERE id = $1', [
      grant.id,
    ]);
    expect(rows).toEqual([{ state: 'ended', ended_as: 'expired' }]);
    const { entries } = await readChangelog(event.id, 0, 10);
    expect(entries.map(({ type, actor }) => [type, actor])).toEqual([
      ['created', 'test'],
      ['locked', 'local'],
      ['unlocked', 'system'],
    ]);
  });
});

describe('waiting in line', () => {
  test('a place in line tells the position, who is before and how long it may take', async () => {
    const body = deployment();
    for (let n = 0; n < 3; n++) {
      const past = await granted(body);
      await age(past.id, 40_000);
      await locks.release(past.id, { token: past.token });
      // Its start lies in the past now, its end does not.
    }
    const holder = await granted({ ...body, holder: 'holder' });
    const first = await locks.acquire({ ...body, holder: 'first', wait: 0 });
    const second = await locks.acquire({ ...body, holder: 'second', wait: 0 });
    expect([first.status, second.status]).toEqual([202, 202]);
    const [one, two] = [placeWire.parse(first.json), placeWire.parse(second.json)];
    expect([one.position, two.position]).toEqual([1, 2]);
    expect(one.heldBy?.id).toBe(holder.id);
    expect(one.estimateMs).toBeGreaterThan(30_000);
    expect(two.estimateMs).toBeGreaterThan(70_000);
    expect(Number(first.headers['retry-after'])).toBeLessThanOrEqual(10);
    expect((await locks.acquire({ ...body, holder: 'third' })).json.position).toBe(3);
  });

  test('a release hands the lock to the first in line, who fetches it with the same claim', async () => {
    const body = deployment();
    const holder = await granted(body);
    const claims = ['a', 'b', 'c'].map((claimId) => ({ ...body, claimId, wait: 0 }));
    const places = [];
    for (const claim of claims) places.push((await locks.acquire(claim)).json.id);
    await locks.release(holder.id, { token: holder.token });
    let before = holder.token;
    for (const [index, claim] of claims.entries()) {
      for (const later of claims.slice(index + 1)) expect((await locks.acquire(later)).status).toBe(202);
      const got = await locks.acquire(claim);
      expect(got.status).toBe(201);
      const grant = grantWire.parse(got.json);
      expect(grant.id).toBe(places[index]);
      expect(grant.token).toBeGreaterThan(before);
      expect(grant.expiresInMs).toBe(900_000);
      before = grant.token;
      await locks.release(grant.id, { token: grant.token });
    }
  });

  test('who comes later does not overtake, even when the lock is free for a moment', async () => {
    const body = deployment();
    const holder = await granted(body);
    await locks.acquire({ ...body, claimId: 'first', wait: 0 });
    await locks.release(holder.id, { token: holder.token });
    expect((await locks.acquire({ ...body, claimId: 'late' })).status).toBe(423);
    expect((await locks.acquire({ ...body, claimId: 'first' })).status).toBe(201);
  });

  test('a long poll answers as soon as the lock is handed over', async () => {
    const body = deployment();
    const holder = await granted(body);
    const waiting = locks.acquire({ ...body, wait: 60 });
    await inLine(body.service, 1);
    await locks.release(holder.id, { token: holder.token });
    expect((await waiting).status).toBe(201);
  });

  test('a long poll ends when its time is up, with the place kept', async () => {
    const body = deployment(newService(), { claimId: 'patient' });
    await granted({ ...body, claimId: 'holder' });
    const first = await locks.acquire({ ...body, wait: 0.05 });
    expect(first.status).toBe(202);
    const second = await locks.acquire({ ...body, wait: 0.05 });
    expect(second.json.id).toBe(first.json.id);
  });

  test('a long poll sees to an expiry by itself, and waits for the moment after it', async () => {
    const body = deployment(newService(), { ttlSeconds: 1, delaySeconds: 0.2 });
    const holder = await granted({ ...body, holder: 'dead' });
    const got = await locks.acquire({ ...body, wait: 60 });
    expect(got.status).toBe(201);
    expect(Date.parse(got.json.acquiredAt)).toBeGreaterThanOrEqual(
      Date.parse(holder.expiresAt as string) + 200,
    );
  });

  test('a waiter whose connection breaks drops out: at once without a claim, else after a few seconds', async () => {
    const body = deployment();
    await granted(body);
    for (const claimId of [undefined, 'comes-back']) {
      const connection = new AbortController();
      const waiting = locks.acquire(
        { ...body, ...(claimId ? { claimId } : {}), wait: 60 },
        connection.signal,
      );
      await inLine(body.service, 1);
      connection.abort();
      const { json } = await waiting;
      const { rows } = await pool().query(
        `SELECT state, ended_as, seen_until < clock_timestamp() + interval '6 seconds' AS soon FROM resource_lock WHERE id = $1`,
        [json.id],
      );
      expect(rows[0]).toMatchObject(
        claimId ? { state: 'queued', soon: true } : { state: 'ended', ended_as: 'dropped' },
      );
    }
  });

  test('a waiter that asks no more loses its place, and the next one moves up', async () => {
    const body = deployment();
    const holder = await granted(body);
    const silent = await locks.acquire({ ...body, claimId: 'silent', wait: 0 });
    await locks.acquire({ ...body, claimId: 'next', wait: 0 });
    await age(silent.json.id, 30_001);
    expect((await locks.acquire({ ...body, claimId: 'next', wait: 0 })).json.position).toBe(1);
    await sweepLocks();
    expect((await call(getOne, { params: { id: silent.json.id } })).json.endedAs).toBe('dropped');
    await locks.release(holder.id, { token: holder.token });
    expect((await locks.acquire({ ...body, claimId: 'next' })).status).toBe(201);
    const back = await locks.acquire({ ...body, claimId: 'silent', wait: 0 });
    expect(back.json.id).not.toBe(silent.json.id);
  });

  test('a grant that nobody fetches passes on', async () => {
    const body = deployment();
    const holder = await granted(body);
    const gone = await locks.acquire({ ...body, claimId: 'gone', wait: 0 });
    await locks.release(holder.id, { token: holder.token });
    const next = locks.acquire({ ...body, claimId: 'next', wait: 60 });
    await inLine(body.service, 1);
    await age(gone.json.id, 30_001);
    await sweepLocks();
    expect((await next).status).toBe(201);
    expect((await call(getOne, { params: { id: gone.json.id } })).json).toMatchObject({
      state: 'ended',
      endedAs: 'dropped',
    });
  });

  test('a place in line can be given up, by its own claim alone', async () => {
    const body = deployment();
    await granted(body);
    const place = (await locks.acquire({ ...body, claimId: 'mine', wait: 0 })).json.id;
    expect(codeOf(await locks.release(place, { claimId: 'not mine' }))).toBe('409 stale_token');
    expect((await locks.release(place, { claimId: 'mine' })).json.endedAs).toBe('dropped');
    expect((await locks.acquire({ ...body, wait: 0 })).json.position).toBe(1);
  });

  test('a wide waiter is not overtaken by narrow ones, and is granted when all inside have gone', async () => {
    const environment = `env-${randomUUID()}`;
    const narrow = () => ({ environment, service: newService(), resource: 'deployment' });
    const [a, b] = [await granted(narrow()), await granted(narrow())];
    const wide = { environment, claimId: 'wide', wait: 0 };
    expect((await locks.acquire(wide)).status).toBe(202);
    const late = { ...narrow(), claimId: 'late', wait: 0 };
    expect((await locks.acquire(late)).status).toBe(202);
    await locks.release(a.id, { token: a.token });
    expect((await locks.acquire(wide)).status).toBe(202);
    await locks.release(b.id, { token: b.token });
    const got = await locks.acquire(wide);
    expect(got.status).toBe(201);
    expect((await locks.acquire(late)).status).toBe(202);
    await locks.release(got.json.id, { token: got.json.token });
    expect((await locks.acquire(late)).status).toBe(201);
  });
});

describe('taking over', () => {
  test('ends the term of the holder, gives a greater token and says who, why and from whom', async () => {
    const body = deployment(newService(), { holder: 'stuck', sticky: true });
    const stuck = await granted(body);
    const answer = await locks.takeOver(stuck.id, { holder: 'alice', reason: 'Its runner is gone' });
    expect(answer.status).toBe(201);
    const { lock, former } = takeOverWire.parse(answer.json);
    expect(lock).toMatchObject({ holder: 'alice', service: body.service, state: 'held', sticky: false });
    expect(lock.token).toBeGreaterThan(stuck.token);
    expect(former).toMatchObject({
      id: stuck.id,
      endedAs: 'taken_over',
      endedBy: 'alice',
      endReason: 'Its runner is gone',
    });
    const late = await locks.renew(stuck.id, { token: stuck.token });
    expect(codeOf(late)).toBe('409 stale_token');
    expect(late.json).toMatchObject({ endedAs: 'taken_over', endedBy: 'alice' });
    expect(codeOf(await locks.release(stuck.id, { token: stuck.token }))).toBe('409 stale_token');
    expect((await locks.verify(lock.id, lock.token)).status).toBe(200);
  });

  test('goes before those who wait, who keep their places', async () => {
    const body = deployment();
    const holder = await granted(body);
    await locks.acquire({ ...body, claimId: 'waiting', wait: 0 });
    const { lock } = (await locks.takeOver(holder.id, { reason: 'Hotfix' })).json;
    expect((await locks.acquire({ ...body, claimId: 'waiting', wait: 0 })).json.position).toBe(1);
    await locks.release(lock.id, { token: lock.token });
    expect((await locks.acquire({ ...body, claimId: 'waiting' })).status).toBe(201);
  });

  test('of two who take over the same term one is refused, and a retry of the claim is not', async () => {
    const holder = await granted(deployment());
    const answers = await allAtOnce(2, (n) =>
      locks.takeOver(holder.id, { reason: 'Hotfix', claimId: `claim-${n}`, holder: `h${n}` }),
    );
    const statuses = succeeded(answers).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
    const winner = succeeded(answers).findIndex(({ status }) => status === 201);
    const body = { reason: 'Hotfix', claimId: `claim-${winner}`, holder: `h${winner}` };
    const again = await locks.takeOver(holder.id, body);
    expect(again.status).toBe(200);
    expect(again.json.lock.token).toBe(succeeded(answers)[winner]?.json.lock.token);
  });

  test('needs a reason', async () => {
    const holder = await granted(deployment());
    for (const body of [{}, { reason: '' }, { reason: '  ' }])
      expect(codeOf(await locks.takeOver(holder.id, body))).toBe('422 invalid');
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

/** Waits until so many wait for a service: the test cannot see its own request get there. */
async function inLine(service: string, count: number): Promise<void> {
  for (;;) {
    const { rows } = await pool().query(
      `SELECT FROM resource_lock l JOIN service s ON s.id = l.service_id WHERE s.name = $1 AND l.state = 'queued'`,
      [service],
    );
    if (rows.length === count) return;
  }
}
