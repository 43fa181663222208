import type { PoolClient } from 'pg';
import type { EventLevel } from '@/lib/events/vocabulary';
import { instantOf } from './instant';
import type { Key } from './read-state';

/** A row of `signal` on its way in. */
export interface NewSignal {
  id: string;
  /** Only where it had one before. */
  number: number | null;
  serviceId: number;
  environmentId: number;
  ruleId: number;
  fingerprint: string;
  groupKey: string;
  level: EventLevel | null;
  at: string;
  incident: number | null;
}

/** Loose signals of a key that join an incident, edges included; without an end, all there are. */
export interface Claim {
  key: Key;
  incident: number;
  from: number;
  to: number;
}

/** A sort of error and when it was first seen. */
export interface SeenSort {
  serviceId: number;
  fingerprint: string;
  template: string;
  at: string;
}

export interface StoredSignal {
  event_id: string;
  number: number;
  incident_number: number | null;
}

/**
 * Writes signals, lets loose ones join, and counts both: each incident once, however many join it. One statement. Those that are
 * there already are left out.
 *
 * An incident's time of change moves on every five seconds at most: as long as no indexed column changes, Postgres leaves the indexes alone.
 * @param told numbers of incidents whose change the feed has been told of already
 */
export async function storeSignals(
  client: PoolClient,
  signals: readonly NewSignal[],
  claims: readonly Claim[],
  sorts: readonly SeenSort[],
  told: readonly number[],
): Promise<StoredSignal[]> {
  const { rows } = await client.query<StoredSignal>({
    name: 'detection-store',
    text: `
      WITH input AS (
        SELECT * FROM json_to_recordset($1) AS i(id uuid, number int8, "serviceId" int, "environmentId" int, "ruleId" int,
          fingerprint text, "groupKey" text, level event_level, at timestamptz, incident int)
      ), stored AS (
        INSERT INTO signal (event_id, number, service_id, environment_id, rule_id, fingerprint, group_key, level, at, incident_number)
        SELECT id, coalesce(number, nextval('signal_number_seq')), "serviceId", "environmentId", "ruleId", fingerprint, "groupKey", level, at, incident FROM input
        ON CONFLICT (event_id) DO NOTHING
        RETURNING event_id, number, incident_number, at
      ), claimed AS (
        UPDATE signal s SET incident_number = c.incident
        FROM unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[])
          AS c(rule_id, service_id, environment_id, group_key, incident, first, last)
        WHERE s.incident_number IS NULL AND s.rule_id > 0 AND s.rule_id = c.rule_id AND s.service_id = c.service_id
          AND s.environment_id = c.environment_id AND s.group_key = c.group_key AND s.at BETWEEN c.first AND c.last
        RETURNING s.incident_number, s.at
      ), counted AS (
        SELECT incident_number, count(*)::int AS count, max(at) AS last
        FROM (SELECT incident_number, at FROM stored WHERE incident_number IS NOT NULL UNION ALL SELECT incident_number, at FROM claimed) j
        GROUP BY incident_number
      ), bumped AS (
        UPDATE incident i SET signal_count = i.signal_count + c.count, last_signal_at = greatest(i.last_signal_at, c.last),
          updated_at = CASE WHEN i.updated_at < now() - interval '5 seconds' THEN now() ELSE i.updated_at END
        FROM counted c WHERE i.number = c.incident_number
        RETURNING i.number, i.event_id
      ), fed AS (
        INSERT INTO change (topic, op, entity_id) SELECT 'incident', 'updated', event_id FROM bumped WHERE number <> ALL ($9::int[])
      ), sorts AS (
        INSERT INTO error_fingerprint AS f (service_id, fingerprint, template, first_at)
        SELECT "serviceId", fingerprint, template, at
        FROM json_to_recordset($10) AS i("serviceId" int, fingerprint text, template text, at timestamptz)
        ON CONFLICT (service_id, fingerprint) DO UPDATE SET first_at = excluded.first_at WHERE excluded.first_at < f.first_at
      )
      SELECT event_id, number, incident_number FROM stored`,
    values: [
      JSON.stringify(signals),
      claims.map(({ key }) => key.rule.id),
      claims.map(({ key }) => key.serviceId),
      claims.map(({ key }) => key.environmentId),
      claims.map(({ key }) => key.groupKey),
      claims.map(({ incident }) => incident),
      claims.map(({ from }) => instantOf(from)),
      claims.map(({ to }) => instantOf(to)),
      told,
      JSON.stringify(sorts),
    ],
  });
  return rows;
}
