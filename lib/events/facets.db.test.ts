import { beforeEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { now, overlaps, passes, storeEvents, testEvents, testQuery } from '@/lib/testing/event-rows';
import { fc } from '@/lib/testing/properties';
import { countFacets } from './facets';
import { facetNames, facetsWire } from './timeline-operations';

beforeEach(() => storeEvents([]));

test('every count is what counting one by one gives, whatever events, window and filters', async () => {
  await fc.assert(
    fc.asyncProperty(testEvents(80), testQuery, async (events, { query, from, to }) => {
      await storeEvents(events);
      const answer = facetsWire.parse(await countFacets(query, now));
      const inWindow = events.filter((event) => overlaps(event, from, to));
      expect(answer.total).toBe(inWindow.filter((event) => passes(event, query)).length);
      for (const name of facetNames) {
        const expected = new Map<string | null, number>();
        for (const event of inWindow) {
          if (!passes(event, query, name)) continue;
          const value = event[name] || null;
          expected.set(value, (expected.get(value) ?? 0) + 1);
        }
        expect(new Map(answer.facets[name].map(({ value, count }) => [value, count]))).toEqual(expected);
        const counts = answer.facets[name].map(({ count }) => count);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      }
    }),
    { numRuns: 60 },
  );
});

test('a facet has at most 200 values, the most frequent ones and those that are filtered by', async () => {
  await pool().query(
    `WITH s AS (INSERT INTO service (name, name_key) SELECT 'many-' || n, 'many-' || n FROM generate_series(1, 250) n RETURNING id, name)
     INSERT INTO event (id, kind, title, service_id, phase, at, until)
     SELECT gen_random_uuid(), 'signal', 'x', id, 'noted', to_timestamp($1 / 1000.0), to_timestamp($1 / 1000.0)
     FROM s, generate_series(1, CASE WHEN name = 'many-250' THEN 1 ELSE 2 END)`,
    [now - 1000],
  );
  const all = await countFacets({}, now);
  expect(all.total).toBe(499);
  expect(all.facets.service).toHaveLength(200);
  const narrowed = await countFacets({ service: ['many-250'] }, now);
  expect(narrowed.facets.service).toHaveLength(200);
  expect(narrowed.facets.service.at(-1)).toEqual({ value: 'many-250', count: 1 });
});

test('without a window the last day counts', async () => {
  const [event] =
    fc.sample(
      testEvents(1).filter(({ length }) => length === 1),
      { numRuns: 1, seed: 1 },
    )[0] ?? [];
  if (!event) throw new Error('no sample');
  const at = (id: string, instant: number) => ({ ...event, id, at: instant, until: instant, long: false });
  await storeEvents([
    at('019f0000-0000-7000-8000-000000000001', now - 3_600_000),
    at('019f0000-0000-7000-8000-000000000002', now - 25 * 3_600_000),
    at('019f0000-0000-7000-8000-000000000003', now + 10 * 365 * 86_400_000),
  ]);
  expect((await countFacets({}, now)).total).toBe(1);
});

test('a window that ends before it begins is refused', async () => {
  await expect(countFacets({ from: 'now', to: 'now-1h' }, now)).rejects.toMatchObject({ code: 'invalid' });
});
