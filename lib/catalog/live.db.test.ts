import { afterEach, expect, it } from 'vitest';
import { type Follower, follow, settled } from '@/lib/live/testing';
import { describe as put, remove } from '@/lib/testing/catalog';
import { feedIdOf, serviceIdOf } from './feed-id';

let followers: Follower[] = [];
async function listen(options: Parameters<typeof follow>[0] = {}) {
  await settled();
  const follower = await follow(options);
  followers.push(follower);
  await follower.next();
  return follower;
}
afterEach(async () => {
  await Promise.all(followers.map((follower) => follower.cancel().catch(() => {})));
  followers = [];
});

it('the live stream tells whose entry changed, and of both sides of a dependency', async () => {
  const all = await listen();
  const narrow = await listen({ filters: { service: ['LIVE-LEDGER'], topic: ['catalog'] } });
  const told = (blocks: Awaited<ReturnType<Follower['until']>>) =>
    blocks.map(({ event, data }) => `${event} ${(data as { name: string }).name}`).sort();
  await put('live-shop', { dependsOn: ['live-ledger'] });
  // Both are told by one commit, the entry first.
  expect(told(await all.until(({ event }) => event === 'catalog.updated'))).toEqual([
    'catalog.created live-shop',
    'catalog.updated live-ledger',
  ]);
  await remove('live-shop');
  expect(told(await all.until(({ event }) => event === 'catalog.updated'))).toEqual([
    'catalog.gone live-shop',
    'catalog.updated live-ledger',
  ]);
  const [first] = await narrow.until(() => true);
  expect(first).toMatchObject({ event: 'catalog.updated', data: { name: 'live-ledger' } });
});

it.each([1, 2_147_483_647, -1, -12])('the service %d has an id in the feed and is found by it', (id) => {
  expect(feedIdOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(serviceIdOf(feedIdOf(id))).toBe(id);
});

it('an id of something else stands for no service', () => {
  expect(serviceIdOf('019f0000-0000-7000-8000-000000000001')).toBeNull();
});
