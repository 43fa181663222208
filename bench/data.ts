import type { Pool } from 'pg';

/** A typical deployment report, about 600 bytes. */
export function sampleEvent(index: number) {
  const minute = String(index % 60).padStart(2, '0');
  return {
    kind: 'deployment',
    title: `Deploy checkout-service v2.${index % 100}.0 to production`,
    message: 'Deployed via GitHub Actions: three pull requests, no migrations, canary passed.',
    service: 'checkout-service',
    environment: 'production',
    status: 'success',
    priority: 'P2',
    source: 'github_actions',
    owner: 'platform-team',
    startsAt: `2026-01-15T10:${minute}:00Z`,
    endsAt: `2026-01-15T10:${minute}:45Z`,
    version: `v2.${index % 100}.0`,
    sha: '4f2c9a1d7e8b6035c1a2d3e4f5061728394a5b6c',
    pullRequestUrl: 'https://github.com/example/checkout/pull/123',
  };
}

/** The table of the baselines: the same columns, constraints and indexes as the product's. */
export async function createBaselineTable(pool: Pool): Promise<void> {
  await pool.query('DROP TABLE IF EXISTS bench_event');
  await pool.query('CREATE TABLE bench_event (LIKE event INCLUDING ALL)');
  await pool.query(
    'ALTER TABLE bench_event ADD FOREIGN KEY (service_id) REFERENCES service (id), ADD FOREIGN KEY (environment_id) REFERENCES environment (id)',
  );
}

/** Fills `event` up with `count` events over 60 days, by SQL; says how far it is. */
export async function fillEvents(pool: Pool, count: number, log: (line: string) => void): Promise<void> {
  const step = 100_000;
  await pool.query(
    `INSERT INTO service (name, name_key) SELECT 'service-' || n, 'service-' || n FROM generate_series(1, 100) n ON CONFLICT DO NOTHING`,
  );
  for (let done = 0; done < count; done += step) {
    await pool.query(
      `INSERT INTO event (id, kind, title, message, service_id, environment_id, status, phase, source, owner, starts_at, at, until, created_at)
       SELECT uuidv7(), (enum_range(NULL::event_kind))[1 + n % 8], 'Event ' || n, 'Message of event ' || n,
              s.ids[1 + n % 100], 1 + n % 8, 'success', 'succeeded', 'bench', 'team-' || n % 20, t.at, t.at, t.at, t.at
       FROM generate_series($1::int + 1, $1::int + $2::int) n,
            LATERAL (SELECT now() - interval '60 days' * (n::float8 / $3) AS at) t,
            (SELECT array_agg(id) AS ids FROM service WHERE name LIKE 'service-%') s`,
      [done, Math.min(step, count - done), count],
    );
    log(`${(done + step).toLocaleString('en-US')} of ${count.toLocaleString('en-US')} events`);
  }
  await pool.query('VACUUM ANALYZE event');
}
