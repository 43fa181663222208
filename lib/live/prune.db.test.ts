import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { allAtOnce } from '@/lib/testing/concurrency';
import { canResume } from './changes';
import { joinFeed } from './feed';
import { pokeFeed } from './poke';
import { type Position, parsePosition } from './position';
import { pruneChanges } from './prune';
import { changeIds, follow, settled } from './testing';

beforeEach(async () => {
  await pool().query('DELETE FROM change');
});

/** Writes one change per age in hours, each in a transaction of its own. @returns their ids */
async function write(...hoursAgo: number[]): Promise<string[]> {
  const written: string[] = [];
  for (const hours of hoursAgo) {
    const { rows } = await pool().query(
      `INSERT INTO change (topic, op, entity_id, at)
       VALUES ('event', 'deleted', $1, now() - $2::float8 * interval '1 hour') RETURNING xid || '-' || seq AS id`,
      [randomUUID(), hours],
    );
    written.push(rows[0].id);
  }
  await settled();
  pokeFeed();
  return written;
}

const place = (id: string | undefined) => parsePosition(id as string) as Position;

test('what is older than a day is removed, and ids that reach further back are answered with a reset', async () => {
  const [oldest, older, old, young, youngest] = await write(72, 48, 25, 23, 1);
  await pruneChanges();
  expect(await changeIds()).toEqual([young, youngest]);

  for (const id of [oldest, older]) {
    const follower = await follow({ after: id as string });
    expect((await follower.next())?.event).toBe('ready');
    expect((await follower.next())?.event).toBe('reset');
    await follower.cancel();
  }
  // Who has seen the newest of the removed ones lacks nothing.
  const follower = await follow({ after: old as string });
  expect((await follower.next())?.data).toEqual({ position: old, resumed: true });
  expect((await follower.until(({ id }) => id === youngest)).map(({ id }) => id)).toEqual([young, youngest]);
  await follower.cancel();
});

test('removing again changes nothing, and again later moves the mark on', async () => {
  const [first, second, third] = await write(50, 40, 30);
  expect(await pruneChanges()).toBe(2);
  expect(await pruneChanges()).toBe(0);
  expect(await canResume(place(third))).toBe(true);
  await write(26);
  expect(await pruneChanges()).toBe(1);
  for (const id of [first, second, third]) expect(await canResume(place(id))).toBe(false);
});

test('an empty feed is not pruned, and a place in it stays good', async () => {
  const follower = await follow();
  const id = (await follower.next())?.id;
  await follower.cancel();
  expect(await pruneChanges()).toBe(0);
  expect(await canResume(place(id))).toBe(true);
});

test('a young change of a transaction that began before an old one is kept', async () => {
  const [, young, old] = await write(30, 1, 25);
  await pruneChanges();
  expect(await changeIds()).toEqual([young, old]);
});

test('several processes that prune at once do not wait for each other', async () => {
  await write(50, 40, 1);
  const removed = await allAtOnce(4, () => pruneChanges());
  expect(removed.every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await changeIds()).toHaveLength(1);
});

test.each([
  ['ahead of everything that this database has done', '999999999-0'],
  ['of a change that does not exist here', '5-12345'],
  ['that nobody gave', 'tampered'],
])('an id %s is answered with a reset, and the stream goes on from now', async (_, after) => {
  await write(1);
  const follower = await follow({ after });
  expect((await follower.next())?.event).toBe('ready');
  expect((await follower.next())?.event).toBe('reset');
  const [id] = await write(0);
  expect((await follower.until((block) => block.id === id)).map((block) => block.id)).toEqual([id]);
  await follower.cancel();
});

test('a restored dump brings changes of its former life: they are removed and never told', async () => {
  await pool().query(
    `INSERT INTO change (xid, seq, topic, op, entity_id) VALUES (4000000000, 1, 'event', 'deleted', $1)`,
    [randomUUID()],
  );
  const follower = await follow();
  const [id] = await write(0);
  expect((await follower.until((block) => block.id === id)).map((block) => block.id)).toEqual([id]);
  await follower.cancel();
  expect(await pruneChanges()).toBe(1);
  expect(await changeIds()).toEqual([id]);
});

test('streams that are open when the database is replaced by an older one are told to start over', async () => {
  const follower = await follow();
  const { id } = (await follower.next()) as { id: string };
  const feed = joinFeed();
  // As if the feed had read a history that was ahead of this one.
  await expect
    .poll(() => {
      if (feed.recent && feed.history === 0) feed.recent.end = { xid: place(id).xid + 1_000_000, seq: 0 };
      pokeFeed();
      return feed.history;
    })
    .toBe(1);
  const [reset] = await follower.until(({ event }) => event === 'reset');
  expect(place(reset?.id).xid).toBeLessThan(place(id).xid + 1_000_000);
  const [next] = await write(0);
  expect((await follower.until((block) => block.id === next)).map((block) => block.id)).toEqual([next]);
  feed.leave();
  await follower.cancel();
});
