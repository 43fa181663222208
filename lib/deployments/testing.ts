import { pool } from '@/lib/db/pool';
import type { Phase } from '@/lib/events/vocabulary';
import { emptyTables } from '@/lib/testing/empty-tables';
import { fc } from '@/lib/testing/properties';

/** Arbitrary histories of deployments for tests, stored as rows: overlapping, late, planned, of every phase. */

/** The moment at which the tests look. */
export const now = Date.UTC(2026, 5, 17, 12);
const minute = 60_000;

export const services = ['api', 'web', 'Billing'];
export const environments = ['development', 'UAT', 'production'];
const versions = ['1.0.0', 'v1.1.0', '1.2.0', '2.0.0-rc.1', 'nightly', null];

const statusOf = {
  planned: 'planned',
  running: 'start',
  succeeded: 'success',
  failed: 'failure',
  aborted: 'aborted',
  attention: 'warning',
  noted: null,
} as const satisfies Record<Phase, string | null>;

const draft = fc.record({
  // Most of it in one place, so that it has a history.
  service: fc.constantFrom('api', 'api', 'api', ...services),
  environment: fc.option(fc.constantFrom('production', 'production', 'production', ...environments), {
    freq: 8,
  }),
  version: fc.constantFrom('1.0.0', '1.0.0', ...versions),
  phase: fc.constantFrom(...(Object.keys(statusOf) as Phase[]), 'succeeded' as const, 'succeeded' as const),
  // Few different instants, so that many fall together.
  agoMinutes: fc.integer({ min: -5, max: 40 }),
  minutes: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 15 })),
  by: fc.constantFrom('', 'ada', 'ci'),
});

export interface TestDeployment {
  id: string;
  service: string;
  environment: string | null;
  version: string | null;
  phase: Phase;
  status: string | null;
  at: number;
  until: number | null;
  by: string;
}

export const testDeployments = (maxLength: number) =>
  // Of the size that is asked for: by itself fast-check makes no more than ten.
  fc.array(draft, { maxLength, size: 'max' }).map((drafts) =>
    drafts.map(({ agoMinutes, minutes, ...given }, index): TestDeployment => {
      const at = now - agoMinutes * minute;
      return {
        ...given,
        id: `019f0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
        status: statusOf[given.phase],
        at,
        until: given.phase === 'running' ? null : at + minutes * minute,
      };
    }),
  );

/** Makes these the only events there are. Versions are claimed as ingest does. */
export async function storeDeployments(deployments: readonly TestDeployment[]): Promise<void> {
  await emptyTables('event');
  await pool().query(
    'INSERT INTO service (name, name_key) SELECT n, lower(n) FROM unnest($1::text[]) n ON CONFLICT DO NOTHING',
    [services],
  );
  await pool().query(
    `INSERT INTO version (service_id, name, key) SELECT s.id, n, regexp_replace(n, '^v', '') FROM service s, unnest($1::text[]) n
     WHERE s.name = ANY ($2) ON CONFLICT DO NOTHING`,
    [versions.filter((version) => version !== null), services],
  );
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, at, until, long, starts_at, version, version_id, owner, created_at)
     SELECT r.id, 'deployment', 'Deploy', s.id, v.id, r.status, r.phase, to_timestamp(r.at / 1000.0), to_timestamp(r.until / 1000.0), r.until IS NULL,
            to_timestamp(r.at / 1000.0), r.version, w.id, r.by, to_timestamp(r.at / 1000.0)
     FROM json_to_recordset($1) AS r(id uuid, service text, environment text, version text, status event_status, phase phase, at bigint, until bigint, by text)
     JOIN service s ON s.name = r.service LEFT JOIN environment v ON v.name = r.environment
     LEFT JOIN version w ON w.service_id = s.id AND w.key = regexp_replace(r.version, '^v', '')`,
    [JSON.stringify(deployments)],
  );
}
