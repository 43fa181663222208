import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { binStart, cutBins } from './bin-width';

const hour = 3_600_000;
const day = 24 * hour;

it.each([
  ['an hour', hour, 120, 30_000],
  ['a day', day, 120, 15 * 60_000],
  ['a day in 24 bins, from a round hour', day, 24, hour],
  ['a week', 7 * day, 120, 2 * hour],
  ['60 days', 60 * day, 120, 12 * hour],
  ['a year', 365 * day, 100, 7 * day],
])('%s is cut into round bins', (_, length, most, width) => {
  const from = Date.UTC(2026, 0, 5);
  expect(cutBins(from, from + length, most).width).toBe(width);
});

test('days begin at midnight UTC and weeks on a Monday, also before 2001', () => {
  for (const year of [1975, 2026]) {
    const from = Date.UTC(year, 2, 11, 13, 7);
    const start = new Date(binStart(from, cutBins(from, from + 80 * 7 * day, 100)));
    expect([start.getUTCDay(), start.getUTCHours(), start.getUTCMinutes()]).toEqual([1, 0, 0]);
  }
});

describe('whatever the window', () => {
  const instant = fc.integer({ min: 0, max: Date.UTC(9999, 0) });
  const window = fc
    .tuple(
      instant,
      fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: Date.UTC(9000, 0) })),
    )
    .map(([from, length]) => ({ from, to: from + length }));
  const most = fc.integer({ min: 1, max: 500 });

  test('there are never more bins than asked for, and they cover it', () => {
    fc.assert(
      fc.property(window, most, ({ from, to }, bins) => {
        const cut = cutBins(from, to, bins);
        const first = binStart(from, cut);
        const last = binStart(to - 1, cut);
        expect((last - first) / cut.width + 1).toBeLessThanOrEqual(bins);
        expect(first).toBeLessThanOrEqual(from);
        expect(last + cut.width).toBeGreaterThanOrEqual(to);
      }),
    );
  });

  test('moving on with the clock does not move the edges of round bins', () => {
    const from = Date.UTC(2026, 5, 1, 12, 34, 56, 789);
    const before = cutBins(from, from + day, 120);
    const after = cutBins(from + 61_000, from + 61_000 + day, 120);
    expect(after).toEqual(before);
  });
});
