import { expect, test } from 'vitest';
import { now, overlaps, passes, storeEvents, testEvents, testQuery } from '@/lib/testing/event-rows';
import { fc } from '@/lib/testing/properties';
import { eventSorts } from './filters';
import { countEvents, listEvents } from './list-events';
import { statuses } from './vocabulary';

test('page after page gives every event that passes, once and in order, whatever events and filters', async () => {
  const page = fc.record({ sort: fc.constantFrom(...eventSorts), limit: fc.integer({ min: 1, max: 40 }) });
  const status = fc.option(fc.subarray([...statuses], { minLength: 1, maxLength: 4 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      testEvents(80),
      testQuery,
      status,
      page,
      async (events, { query, from, to }, some, shape) => {
        await storeEvents(events);
        const filters = { ...query, status: some };
        const newestFirst = shape.sort.startsWith('-') ? -1 : 1;
        const expected = events
          .filter((event) => overlaps(event, from, to) && passes(event, filters))
          .toSorted((a, b) => newestFirst * (a.at - b.at || (a.id < b.id ? -1 : 1)))
          .map(({ id }) => id);

        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const answer = await listEvents({ ...filters, ...shape, cursor, total: false }, now);
          found.push(...answer.items.map(({ id }) => id));
          cursor = answer.nextCursor ?? undefined;
        } while (cursor !== undefined && found.length <= events.length);
        expect(found).toEqual(expected);
        expect(await countEvents(filters, now)).toEqual({ count: expected.length, exact: true });
      },
    ),
    { numRuns: 60 },
  );
});

test('two spellings of one service are one alternative', async () => {
  const events = fc
    .sample(testEvents(30), { numRuns: 5, seed: 3 })
    .flat()
    .map((event, n) => ({
      ...event,
      service: 'api',
      id: `019f0000-0000-7000-8000-${n.toString().padStart(12, '0')}`,
    }));
  await storeEvents(events);
  const { items } = await listEvents({ service: ['api', 'API'], sort: '-at', limit: 500, total: false }, now);
  expect(items).toHaveLength(events.length);
});

test('a service that nobody has seen gives an empty page, whatever else is asked for', async () => {
  const filters = {
    service: ['unheard-of'],
    status: ['start' as const],
    owner: ['ops'],
    from: 'now-1h',
    to: 'now',
  };
  const page = await listEvents({ ...filters, sort: '-at', limit: 10, total: true }, now);
  expect(page).toEqual({ items: [], nextCursor: null, total: { count: 0, exact: true } });
});
