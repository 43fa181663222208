import { pool } from '@/lib/db/pool';
import type { EventFilters } from '@/lib/events/filters';
import { ongoingReachMs, spanOf } from '@/lib/events/span';
import { eventKinds, levels, type Phase, phaseOf, priorities, statuses } from '@/lib/events/vocabulary';
import { emptyTables } from '@/lib/testing/empty-tables';
import { fc } from '@/lib/testing/properties';

/**
 * Arbitrary events for tests of what reads them, and a naive answer to which of them a query means, from the words of the
 * filters rather than from any SQL.
 */

/** The moment at which the tests look. */
export const now = Date.UTC(2026, 5, 17, 12);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const services = ['api', 'web', 'Billing', '__proto__', 'zeta'];
/** In the order in which the migrations number them. */
export const environments = ['development', 'integration', 'TNR', 'UAT'];

export type TestEvent = ReturnType<typeof toEvent>;

const ago = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3 * hour, max: 26 * hour }) },
  { weight: 2, arbitrary: fc.integer({ min: -2 * day, max: 50 * day }) },
  { weight: 1, arbitrary: fc.constantFrom(0, day, 2 * day, -3650 * day) },
);
const length = fc.oneof(
  fc.constantFrom(null, 0, minute),
  fc.integer({ min: 0, max: 2 * hour }),
  fc.integer({ min: 0, max: 40 * day }),
);

const draft = fc.record({
  kind: fc.constantFrom(...eventKinds),
  status: fc.option(fc.constantFrom(...statuses), { freq: 9 }),
  service: fc.constantFrom(...services),
  environment: fc.option(fc.constantFrom(...environments), { freq: 4 }),
  priority: fc.option(fc.constantFrom(...priorities), { freq: 1 }),
  level: fc.option(fc.constantFrom(...levels), { freq: 1 }),
  source: fc.constantFrom('', 'ci', 'agent'),
  owner: fc.constantFrom('', 'team-a', 'team-b'),
  ago,
  length,
});

function toEvent(given: typeof draft extends fc.Arbitrary<infer T> ? T : never, index: number) {
  const startsAt = now - given.ago;
  const span = spanOf({
    status: given.status,
    startsAt,
    endsAt: given.length === null ? null : startsAt + given.length,
    endedAt: null,
    createdAt: startsAt,
    relatedCreatedAt: null,
  });
  const phase: Phase = phaseOf(given.status);
  return {
    ...given,
    ...span,
    phase,
    id: `019f0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    title: `Event ${index}`,
  };
}

export const testEvents = (maxLength: number) =>
  fc.array(draft, { maxLength }).map((drafts) => drafts.map(toEvent));

/** Makes these the only events there are. */
export async function storeEvents(events: readonly TestEvent[]): Promise<void> {
  await emptyTables('event');
  await pool().query(
    'INSERT INTO service (name, name_key) SELECT n, lower(n) FROM unnest($1::text[]) n ON CONFLICT DO NOTHING',
    [services],
  );
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, priority, level, source, owner, at, until, long, starts_at, created_at)
     SELECT r.id, r.kind, r.title, s.id, v.id, r.status, r.phase, r.priority, r.level, r.source, r.owner,
            to_timestamp(r.at / 1000.0), to_timestamp(r.until / 1000.0), r.long, to_timestamp(r.at / 1000.0), to_timestamp(r.at / 1000.0)
     FROM json_to_recordset($1) AS r(id uuid, kind event_kind, title text, service text, environment text, status event_status,
       phase phase, priority priority, level event_level, source text, owner text, at bigint, until bigint, long boolean)
     JOIN service s ON s.name = r.service LEFT JOIN environment v ON v.name = r.environment`,
    [JSON.stringify(events)],
  );
}

/** Whether an event overlaps the window; one without an end goes on until now, for thirty days at most. */
export function overlaps(event: TestEvent, from: number, to: number): boolean {
  if (event.at >= to) return false;
  if (event.at >= from) return true;
  if (event.until !== null) return event.until >= from;
  return from <= now && event.at >= from - ongoingReachMs;
}

const filterable = [
  'kind',
  'service',
  'environment',
  'status',
  'phase',
  'priority',
  'level',
  'source',
  'owner',
] as const;
type Filterable = (typeof filterable)[number];

/** Whether an event passes the filters, those named in `except` aside. */
export function passes(event: TestEvent, filters: EventFilters, except?: string): boolean {
  return filterable.every((name) => {
    const values = filters[name] as readonly string[] | undefined;
    if (name === except || !values || values.length === 0) return true;
    const value = event[name];
    return value !== null && values.some((wanted) => same(name, wanted, value));
  });
}

const same = (name: Filterable, wanted: string, value: string) =>
  name === 'service' || name === 'environment'
    ? wanted.toLowerCase() === value.toLowerCase()
    : wanted === value;

const someOf = <T extends string>(values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    fc.subarray([...values], { minLength: 1, maxLength: 3 }),
  );

/** Arbitrary filters with a window somewhere around now; its sides in milliseconds besides. */
export const testQuery = fc
  .record({
    kind: someOf(eventKinds),
    service: someOf([...services, 'API', 'unheard-of']),
    environment: someOf(environments),
    phase: someOf(['running', 'failed', 'succeeded', 'planned'] as const),
    level: someOf(levels),
    owner: someOf(['team-a', 'team-b', 'nobody']),
    end: fc.oneof(fc.constant(0), fc.integer({ min: -day, max: 40 * day })),
    span: fc.oneof(fc.constant(day), fc.integer({ min: 1, max: 30 * day })),
  })
  .map(({ end, span, ...filters }) => {
    const to = now - end;
    const from = to - span;
    const query: EventFilters = {
      ...filters,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    };
    return { query, from, to };
  });
