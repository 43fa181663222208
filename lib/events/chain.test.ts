import { expect, test } from 'vitest';
import { chainOf } from './chain';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5, 10, minutes)).toISOString();
const minute = 60_000;
const now = Date.parse(at(90));
const link = (id: string, start: number, end: number | null, relatedId: string | null = null) => ({
  id,
  at: at(start),
  until: end === null ? null : at(end),
  relatedId,
});

test('a chain takes from its first start to its last end, and each link from start to start', () => {
  const chain = chainOf(
    [
      link('deploy', 10, 14, 'build'),
      link('build', 0, 8),
      link('incident', 20, 50, 'deploy'),
      link('fix', 40, 45, 'incident'),
    ],
    now,
  );
  expect(chain.events.map(({ id }) => id)).toEqual(['build', 'deploy', 'incident', 'fix']);
  expect(chain.links).toEqual([
    { from: 'build', to: 'deploy', durationMs: 10 * minute },
    { from: 'deploy', to: 'incident', durationMs: 10 * minute },
    { from: 'incident', to: 'fix', durationMs: 20 * minute },
  ]);
  expect(chain).toMatchObject({ totalMs: 50 * minute, ongoing: false });
});

test('a chain in which something goes on lasts until now', () => {
  const chain = chainOf([link('build', 0, 8), link('deploy', 10, null, 'build')], now);
  expect(chain).toMatchObject({ totalMs: 90 * minute, ongoing: true });
});

test('an event that is related to nothing is a chain of one', () => {
  expect(chainOf([link('alone', 5, 7)], now)).toMatchObject({
    links: [],
    totalMs: 2 * minute,
    ongoing: false,
  });
});

test('a link to an event that is not part of it is left out', () => {
  expect(chainOf([link('b', 5, 7, 'elsewhere')], now).links).toEqual([]);
});

test('a follower that began before what it follows says so', () => {
  const chain = chainOf([link('change', 30, 40), link('early', 20, 25, 'change')], now);
  expect(chain.links[0]?.durationMs).toBe(-10 * minute);
  expect(chain.totalMs).toBe(20 * minute);
});

test('a chain that is running but starts ahead of now has taken no time yet', () => {
  expect(chainOf([link('ahead', 120, null)], now).totalMs).toBe(0);
});
