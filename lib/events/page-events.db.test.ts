import { expect, test } from 'vitest';
import { now, overlaps, passes, storeEvents, testEvents, testQuery } from '@/lib/testing/event-rows';
import { fc } from '@/lib/testing/properties';
import { countMatching, pageEvents } from './page-events';
import { statuses } from './vocabulary';

test('numbered pages give every event that passes, once and the last created first, whatever events and filters', async () => {
  const status = fc.option(fc.subarray([...statuses], { minLength: 1, maxLength: 4 }), { nil: undefined });
  const size = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(
      testEvents(80),
      testQuery,
      status,
      size,
      async (events, { query, from, to }, some, limit) => {
        await storeEvents(events);
        const filters = { ...query, status: some };
        const expected = events
          .filter((event) => overlaps(event, from, to) && passes(event, filters))
          .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
          .map(({ id }) => id);

        const found: string[] = [];
        for (let offset = 0; offset <= events.length; offset += limit) {
          const page = await pageEvents(filters, { offset, limit }, now);
          found.push(...page.map(({ id }) => id));
        }
        expect(found).toEqual(expected);
        expect(await countMatching(filters, 1_000, now)).toBe(expected.length);
      },
    ),
    { numRuns: 40 },
  );
});
