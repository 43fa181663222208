import type { PoolClient } from 'pg';
import type { IncidentStatus } from '../vocabulary';
import type { Interval } from './assign';
import { instantOf } from './instant';
import type { Matcher } from './match-rule';

/** What detection has to know of the neighbourhood of new signals, read in as few statements as possible. The services are entered. */

/** One key and its new signals. */
export interface Key {
  rule: Matcher;
  serviceId: number;
  /** 0 is none. */
  environmentId: number;
  groupKey: string;
}

/** An interval with the incident that takes its signals. */
export interface Held extends Interval {
  /** Where the signals go: the incident itself, or what it was merged into in the end. */
  number: number;
  eventId: string;
  /** The incident of this key. */
  own: number;
}

/** A service has to be entered that was not. */
export class NotEntered extends Error {
  constructor(readonly services: number[]) {
    super('A service has to be entered first.');
  }
}

/** An event as it was handed over, with the ids of its names. */
interface Expected {
  id: string;
  serviceId: number;
  environmentId: number;
  revision: number;
}

/** What is not as expected. */
interface Exception {
  /** The index of what was expected. */
  ord: number;
  /** It is gone, no signal any more, or detection has seen it before. */
  done: boolean;
  service_id: number;
  environment_id: number;
  revision: number;
}

/**
 * Those of the events that are not signals which detection has yet to see, as they were handed over. Hardly ever any: their rows are
 * not read back. Each is looked up by itself: left to choose, Postgres reads tables of a middling size whole.
 */
export async function readExceptions(
  client: PoolClient,
  expected: readonly Expected[],
): Promise<Exception[]> {
  const { rows } = await client.query<Exception>({
    name: 'detection-exceptions',
    text: `SELECT i.ord::int - 1 AS ord, e.id IS NULL OR e.kind <> 'signal' OR s.event_id IS NOT NULL AS done,
                  e.service_id, coalesce(e.environment_id, 0) AS environment_id, e.revision
           FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) WITH ORDINALITY AS i(id, service_id, environment_id, revision, ord)
           LEFT JOIN LATERAL (SELECT id, kind, service_id, environment_id, revision FROM event WHERE id = i.id OFFSET 0) e ON true
           LEFT JOIN LATERAL (SELECT event_id FROM signal WHERE event_id = i.id OFFSET 0) s ON true
           WHERE e.id IS NULL OR s.event_id IS NOT NULL OR e.kind <> 'signal' OR e.revision <> i.revision
              OR e.service_id <> i.service_id OR coalesce(e.environment_id, 0) <> i.environment_id`,
    values: [
      expected.map(({ id }) => id),
      expected.map(({ serviceId }) => serviceId),
      expected.map(({ environmentId }) => environmentId),
      expected.map(({ revision }) => revision),
    ],
  });
  return rows;
}

/** How many incidents before the first signal are looked at: those that were merged or edited may overlap. */
const mostBefore = 20;

interface IncidentRow {
  ord: number;
  number: number;
  event_id: string;
  status: IncidentStatus;
  started_at: Date;
  ended_at: Date | null;
  merged_into: number | null;
}

/** The columns of keys, as arrays. */
export function columnsOf(keys: readonly Key[]): unknown[] {
  return [
    keys.map(({ rule }) => rule.id),
    keys.map(({ serviceId }) => serviceId),
    keys.map(({ environmentId }) => environmentId),
    keys.map(({ groupKey }) => groupKey),
  ];
}

/** Of each key the incidents around a span of time: from the last ones that began before it to the first one after it. */
export async function readIntervals(
  client: PoolClient,
  keys: readonly (Key & { first: number; last: number })[],
  entered: readonly number[],
): Promise<Held[][]> {
  const columns = 'i.number, i.event_id, i.status, i.started_at, i.ended_at, i.merged_into';
  const ofKey = `i.rule_id = k.rule_id AND i.service_id = k.service_id AND coalesce(i.environment_id, 0) = k.environment_id AND i.group_key = k.group_key`;
  const { rows } = await client.query<IncidentRow>({
    name: 'detection-intervals',
    text: `SELECT k.ord::int - 1 AS ord, i.*
           FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                  WITH ORDINALITY AS k(rule_id, service_id, environment_id, group_key, first, last, ord),
                LATERAL (
                  (SELECT ${columns} FROM incident i WHERE ${ofKey} AND i.started_at <= k.first ORDER BY i.started_at DESC LIMIT ${mostBefore})
                  UNION ALL
                  SELECT ${columns} FROM incident i WHERE ${ofKey} AND i.started_at > k.first AND i.started_at <= k.last
                  UNION ALL
                  (SELECT ${columns} FROM incident i WHERE ${ofKey} AND i.started_at > k.last ORDER BY i.started_at LIMIT 1)
                ) i`,
    values: [
      ...columnsOf(keys),
      keys.map(({ first }) => instantOf(first)),
      keys.map(({ last }) => instantOf(last)),
    ],
  });
  const roots = await readRoots(client, rows, entered);
  const intervals: Held[][] = keys.map(() => []);
  for (const row of rows) {
    const root = roots.get(row.number);
    intervals[row.ord]?.push({
      own: row.number,
      number: root?.number ?? row.number,
      eventId: root?.event_id ?? row.event_id,
      start: row.started_at.getTime(),
      end: (root ? root.ended_at : row.ended_at)?.getTime() ?? null,
      reopenable: root ? root.status === 'resolved' && !root.blocked : row.status === 'resolved',
      first: [],
    });
  }
  return intervals;
}

interface RootRow {
  own: number;
  number: number;
  event_id: string;
  status: IncidentStatus;
  ended_at: Date | null;
  service_id: number;
  /** Another incident is active for the same errors. */
  blocked: boolean;
}

/** What merged incidents went on in, by the merged one's number. */
async function readRoots(
  client: PoolClient,
  rows: readonly IncidentRow[],
  entered: readonly number[],
): Promise<Map<number, RootRow>> {
  const merged = rows.filter(({ merged_into }) => merged_into !== null).map(({ number }) => number);
  if (merged.length === 0) return new Map();
  const roots = await client.query<RootRow>(
    `WITH RECURSIVE up AS (
       SELECT number AS own, number, merged_into FROM incident WHERE number = ANY ($1::int[])
       UNION SELECT up.own, i.number, i.merged_into FROM up JOIN incident i ON i.number = up.merged_into)
     SELECT up.own, r.number, r.event_id, r.status, r.ended_at, r.service_id,
            r.rule_id IS NOT NULL AND EXISTS (
              SELECT FROM incident a WHERE a.rule_id = r.rule_id AND a.service_id = r.service_id
                AND coalesce(a.environment_id, 0) = coalesce(r.environment_id, 0) AND a.group_key = r.group_key
                AND a.status IN ('open', 'investigating')) AS blocked
     FROM up JOIN incident r ON r.number = up.number WHERE up.merged_into IS NULL`,
    [merged],
  );
  const missing = roots.rows.map(({ service_id }) => service_id).filter((id) => !entered.includes(id));
  if (missing.length > 0) throw new NotEntered(missing);
  return new Map(roots.rows.map((row) => [row.own, row]));
}

/** Of each key the times of its loose signals from one moment to another, edges included. */
export async function readLoose(
  client: PoolClient,
  keys: readonly (Key & { from: number; to: number })[],
): Promise<number[][]> {
  const { rows } = await client.query<{ ord: number; times: number[] }>({
    name: 'detection-loose',
    text: `SELECT k.ord::int - 1 AS ord, array_agg(round(extract(epoch FROM s.at) * 1000)::float8) AS times
           FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                  WITH ORDINALITY AS k(rule_id, service_id, environment_id, group_key, first, last, ord)
           CROSS JOIN LATERAL (
             SELECT at FROM signal
             WHERE service_id = k.service_id AND rule_id = k.rule_id AND environment_id = k.environment_id AND group_key = k.group_key
               AND at BETWEEN k.first AND k.last AND incident_number IS NULL AND rule_id > 0 OFFSET 0) s
           GROUP BY k.ord`,
    values: [
      ...columnsOf(keys),
      keys.map(({ from }) => instantOf(from)),
      keys.map(({ to }) => instantOf(to)),
    ],
  });
  const loose: number[][] = keys.map(() => []);
  for (const { ord, times } of rows) loose[ord] = times;
  return loose;
}

/** Of each interval of a key the times of the key's first members from its start on, as far as a window reaches. */
export async function readFirst(
  client: PoolClient,
  intervals: readonly { key: Key; interval: Held }[],
): Promise<void> {
  const wanted = intervals.filter(({ key }) => key.rule.threshold > 1);
  if (wanted.length === 0) return;
  const { rows } = await client.query<{ ord: number; times: number[] }>({
    name: 'detection-first',
    text: `SELECT k.ord::int - 1 AS ord, ARRAY(
             SELECT round(extract(epoch FROM s.at) * 1000)::float8 FROM signal s
             WHERE s.incident_number = k.number AND s.at BETWEEN k.first AND k.last AND s.rule_id = k.rule_id
               AND s.service_id = k.service_id AND s.environment_id = k.environment_id AND s.group_key = k.group_key
             ORDER BY s.at LIMIT k.most) AS times
           FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::int[])
                  WITH ORDINALITY AS k(rule_id, service_id, environment_id, group_key, number, first, last, most, ord)`,
    values: [
      ...columnsOf(wanted.map(({ key }) => key)),
      wanted.map(({ interval }) => interval.number),
      wanted.map(({ interval }) => instantOf(interval.start)),
      wanted.map(({ interval, key }) => instantOf(interval.start + key.rule.windowSeconds * 1000)),
      wanted.map(({ key }) => key.rule.threshold - 1),
    ],
  });
  for (const { ord, times } of rows) (wanted[ord] as { interval: Held }).interval.first = times;
}
