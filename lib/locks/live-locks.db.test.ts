import { afterEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { readChangelog } from '@/lib/events/changelog';
import { ingestOne } from '@/lib/events/ingest';
import { updateEvent } from '@/lib/events/update-event';
import { type Follower, follow, settled } from '@/lib/live/testing';
import { acquireAsAsked } from './acquire-lock';
import { type Acquired, lockHeld } from './outcome';
import { releaseLock } from './release-lock';
import { renewLock } from './renew-lock';
import { type AcquireInput, acquireBody, lockWire, takeOverBody } from './schemas';
import { sweepLocks } from './sweep-locks';
import { takeOverLock } from './take-over-lock';

const followers: Follower[] = [];
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.cancel().catch(() => {})));
});

async function followHere(filters: Parameters<typeof follow>[0] = {}) {
  await settled();
  const follower = await follow(filters);
  followers.push(follower);
  await follower.next();
  return follower;
}

const ask = (body: AcquireInput, waitMs?: number) =>
  acquireAsAsked(acquireBody.parse(body), 'test', { waitMs });
const acquire = async (body: AcquireInput) => ((await ask(body)) as Acquired).grant;

test('every change of a lock is told, in order, with the lock as it is', async () => {
  const follower = await followHere();
  const scope = { environment: 'UAT', service: 'live-a', resource: 'deployment' };
  const first = await acquire({ ...scope, holder: 'a' });
  await ask({ ...scope, holder: 'b', claimId: 'b' }, 0);
  await renewLock(first.id, first.token);
  const body = takeOverBody.parse({ reason: 'Hotfix', holder: 'c' });
  const { grant } = await takeOverLock(first.id, body, 'test');
  await releaseLock({ id: grant.id, token: grant.token, by: 'c' });
  let seen = 0;
  const told = await follower.until(({ event }) => event === 'lock.acquired' && ++seen === 3);
  expect(told.map(({ event }) => event)).toEqual([
    'lock.acquired',
    'lock.queued',
    'lock.renewed',
    'lock.taken_over',
    'lock.acquired',
    'lock.released',
    'lock.acquired',
  ]);
  for (const { data } of told) expect(lockWire.parse(data).service).toBe('live-a');
  expect(told[3]?.data).toMatchObject({ id: first.id, endedAs: 'taken_over', endedBy: 'c' });
  expect(told[6]?.data).toMatchObject({ holder: 'b', state: 'held' });
});

test('an expiry is told although nobody asked', async () => {
  const follower = await followHere();
  const { id } = await acquire({ environment: 'UAT', service: 'live-b', ttlSeconds: 1 });
  await pool().query(`UPDATE resource_lock SET expires_at = clock_timestamp() WHERE id = $1`, [id]);
  await sweepLocks();
  const told = await follower.until(({ event }) => event === 'lock.expired');
  expect(told.at(-1)?.data).toMatchObject({ id, state: 'ended', endedAs: 'expired' });
});

test('a follower of a service hears of the locks that concern it, also of wider ones, and of no topic it did not ask for', async () => {
  const locks = await followHere({ filters: { service: ['live-c'], environment: ['mco'], topic: ['lock'] } });
  const events = await followHere({ filters: { topic: ['event'] } });
  await acquire({ environment: 'mco', service: 'live-other' });
  await acquire({ environment: 'recette', service: 'live-c' });
  const mine = await acquire({ environment: 'mco', service: 'live-c' });
  await releaseLock({ id: mine.id, token: mine.token, by: 'x' });
  const { event } = await ingestOne({
    draft: { kind: 'build', title: 'Build', service: 'live-c' },
    actor: 'x',
  });
  const all = await acquire({ service: 'live-c' });
  await releaseLock({ id: all.id, token: all.token, by: 'x' });
  const told = await locks.until(({ event: type }) => type === 'lock.released');
  expect(told.map(({ data }) => (data as { id: string }).id)).toEqual([mine.id, mine.id]);
  const [first] = await events.until(() => true);
  expect(first?.data).toMatchObject({ id: event.id });
});

test('a native event takes a lock only when asked to, and then as Tracker’s do', async () => {
  const draft = {
    kind: 'deployment',
    title: 'Deploy',
    service: 'live-d',
    environment: 'UAT',
    status: 'start',
  } as const;
  await ingestOne({ draft, actor: 'ci' });
  await ingestOne({ draft, actor: 'ci' });
  const { event } = await ingestOne({ draft: { ...draft, owner: 'ann', lock: true }, actor: 'ci' });
  expect((await readChangelog(event.id, 0, 10)).entries.map(({ type }) => type)).toEqual([
    'created',
    'locked',
  ]);
  await expect(ingestOne({ draft: { ...draft, lock: true }, actor: 'ci' })).rejects.toMatchObject({
    code: 'lock_held',
    details: { holder: 'ann' },
  });
  const planned = await ingestOne({ draft: { ...draft, status: 'planned' }, actor: 'ci' });
  const start = (lock: boolean) =>
    updateEvent({ which: { id: planned.event.id }, patch: { status: 'in_progress' }, actor: 'ci', lock });
  await expect(start(true)).rejects.toMatchObject({ code: 'lock_held' });
  await updateEvent({ which: { id: event.id }, patch: { status: 'aborted' }, actor: 'ci' });
  await start(true);
  expect((await ask({ environment: 'uat', service: 'LIVE-D' })).outcome).toBe('held');
});

test('one event of a batch that is refused for a lock does not hinder the others', async () => {
  const { ingest } = await import('@/lib/events/ingest');
  const draft = {
    kind: 'deployment',
    title: 'Deploy',
    service: 'live-e',
    status: 'start',
    lock: true,
  } as const;
  const results = await ingest([
    { draft, actor: 'ci' },
    { draft, actor: 'ci' },
    { draft: { ...draft, lock: false }, actor: 'ci' },
    { draft: { ...draft, service: 'live-f' }, actor: 'ci' },
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'refused', 'created', 'created']);
});

test('a refusal says how to wait when nobody holds it but others are in line', () => {
  const error = lockHeld({ outcome: 'held', heldBy: null, position: 3, estimateMs: null });
  expect(error).toMatchObject({ code: 'lock_held', details: { position: 3, holder: null } });
  expect(error.message).toContain('2 are in line');
});
