import type { Pool } from 'pg';

/**
 * Fills `event` with a year of a company: 100 services, 8 environments, a quarter of the events deployments. Each version is built, goes through all
 * environments, and one in twenty of its deployments fails; every hundredth ends in an incident.
 */
export async function fillYear(pool: Pool, count: number, log: (line: string) => void): Promise<void> {
  const versions = Math.round(count / 4 / 8);
  const days = 365;
  await pool.query('TRUNCATE event, changelog_entry, change CASCADE');
  await pool.query(
    `INSERT INTO service (name, name_key) SELECT 'service-' || n, 'service-' || n FROM generate_series(1, 100) n ON CONFLICT DO NOTHING`,
  );
  log(`${versions.toLocaleString('en-US')} versions`);
  await pool.query(
    `INSERT INTO version (service_id, name, key, sha, created_at)
     SELECT s.ids[1 + n % 100], '1.' || n / 100 || '.0', '1.' || n / 100 || '.0', md5(n::text),
            now() - interval '1 day' * $2::float8 * (1 - n::float8 / $1)
     FROM generate_series(0, $1::int - 1) n, (SELECT array_agg(id ORDER BY id) AS ids FROM service WHERE name LIKE 'service-%') s
     ON CONFLICT DO NOTHING`,
    [versions, days],
  );
  log('builds and deployments');
  await pool.query(
    `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, source, owner, starts_at, ends_at, at, until, created_at, version, version_id, duration_ms)
     SELECT uuidv7(), k.kind, 'Deploy ' || w.name, w.service_id, k.environment_id, k.status, k.phase, 'ci', 'person-' || w.id % 40,
            k.at, k.at + interval '5 minutes', k.at, k.at + interval '5 minutes', k.at, w.name, w.id, 300000
     FROM version w CROSS JOIN LATERAL (
       SELECT 'build'::event_kind AS kind, NULL::int AS environment_id, 'success'::event_status AS status, 'succeeded'::phase AS phase, w.created_at AS at
       UNION ALL
       SELECT 'deployment', n, CASE WHEN (w.id * 7 + n) % 20 = 0 THEN 'failure' ELSE 'success' END::event_status,
              CASE WHEN (w.id * 7 + n) % 20 = 0 THEN 'failed' ELSE 'succeeded' END::phase, w.created_at + n * interval '40 minutes'
       FROM generate_series(1, 8) n) k
     ORDER BY k.at`,
  );
  log('incidents');
  await pool.query(
    `WITH broken AS (
       SELECT w.service_id, w.created_at + interval '7 hours' AS at FROM version w WHERE w.id % 100 = 0
     ), told AS (
       INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, source, at, until, created_at)
       SELECT uuidv7(), 'incident', 'It burns', service_id, 7, 'done', 'succeeded', 'bench', at, at + interval '1 hour', at FROM broken
       RETURNING id, service_id, at)
     INSERT INTO incident (event_id, origin, status, service_id, environment_id, started_at, detected_at, detected_at_original, resolved_at, ended_at)
     SELECT id, 'reported', 'resolved', service_id, 7, at, at, at, at + interval '1 hour', at + interval '1 hour' FROM told`,
  );
  const others = count - versions * 9;
  log(`${others.toLocaleString('en-US')} other events`);
  await pool.query(
    `INSERT INTO event (id, kind, title, message, service_id, environment_id, status, phase, source, owner, starts_at, at, until, created_at)
     SELECT uuidv7(), ('{operation,drift,rpa_usage,signal,infra}'::event_kind[])[1 + n % 5], 'Event ' || n, 'Message of event ' || n,
            s.ids[1 + n % 100], 1 + n % 8, 'success', 'succeeded', 'bench', 'team-' || n % 20, t.at, t.at, t.at, t.at
     FROM generate_series(1, $1::int) n, LATERAL (SELECT now() - interval '1 day' * $2::float8 * (1 - n::float8 / $1) AS at) t,
          (SELECT array_agg(id ORDER BY id) AS ids FROM service WHERE name LIKE 'service-%') s`,
    [others, days],
  );
  await pool.query('VACUUM ANALYZE');
}
