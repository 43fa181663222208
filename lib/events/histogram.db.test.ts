import { expect, test } from 'vitest';
import { now, passes, storeEvents, testEvents, testQuery } from '@/lib/testing/event-rows';
import { fc } from '@/lib/testing/properties';
import { eventHistogram } from './histogram';
import { histogramWire } from './timeline-operations';
import type { Phase } from './vocabulary';

test('every bin is what counting one by one gives, whatever events, window and filters', async () => {
  await fc.assert(
    fc.asyncProperty(
      testEvents(80),
      testQuery,
      fc.integer({ min: 1, max: 500 }),
      async (events, { query, from, to }, most) => {
        await storeEvents(events);
        const answer = histogramWire.parse(await eventHistogram({ ...query, bins: most }, now));
        expect([Date.parse(answer.from), Date.parse(answer.to)]).toEqual([from, to]);
        expect(answer.bins.length).toBeLessThanOrEqual(most);
        const starts = answer.bins.map(({ at }) => Date.parse(at));
        expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));

        const left = events.filter((event) => event.at >= from && event.at < to && passes(event, query));
        for (const { at, counts } of answer.bins) {
          const start = Date.parse(at);
          const inside = left.filter((event) => event.at >= start && event.at < start + answer.binMs);
          const expected: Partial<Record<Phase, number>> = {};
          for (const { phase } of inside) expected[phase] = (expected[phase] ?? 0) + 1;
          expect(counts).toEqual(expected);
          for (const event of inside) left.splice(left.indexOf(event), 1);
        }
        expect(left).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('an event ten years ahead is stored and bends nothing', async () => {
  const ahead = now + 10 * 365 * 86_400_000;
  const [event] =
    fc.sample(
      testEvents(1).filter(({ length }) => length === 1),
      { numRuns: 1, seed: 1 },
    )[0] ?? [];
  if (!event) throw new Error('no sample');
  await storeEvents([{ ...event, at: ahead, until: ahead, long: false }]);
  const answer = await eventHistogram({ from: 'now-24h', bins: 120 }, now);
  expect(answer).toMatchObject({ binMs: 15 * 60_000, bins: [], to: new Date(now).toISOString() });
  const there = await eventHistogram({ from: 'now+3000d', to: 'now+4000d', bins: 120 }, now);
  expect(there.bins).toHaveLength(1);
});
