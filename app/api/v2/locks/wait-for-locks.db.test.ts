import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { takeOverWire } from '@/lib/locks/operations';
import { grantWire, placeWire } from '@/lib/locks/schemas';
import { sweepLocks } from '@/lib/locks/sweep-locks';
import { call } from '@/lib/testing/call';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { GET as getOne } from './[id]/route';
import { age, codeOf, deployment, granted, inLine, locks, newService } from './testing';

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
