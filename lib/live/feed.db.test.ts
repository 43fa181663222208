import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { deleteEvent } from '@/lib/events/delete-event';
import { ingestOne } from '@/lib/events/ingest';
import type { EventDraft, EventWire } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import { connect } from '@/lib/testing/database';
import { fc } from '@/lib/testing/properties';
import { feedState } from './feed';
import { pokeFeed } from './poke';
import { changeIds, type Follower, follow, settled } from './testing';

const followers: Follower[] = [];

/** Follows the stream until the end of the test. */
async function followHere(options: Parameters<typeof follow>[0] = {}): Promise<Follower> {
  await settled();
  const follower = await follow(options);
  followers.push(follower);
  await follower.next();
  return follower;
}

afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.cancel().catch(() => {})));
});

async function secondProcess(): Promise<pg.Client> {
  const client = await connect();
  onTestFinished(() => client.end());
  return client;
}

/** Writes the deletion of an event that nobody knows, as a transaction of any process would. @returns its id in the feed */
async function write(client: pg.Client | pg.Pool): Promise<string> {
  const { rows } = await client.query(
    `INSERT INTO change (topic, op, entity_id) VALUES ('event', 'deleted', $1) RETURNING xid || '-' || seq AS id`,
    [randomUUID()],
  );
  pokeFeed();
  return rows[0].id;
}

const ids = (blocks: { id?: string }[]) => blocks.map(({ id }) => id);

const draft = (fields: Partial<EventDraft> = {}): EventDraft =>
  ({ kind: 'deployment', title: 'Deploy', service: 'live-test', ...fields }) as EventDraft;

async function report(fields: Partial<EventDraft> = {}): Promise<EventWire> {
  return (await ingestOne({ draft: draft(fields), actor: 'test' })).event;
}

test('a change is told with the event, by everybody who follows', async () => {
  const [one, two] = [await followHere(), await followHere()];
  const event = await report();
  for (const follower of [one, two]) {
    const [created] = await follower.until(({ event: type }) => type === 'event.created');
    expect(created?.data).toEqual(event);
  }
  const updated = await updateEvent({ which: { id: event.id }, patch: { title: 'New' }, actor: 'test' });
  expect((await one.until(({ event: type }) => type === 'event.updated')).at(-1)?.data).toEqual(updated);
  await deleteEvent({ id: event.id }, 'test');
  expect((await one.until(({ event: type }) => type === 'event.deleted')).at(-1)?.data).toEqual({
    id: event.id,
  });
});

test('a transaction that commits late is told once, and before what began after it', async () => {
  const [late, early] = [await secondProcess(), await secondProcess()];
  const follower = await followHere();
  await late.query('BEGIN');
  const lateId = await write(late);
  const earlyId = await write(early);
  await late.query('COMMIT');
  expect(ids(await follower.until(({ id }) => id === earlyId))).toEqual([lateId, earlyId]);
});

test('who resumes while a transaction is open gets its changes afterwards', async () => {
  const late = await secondProcess();
  const before = await write(pool());
  await late.query('BEGIN');
  const lateId = await write(late);
  const hidden = await write(pool());
  const follower = await follow({ after: before });
  followers.push(follower);
  await late.query('COMMIT');
  expect(ids(await follower.until(({ id }) => id === hidden))).toEqual([lateId, hidden]);
});

/** What a random history is made of: three transactions that begin, write, commit and roll back in any order. */
const step = fc.record({
  who: fc.integer({ min: 0, max: 2 }),
  does: fc.constantFrom('write', 'write', 'commit', 'rollback'),
});

test('resuming from any id of any history gives exactly the rest', async () => {
  const clients = [await secondProcess(), await secondProcess(), await secondProcess()];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (history) => {
      await settled();
      const live = await follow();
      const begin = (await live.next())?.id as string;
      const open = new Set<number>();
      for (const { who, does } of history) {
        const client = clients[who] as pg.Client;
        if (does === 'write') {
          if (!open.has(who)) await client.query('BEGIN');
          open.add(who);
          await write(client);
        } else if (open.delete(who)) await client.query(does);
      }
      for (const who of open) await clients[who]?.query('COMMIT');
      const end = await write(pool());

      const told = ids(await live.until(({ id }) => id === end));
      await live.cancel();
      const all = (await changeIds()).slice(-told.length);
      expect(told).toEqual(all);

      const places = [begin, ...all];
      for (const [index, place] of places.entries()) {
        if (place === end) continue;
        const resumed = await follow({ after: place });
        expect(ids(await resumed.until(({ id }) => id === end))).toEqual(all.slice(index));
        await resumed.cancel();
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('nothing is missed when the connection that listens is cut', async () => {
  const other = await secondProcess();
  const follower = await followHere();
  const first = await write(other);
  await follower.until(({ id }) => id === first);
  const written: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'shiplog feed' AND datname = current_database()`,
    );
    written.push(await write(other), await write(other));
  }
  expect(ids(await follower.until(({ id }) => id === written.at(-1)))).toEqual(written);
});

test('who reads slowly misses nothing and is kept no messages for', async () => {
  const slow = await followHere();
  const quick = await followHere();
  const { rows } = await pool().query(
    `INSERT INTO change (topic, op, entity_id) SELECT 'event', 'deleted', gen_random_uuid() FROM generate_series(1, 6000)
     RETURNING xid || '-' || seq AS id`,
  );
  const expected = rows.map(({ id }) => id);
  expect(ids(await quick.until(({ id }) => id === expected.at(-1)))).toEqual(expected);
  expect(ids(await slow.until(({ id }) => id === expected.at(-1)))).toEqual(expected);
});

test('who takes nothing at all is let go, and can resume', async () => {
  const follower = await followHere({ times: { heartbeatMs: 1, stalledMs: 1 } });
  const place = follower.seen[0]?.id as string;
  // Nothing more is read, so the feed lets go of it.
  await expect.poll(() => feedState().subscribers).toBe(0);
  const id = await write(pool());
  const again = await followHere({ after: place });
  expect(ids(await again.until((block) => block.id === id))).toEqual([id]);
});

test('silence is filled with comments whose id moves on', async () => {
  const follower = await followHere({
    filters: { service: ['nobody'] },
    times: { heartbeatMs: 50, stalledMs: 10_000 },
  });
  const event = await report();
  const { rows } = await pool().query('SELECT max(xid) AS xid FROM change WHERE entity_id = $1', [event.id]);
  // Transactions of other databases of the cluster move the place on as well, so it says how far it has to come.
  let last = await follower.next();
  while (Number(last?.id?.split('-')[0]) < Number(rows[0].xid)) last = await follower.next();
  expect(last?.comment).toBe('still here');
  expect(follower.seen.some(({ event: type }) => type === 'event.created')).toBe(false);
  // The place is a good one: nothing that was filtered is read again, nothing else is missed.
  const resumed = await followHere({ after: last?.id as string });
  const next = await report();
  const told = await resumed.until(({ data }) => (data as EventWire).id === next.id);
  expect(told.map(({ data }) => (data as EventWire).id)).not.toContain(event.id);
});

describe('when a client goes away', () => {
  const listening = async () => {
    const { rows } = await pool().query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'shiplog feed' AND datname = current_database()`,
    );
    return rows.length;
  };

  test.each(['abort', 'cancel'] as const)('everything is freed (%s)', async (how) => {
    const controller = new AbortController();
    const follower = await follow({ signal: controller.signal });
    await follower.next();
    await expect.poll(listening).toBe(1);
    expect(feedState()).toEqual({ state: 'live', subscribers: 1 });

    const waiting = follower.next();
    if (how === 'abort') controller.abort();
    else await follower.cancel();
    expect(await waiting).toBeUndefined();
    expect(feedState()).toEqual({ state: 'idle', subscribers: 0 });
    await expect.poll(listening).toBe(0);
  });

  test('the others go on', async () => {
    const [leaves, stays] = [await followHere(), await followHere()];
    await leaves.cancel();
    const id = await write(pool());
    expect(ids(await stays.until((block) => block.id === id))).toEqual([id]);
  });

  test('a stream that nobody reads begins nothing', async () => {
    const follower = await follow();
    expect(feedState().subscribers).toBe(0);
    await follower.cancel();
  });
});

describe('filters', () => {
  test('are alternatives within one and narrow each other, in any spelling', async () => {
    const follower = await followHere({
      filters: { kind: ['deployment', 'drift'], service: [' FILTERED '], environment: ['Production', 'uat'] },
    });
    const wanted = [
      await report({ service: 'Filtered', environment: 'production' }),
      await report({ service: 'filtered', environment: 'UAT', kind: 'drift' }),
    ];
    await report({ service: 'filtered' });
    await report({ service: 'filtered', environment: 'development' });
    await report({ service: 'filtered', environment: 'production', kind: 'operation' });
    await report({ service: 'other', environment: 'production' });
    const last = await report({ service: 'filtered', environment: 'production' });
    const told = await follower.until(({ data }) => (data as EventWire).id === last.id);
    expect(told.map(({ data }) => (data as EventWire).id)).toEqual([...wanted.map(({ id }) => id), last.id]);
  });

  test('let every deletion through, since nothing is left to compare', async () => {
    const follower = await followHere({ filters: { service: ['somebody else'] } });
    const event = await report();
    await deleteEvent({ id: event.id }, 'test');
    const told = await follower.until(({ event: type }) => type === 'event.deleted');
    expect(told).toHaveLength(1);
    expect(told[0]?.data).toEqual({ id: event.id });
  });
});
