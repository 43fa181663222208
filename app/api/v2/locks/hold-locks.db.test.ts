import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { readChangelog } from '@/lib/events/changelog';
import { ingestOne } from '@/lib/events/ingest';
import { grantWire, lockWire } from '@/lib/locks/schemas';
import { sweepLocks } from '@/lib/locks/sweep-locks';
import { call } from '@/lib/testing/call';
import { GET as getOne } from './[id]/route';
import { age, codeOf, deployment, granted, locks, newService } from './testing';

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
