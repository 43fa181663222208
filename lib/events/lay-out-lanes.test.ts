import { describe, expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { type Bar, type Cell, type LaneItem, layOutLanes } from './lay-out-lanes';
import { phases } from './vocabulary';

const roomy = { bars: 10, weight: 1000 };
const only = (cells: Cell[], bars: Bar[] = [], limits = roomy) =>
  layOutLanes([{ key: 'api', cells, bars }], limits)[0]?.items;

test('a marker that is alone in its slot stays an event', () => {
  expect(only([{ slot: 4, phase: 'noted', count: 1, sample: 'a' }])).toEqual([
    { type: 'event', id: 'a', slot: 4 },
  ]);
});

test('markers that share a slot become a cluster that says how many of which phase', () => {
  expect(
    only([
      { slot: 4, phase: 'succeeded', count: 9, sample: 'a' },
      { slot: 4, phase: 'failed', count: 2, sample: 'b' },
      { slot: 5, phase: 'failed', count: 1, sample: 'c' },
    ]),
  ).toEqual([
    { type: 'cluster', slot: 4, slots: 1, count: 11, counts: { succeeded: 9, failed: 2 } },
    { type: 'event', id: 'c', slot: 5 },
  ]);
});

test('a bar is drawn besides the cluster of the slot where it starts', () => {
  expect(
    only([{ slot: 4, phase: 'running', count: 3, sample: 'a' }], [{ id: 'bar', slot: 4, phase: 'running' }]),
  ).toEqual([
    { type: 'event', id: 'bar', slot: 4 },
    { type: 'cluster', slot: 4, slots: 1, count: 2, counts: { running: 2 } },
  ]);
});

test('one marker that is left beside a bar is drawn as that marker', () => {
  expect(
    only([{ slot: 4, phase: 'running', count: 2, sample: 'a' }], [{ id: 'bar', slot: 4, phase: 'running' }]),
  ).toEqual([
    { type: 'event', id: 'bar', slot: 4 },
    { type: 'event', id: 'a', slot: 4 },
  ]);
});

test('bars beyond what a lane may have fall into clusters, the least important ones first', () => {
  const bars = Array.from({ length: 5 }, (_, n): Bar => ({ id: `b${n}`, slot: 2, phase: 'succeeded' }));
  expect(
    only([{ slot: 2, phase: 'succeeded', count: 5, sample: null }], bars, { ...roomy, bars: 2 }),
  ).toEqual([
    { type: 'event', id: 'b0', slot: 2 },
    { type: 'event', id: 'b1', slot: 2 },
    { type: 'cluster', slot: 2, slots: 1, count: 3, counts: { succeeded: 3 } },
  ]);
});

test('where everything is too much, the fullest lane gets wider slots and a sparse one stays as it is', () => {
  const cell = (slot: number): Cell => ({ slot, phase: 'noted', count: 2, sample: 'x' });
  const [full, sparse] = layOutLanes(
    [
      { key: 'full', cells: Array.from({ length: 40 }, (_, slot) => cell(slot)), bars: [] },
      { key: 'sparse', cells: [cell(3), cell(4)], bars: [] },
    ],
    { bars: 10, weight: 25 },
  );
  expect(full?.items).toHaveLength(20);
  expect(full?.items[0]).toEqual({ type: 'cluster', slot: 0, slots: 2, count: 4, counts: { noted: 4 } });
  expect(sparse?.items).toHaveLength(2);
});

describe('whatever lanes hold', () => {
  const event = fc.record({
    slot: fc.integer({ min: -3, max: 60 }),
    phase: fc.constantFrom(...phases),
    bar: fc.boolean(),
  });
  const lane = fc
    .record({ events: fc.array(event, { maxLength: 120 }), known: fc.integer({ min: 0, max: 60 }) })
    .map(({ events, known }) => {
      const all = events.map((one, index) => ({ ...one, id: `e${index}` }));
      const cells = new Map<string, Cell>();
      for (const { slot, phase, bar, id } of all) {
        const cell = cells.get(`${slot} ${phase}`) ?? { slot, phase, count: 0, sample: null };
        cell.count += 1;
        if (!bar) cell.sample ??= id;
        cells.set(`${slot} ${phase}`, cell);
      }
      const bars = all.filter(({ bar }) => bar).slice(0, known);
      return { all, lane: { key: 'lane', cells: [...cells.values()], bars } };
    });
  const limits = fc.record({
    bars: fc.integer({ min: 0, max: 40 }),
    weight: fc.integer({ min: 1, max: 400 }),
  });
  const lanes = fc.array(lane, { maxLength: 6 });

  const countOf = (items: LaneItem[]) =>
    items.reduce((sum, item) => sum + (item.type === 'event' ? 1 : item.count), 0);

  test('events and clusters of a lane add up to what it holds, in all and for each phase', () => {
    fc.assert(
      fc.property(lanes, limits, (given, limit) => {
        const laidOut = layOutLanes(
          given.map(({ lane }) => lane),
          limit,
        );
        for (const [index, { all }] of given.entries()) {
          const items = laidOut[index]?.items ?? [];
          expect(countOf(items)).toBe(all.length);
          for (const phase of phases) {
            const shown = items.reduce(
              (sum, item) =>
                sum +
                (item.type === 'cluster'
                  ? (item.counts[phase] ?? 0)
                  : Number(all.find(({ id }) => id === item.id)?.phase === phase)),
              0,
            );
            expect(shown).toBe(all.filter((one) => one.phase === phase).length);
          }
        }
      }),
    );
  });

  test('no event is drawn twice, and no cluster is empty', () => {
    fc.assert(
      fc.property(lanes, limits, (given, limit) => {
        for (const { items } of layOutLanes(
          given.map(({ lane }) => lane),
          limit,
        )) {
          const ids = items.flatMap((item) => (item.type === 'event' ? [item.id] : []));
          expect(new Set(ids).size).toBe(ids.length);
          for (const item of items) if (item.type === 'cluster') expect(item.count).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('all of it stays within its weight, short of one thing for each lane', () => {
    fc.assert(
      fc.property(lanes, limits, (given, limit) => {
        const laidOut = layOutLanes(
          given.map(({ lane }) => lane),
          limit,
        );
        const weight = laidOut
          .flatMap(({ items }) => items)
          .reduce((sum, item) => sum + (item.type === 'event' ? 2 : 1), 0);
        expect(weight).toBeLessThanOrEqual(Math.max(limit.weight, 2 * given.length));
      }),
    );
  });
});
