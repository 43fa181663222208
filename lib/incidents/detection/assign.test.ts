import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { assign, type Interval, type Limits, loose, opened } from './assign';

const limits: Limits = { threshold: 5, windowMs: 300_000, quietMs: 0, reopenMs: 3_600_000 };
const minute = 60_000;
const interval = (start: number, end: number | null, more: Partial<Interval> = {}): Interval => ({
  start,
  end,
  reopenable: end !== null,
  first: [start],
  ...more,
});

describe('a burst', () => {
  const four = [0, 1, 2, 3].map((n) => n * 1000);

  it('of four opens nothing, the fifth opens', () => {
    expect(assign(limits, [], [], four).steps).toEqual([]);
    expect(assign(limits, [], four, [4000])).toEqual({
      steps: [{ step: 'open', start: 0 }],
      joins: [opened],
      claims: [{ interval: opened, from: 0, to: Number.POSITIVE_INFINITY }],
    });
  });

  it('counts when its fifth comes exactly five minutes after its first, and not a millisecond later', () => {
    expect(assign(limits, [], four, [300_000]).steps).toEqual([{ step: 'open', start: 0 }]);
    expect(assign(limits, [], four, [300_001]).steps).toEqual([]);
  });

  it('is found in whatever order it arrives', () => {
    expect(assign(limits, [], [4000, 1000, 3000], [2000, 0]).steps).toEqual([{ step: 'open', start: 0 }]);
  });

  it('begins with its own first signal, not with one that came long before', () => {
    const { steps, joins } = assign(limits, [], [], [-400_000, ...four, 4000]);
    expect(steps).toEqual([{ step: 'open', start: 0 }]);
    expect(joins).toEqual([loose, opened, opened, opened, opened, opened]);
  });

  it('at one instant counts', () => {
    expect(assign(limits, [], [], [7, 7, 7, 7, 7]).steps).toEqual([{ step: 'open', start: 7 }]);
  });
});

describe('a signal joins', () => {
  it('an active incident, however long it goes on', () => {
    expect(assign(limits, [interval(0, null)], [], [0, 1e12]).joins).toEqual([0, 0]);
  });
  it('an ended one by its own time, edges included', () => {
    expect(assign(limits, [interval(1000, 2000)], [], [999, 1000, 2000, 2001]).joins).toEqual([
      loose,
      0,
      0,
      loose,
    ]);
  });
  it('an ended one in its quiet time, and opens nothing then', () => {
    const { steps, joins } = assign(
      { ...limits, quietMs: 10 },
      [interval(0, 100)],
      [],
      [101, 102, 103, 104, 110, 111],
    );
    expect(steps).toEqual([]);
    expect(joins).toEqual([0, 0, 0, 0, 0, loose]);
  });
  it('of two that overlap the one that began last', () => {
    expect(assign(limits, [interval(50, 60), interval(0, null)], [], [49, 55, 61]).joins).toEqual([1, 0, 1]);
  });
});

describe('late signals', () => {
  it('move the start back when with the first ones of the incident they are enough', () => {
    const known = interval(10_000, null, { first: [10_000, 11_000, 12_000] });
    expect(assign(limits, [known], [8000], [9000])).toEqual({
      steps: [{ step: 'extend', interval: 0, start: 8000 }],
      joins: [0],
      claims: [{ interval: 0, from: 8000, to: 10_000 }],
    });
    expect(assign(limits, [known], [], [9000]).steps).toEqual([]);
  });
  it('are one incident with the one that follows, not one of their own', () => {
    const { steps } = assign(limits, [interval(1e9, 1e9 + 1)], [], [0, 1, 2, 3, 4]);
    expect(steps).toEqual([{ step: 'extend', interval: 0, start: 0 }]);
  });
  it('between two incidents belong to the one that follows', () => {
    const { steps } = assign(limits, [interval(0, 10), interval(1000, null)], [], [11, 12, 13, 14, 15]);
    expect(steps).toEqual([{ step: 'extend', interval: 1, start: 11 }]);
  });
});

describe('a burst after the end', () => {
  const burst = (at: number) => [0, 1, 2, 3, 4].map((n) => at + n);

  it('opens the resolved incident again within the reopen time, edge included, with what lay between', () => {
    const { steps, joins, claims } = assign(limits, [interval(0, 1000)], [2000], burst(1000 + 60 * minute));
    expect(steps).toEqual([{ step: 'reopen', interval: 0, from: 1000 + 60 * minute }]);
    expect(joins).toEqual([0, 0, 0, 0, 0]);
    expect(claims).toEqual([{ interval: 0, from: 1000, to: Number.POSITIVE_INFINITY }]);
  });
  it('opens a new one later than that', () => {
    expect(assign(limits, [interval(0, 1000)], [], burst(1001 + 60 * minute)).steps).toMatchObject([
      { step: 'open' },
    ]);
  });
  it('opens a new one when the old one was closed', () => {
    expect(assign(limits, [interval(0, 1000, { reopenable: false })], [], burst(1001)).steps).toEqual([
      { step: 'open', start: 1001 },
    ]);
  });
  it('does not count what the incident had before its end', () => {
    expect(assign(limits, [interval(0, 1000)], [], [999, 1000, 1001, 1002, 1003]).steps).toEqual([]);
  });
});

test('what lay loose joins when somebody opened the incident again', () => {
  expect(assign(limits, [interval(0, null)], [500, 700, 600], [800])).toEqual({
    steps: [],
    joins: [0],
    claims: [{ interval: 0, from: 500, to: 700 }],
  });
});

/** The definition, word for word. */
function defined(
  times: readonly number[],
  { threshold, windowMs }: Limits,
): { start: number; members: number } | null {
  const begins = times.filter((s) => times.filter((t) => t >= s && t <= s + windowMs).length >= threshold);
  if (begins.length === 0) return null;
  const start = Math.min(...begins);
  return { start, members: times.filter((t) => t >= start).length };
}

test('one incident with the same start and the same members results from every order and every division into batches', () => {
  const world = fc.record({
    threshold: fc.integer({ min: 1, max: 6 }),
    windowMs: fc.integer({ min: 1, max: 12 }),
    batches: fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(world, ({ threshold, windowMs, batches }) => {
      const rule = { ...limits, threshold, windowMs };
      let start: number | null = null;
      let members: number[] = [];
      let free: number[] = [];
      for (const fresh of batches) {
        const first = members.filter((time) => time >= (start ?? 0)).sort((a, b) => a - b);
        const intervals =
          start === null
            ? []
            : [{ start, end: null, reopenable: false, first: first.slice(0, threshold - 1) }];
        const { steps, joins, claims } = assign(rule, intervals, free, fresh);
        for (const step of steps) if (step.step !== 'reopen') start = step.start;
        expect(steps.length).toBeLessThanOrEqual(1);
        const claimed = (time: number) => claims.some(({ from, to }) => time >= from && time <= to);
        members = [
          ...members,
          ...free.filter(claimed),
          ...fresh.filter((_, index) => joins[index] !== loose),
        ];
        free = [
          ...free.filter((time) => !claimed(time)),
          ...fresh.filter((_, index) => joins[index] === loose),
        ];
      }
      const found = start === null ? null : { start, members: members.length };
      expect(found).toEqual(defined(batches.flat(), rule));
    }),
    { numRuns: 5000 },
  );
});

test('two thousand signals of one key, with as many loose ones and a thousand past incidents, are quickly assigned', () => {
  const past = Array.from({ length: 1000 }, (_, n) =>
    interval(n * 1e6, n * 1e6 + 1000, { reopenable: false }),
  );
  const waiting = Array.from({ length: 2000 }, (_, n) => n * 5e5 + 400_000);
  const fresh = Array.from({ length: 2000 }, (_, n) => n * 5e5 + 100_000);
  const { joins } = assign({ ...limits, threshold: 3 }, past, waiting, fresh);
  expect(joins).toHaveLength(2000);
});
