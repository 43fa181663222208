import { describe, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import {
  now,
  overlaps,
  passes,
  storeEvents,
  type TestEvent,
  testEvents,
  testQuery,
} from '@/lib/testing/event-rows';
import { fc } from '@/lib/testing/properties';
import { eventLanes } from './lanes';
import { laneGroups, lanesWire } from './timeline-operations';
import type { Phase } from './vocabulary';

const iso = (instant: number) => new Date(instant).toISOString();

describe('whatever events, window and filters', () => {
  const shape = fc.record({
    groupBy: fc.constantFrom(...laneGroups),
    slots: fc.integer({ min: 10, max: 400 }),
    lanes: fc.integer({ min: 1, max: 10 }),
  });

  test('lanes hold exactly the events of the window, busiest first, and say how many more there are', async () => {
    await fc.assert(
      fc.asyncProperty(testEvents(80), testQuery, shape, async (events, { query, from, to }, wanted) => {
        await storeEvents(events);
        const answer = lanesWire.parse(await eventLanes({ ...query, ...wanted }, now));
        const groups = new Map<string | null, TestEvent[]>();
        for (const event of events) {
          if (!overlaps(event, from, to) || !passes(event, query)) continue;
          const key = event[wanted.groupBy];
          groups.set(key, [...(groups.get(key) ?? []), event]);
        }
        const counts = [...groups.values()].map((group) => group.length).toSorted((a, b) => b - a);
        expect(answer.lanes.map(({ count }) => count)).toEqual(counts.slice(0, wanted.lanes));
        expect(answer.hiddenLanes).toBe(Math.max(0, groups.size - wanted.lanes));
        for (const { key, items } of answer.lanes) checkLane(items, groups.get(key) ?? []);
      }),
      { numRuns: 60 },
    );
  });

  type Items = Awaited<ReturnType<typeof eventLanes>>['lanes'][number]['items'];

  /** Each event is either drawn as it is, or counted by phase in one cluster. */
  function checkLane(items: Items, group: readonly TestEvent[]) {
    const left = new Map<Phase, number>();
    for (const { phase } of group) left.set(phase, (left.get(phase) ?? 0) + 1);
    const take = (phase: Phase, count: number) => left.set(phase, (left.get(phase) ?? 0) - count);
    for (const item of items) {
      if (item.type === 'cluster') {
        for (const [phase, count] of Object.entries(item.counts)) take(phase as Phase, count);
        expect(Object.values(item.counts).reduce((sum, count) => sum + count, 0)).toBe(item.count);
        continue;
      }
      const event = group.find(({ id }) => id === item.event.id);
      expect(item.event).toEqual({
        id: event?.id,
        kind: event?.kind,
        phase: event?.phase,
        title: event?.title,
        service: event?.service,
        environment: event?.environment,
        version: null,
        at: iso(event?.at as number),
        until: event?.until === null ? null : iso(event?.until as number),
      });
      take(item.event.phase, 1);
    }
    expect([...left.values()].every((count) => count === 0)).toBe(true);
    const starts = items.map((item) => (item.type === 'event' ? item.event.at : item.from));
    expect(starts).toEqual(starts.toSorted());
  }

  test('incidents of the window are there, newest first, whatever else is filtered by', async () => {
    await fc.assert(
      fc.asyncProperty(testEvents(80), testQuery, shape, async (events, { query, from, to }, wanted) => {
        await storeEvents(events);
        const { incidents } = await eventLanes({ ...query, ...wanted }, now);
        const place = { service: query.service, environment: query.environment };
        const expected = events
          .filter((event) => event.kind === 'incident' && overlaps(event, from, to) && passes(event, place))
          .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
        expect(incidents.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 30 },
    );
  });
});

const query = { from: 'now-24h', to: 'now', groupBy: 'service' as const, slots: 90, lanes: 24 };

test('something long ago that still goes on is drawn from its true start, without an end', async () => {
  await storeEvents([]);
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, phase, status, at, until, long)
     SELECT '019f0000-0000-7000-8000-000000000001', 'operation', 'Reindex', min(id), 'running', 'in_progress', $1, NULL, true FROM service`,
    [new Date(now - 5 * 86_400_000)],
  );
  const { lanes } = await eventLanes(query, now);
  expect(lanes[0]?.items[0]).toMatchObject({
    type: 'event',
    event: { title: 'Reindex', at: iso(now - 5 * 86_400_000), until: null },
  });
});

test('however much there is, the answer stays below 150 kB', async () => {
  await storeEvents([]);
  await pool().query(
    `WITH s AS (INSERT INTO service (name, name_key) SELECT 'a rather long name of a service ' || n, 'crowd ' || n FROM generate_series(1, 30) n RETURNING id)
     INSERT INTO event (id, kind, title, service_id, environment_id, phase, version, at, until)
     SELECT gen_random_uuid(), CASE WHEN n % 10 = 0 THEN 'incident' ELSE 'deployment' END::event_kind, repeat('A title of some length ', 3), s.id, 7,
       (enum_range(NULL::phase))[1 + n % 7], 'v1.234.' || n, t.at, t.at + CASE WHEN n % 3 = 0 THEN interval '2 hours' ELSE interval '1 minute' END
     FROM s, generate_series(1, 600) n, LATERAL (SELECT $1::timestamptz - n * interval '144 seconds' AS at) t`,
    [new Date(now)],
  );
  const answer = await eventLanes(query, now);
  expect(answer).toMatchObject({ hiddenLanes: 6 });
  expect(answer.lanes).toHaveLength(24);
  expect(JSON.stringify(answer).length).toBeLessThan(150_000);
  for (const { count, items } of answer.lanes) {
    expect(items.reduce((sum, item) => sum + (item.type === 'event' ? 1 : item.count), 0)).toBe(count);
    expect(count).toBe(600);
  }
});

test('moving on with the clock keeps the edges of clusters', async () => {
  await storeEvents([]);
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, phase, at, until)
     SELECT gen_random_uuid(), 'signal', 'x', (SELECT min(id) FROM service), 'noted', t, t
     FROM generate_series($1::timestamptz - interval '20 hours', $1::timestamptz - interval '1 hour', interval '2 minutes') t`,
    [new Date(now)],
  );
  const edges = async (at: number) =>
    (await eventLanes(query, at)).lanes[0]?.items.map((item) => (item.type === 'cluster' ? item.from : ''));
  expect(await edges(now + 7_000)).toEqual(await edges(now));
});
