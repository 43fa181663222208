import { pool } from '@/lib/db/pool';
import { hasArrived } from '@/lib/deployments/vocabulary';
import type { Phase } from '@/lib/events/vocabulary';
import { emptyTables } from '@/lib/testing/empty-tables';
import { fc } from '@/lib/testing/properties';
import { type DeliveryRowWire, type DeliveryRule, deliveryRule } from './schemas';

/** Arbitrary histories for tests of the metrics, and the figures' definitions said again, one deployment at a time. */

export const now = Date.UTC(2026, 5, 17, 12);
const minute = 60_000;
const hour = 60 * minute;

export const services = ['api', 'web'];
export const environments = ['UAT', 'production', 'mco'];
const versions = ['1.0.0', '1.1.0', '1.2.0', null];
const statusOf: Record<string, string | null> = {
  succeeded: 'success',
  failed: 'failure',
  aborted: 'aborted',
  running: 'start',
  noted: null,
};

export interface TestRun {
  id: string;
  kind: 'deployment' | 'build';
  title: string;
  service: string;
  environment: string | null;
  version: string | null;
  phase: Phase;
  status: string | null;
  at: number;
  until: number | null;
  relatedId: string | null;
}
export interface TestIncident {
  number: number;
  eventId: string;
  service: string;
  environment: string | null;
  startedAt: number;
  endedAt: number | null;
  confirmed: string[];
  cleared: string[];
}
export interface TestHistory {
  runs: TestRun[];
  incidents: TestIncident[];
}

const id = (prefix: string, index: number) =>
  `019f0000-0000-7000-${prefix}-${index.toString(16).padStart(12, '0')}`;

const run = fc.record({
  kind: fc.constantFrom(
    'deployment' as const,
    'deployment' as const,
    'deployment' as const,
    'build' as const,
  ),
  title: fc.constantFrom('Deploy', 'Deploy', 'Hotfix of the checkout', 'Patch it', 'Prefix it', 'Dispatch'),
  // Most of it in one place, so that it has a history.
  service: fc.constantFrom(...services, 'api'),
  environment: fc.constantFrom(...environments, 'production', 'production', 'production'),
  version: fc.constantFrom(...versions),
  phase: fc.constantFrom(
    'succeeded',
    'succeeded',
    'succeeded',
    'failed',
    'aborted',
    'running',
    'noted',
  ) as fc.Arbitrary<Phase>,
  agoMinutes: fc.integer({ min: 1, max: 60 * 30 }),
  minutes: fc.integer({ min: 0, max: 20 }),
  related: fc.option(fc.nat(3), { freq: 2 }),
});
const incident = fc.record({
  service: fc.constantFrom(...services),
  environment: fc.constantFrom('production', 'UAT', null),
  agoMinutes: fc.integer({ min: 1, max: 60 * 30 }),
  minutes: fc.option(fc.integer({ min: 1, max: 200 })),
  confirmed: fc.array(fc.nat(20), { maxLength: 2 }),
  cleared: fc.array(fc.nat(20), { maxLength: 1 }),
});

/** Runs and incidents with what was said of them. */
export const testHistory: fc.Arbitrary<TestHistory> = fc
  .record({
    // Of the size that is asked for: by itself fast-check makes no more than ten.
    runs: fc.array(run, { maxLength: 40, size: 'max' }),
    incidents: fc.array(incident, { maxLength: 4 }),
  })
  .map(({ runs, incidents }) => {
    const told: TestRun[] = runs.map(({ agoMinutes, minutes, related, ...given }, index) => {
      const at = now - agoMinutes * minute;
      return {
        ...given,
        id: id('8000', index),
        environment: given.kind === 'build' ? null : given.environment,
        status: statusOf[given.phase] ?? null,
        at,
        until: given.phase === 'running' ? null : at + minutes * minute,
        relatedId: related !== null && related < incidents.length ? id('9000', related) : null,
      };
    });
    const deployments = told.filter(({ kind }) => kind === 'deployment');
    const chosen = (indexes: readonly number[]) => [
      ...new Set(indexes.flatMap((index) => deployments[index]?.id ?? [])),
    ];
    return {
      runs: told,
      incidents: incidents.map(
        ({ agoMinutes, minutes, confirmed, cleared, ...given }, index): TestIncident => {
          const startedAt = now - agoMinutes * minute + 30_000;
          const guilty = chosen(confirmed);
          return {
            ...given,
            number: index + 1,
            eventId: id('9000', index),
            startedAt,
            endedAt: minutes === null ? null : startedAt + minutes * minute,
            confirmed: guilty,
            cleared: chosen(cleared).filter((one) => !guilty.includes(one)),
          };
        },
      ),
    };
  });

export const testRule: fc.Arbitrary<DeliveryRule> = fc
  .record({
    confirmedFirst: fc.boolean(),
    windowMinutes: fc.constantFrom(0, 60, 300),
    failedDeployments: fc.boolean(),
    rollbacks: fc.boolean(),
    reworkHours: fc.constantFrom(1, 6, 24),
  })
  .map((rule) => deliveryRule.parse(rule));

/** Makes these the only events there are. */
export async function storeHistory({ runs, incidents }: TestHistory): Promise<void> {
  await emptyTables('event');
  await pool().query(
    'INSERT INTO service (name, name_key) SELECT n, lower(n) FROM unnest($1::text[]) n ON CONFLICT DO NOTHING',
    [services],
  );
  await pool().query(
    `INSERT INTO version (service_id, name, key) SELECT s.id, n, n FROM service s, unnest($1::text[]) n WHERE s.name = ANY ($2) ON CONFLICT DO NOTHING`,
    [versions.filter((version) => version !== null), services],
  );
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, at, until, long, created_at)
     SELECT r."eventId", 'incident', 'It burns', s.id, v.id, 'open', 'attention', to_timestamp(r."startedAt" / 1000.0), NULL, true, to_timestamp(r."startedAt" / 1000.0)
     FROM json_to_recordset($1) AS r("eventId" uuid, service text, environment text, "startedAt" bigint)
     JOIN service s ON s.name = r.service LEFT JOIN environment v ON v.name = r.environment`,
    [JSON.stringify(incidents)],
  );
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, at, until, long, starts_at, version, version_id, related_id, created_at)
     SELECT r.id, r.kind, r.title, s.id, v.id, r.status, r.phase, to_timestamp(r.at / 1000.0), to_timestamp(r.until / 1000.0), r.until IS NULL,
            to_timestamp(r.at / 1000.0), r.version, w.id, r."relatedId", to_timestamp(r.at / 1000.0)
     FROM json_to_recordset($1) AS r(id uuid, kind event_kind, title text, service text, environment text, version text, status event_status, phase phase, at bigint, until bigint, "relatedId" uuid)
     JOIN service s ON s.name = r.service LEFT JOIN environment v ON v.name = r.environment
     LEFT JOIN version w ON w.service_id = s.id AND w.key = r.version`,
    [JSON.stringify(runs)],
  );
  await pool().query(
    `INSERT INTO incident (number, event_id, origin, status, service_id, environment_id, started_at, detected_at, detected_at_original, ended_at, resolved_at)
     SELECT r.number, r."eventId", 'reported', CASE WHEN r."endedAt" IS NULL THEN 'open' ELSE 'resolved' END::incident_status, s.id, v.id,
            to_timestamp(r."startedAt" / 1000.0), to_timestamp(r."startedAt" / 1000.0), to_timestamp(r."startedAt" / 1000.0),
            to_timestamp(r."endedAt" / 1000.0), to_timestamp(r."endedAt" / 1000.0)
     FROM json_to_recordset($1) AS r(number int, "eventId" uuid, service text, environment text, "startedAt" bigint, "endedAt" bigint)
     JOIN service s ON s.name = r.service LEFT JOIN environment v ON v.name = r.environment`,
    [JSON.stringify(incidents)],
  );
  const said = incidents.flatMap(({ number, confirmed, cleared }) => [
    ...confirmed.map((event) => ({ number, event, verdict: 'confirmed' })),
    ...cleared.map((event) => ({ number, event, verdict: 'cleared' })),
  ]);
  await pool().query(
    `INSERT INTO incident_verdict (incident_number, event_id, verdict, actor)
     SELECT r.number, r.event, r.verdict, 'ada' FROM json_to_recordset($1) AS r(number int, event uuid, verdict verdict)`,
    [JSON.stringify(said)],
  );
}

const later = (a: TestRun, b: TestRun) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const byId = <T extends { deploymentId: string }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => (a.deploymentId < b.deploymentId ? -1 : 1));

/** A row of the metrics as the definitions have it, without names and texts. */
export type Judged = Pick<
  DeliveryRowWire,
  'deploymentId' | 'failed' | 'why' | 'incident' | 'leadMs' | 'recoveredAt' | 'recoveryMs' | 'rework'
> & { arrived: boolean };

export interface Link {
  deploymentId: string;
  why: 'confirmed' | 'window';
  incident: TestIncident;
}

/** Which incidents the rule puts down to which deployments, by the definitions, oldest incident first. */
export function linksOf({ runs, incidents }: TestHistory, rule: DeliveryRule): Link[] {
  const deployments = runs.filter(({ kind }) => kind === 'deployment');
  return incidents
    .toSorted((a, b) => a.startedAt - b.startedAt || a.number - b.number)
    .flatMap((incident): Link[] => {
      if (rule.confirmedFirst && incident.confirmed.length > 0)
        return incident.confirmed.map((deploymentId) => ({ deploymentId, why: 'confirmed', incident }));
      if (rule.windowMinutes === 0) return [];
      const last = deployments
        .filter(
          (d) =>
            hasArrived(d) &&
            d.service === incident.service &&
            (incident.environment === null || incident.environment === d.environment) &&
            (d.until as number) <= incident.startedAt &&
            (d.until as number) >= incident.startedAt - rule.windowMinutes * minute &&
            !incident.cleared.includes(d.id),
        )
        .toSorted((a, b) => (a.until as number) - (b.until as number) || later(a, b))
        .at(-1);
      return last ? [{ deploymentId: last.id, why: 'window', incident }] : [];
    });
}

/** Each deployment that ended in the window in what counts, judged by the definitions. */
export function judge(
  { runs, incidents }: TestHistory,
  rule: DeliveryRule,
  { counts, from, to }: { counts: readonly string[]; from: number; to: number },
): Judged[] {
  const deployments = runs.filter(({ kind }) => kind === 'deployment').toSorted(later);
  const ended = deployments.filter(
    (d) =>
      counts.includes(d.environment as string) && d.until !== null && (hasArrived(d) || d.phase === 'failed'),
  );
  const samePlace = (a: TestRun, b: TestRun) => a.service === b.service && a.environment === b.environment;
  const arrivals = ended.filter(hasArrived);
  const nextOf = (d: TestRun) => arrivals.find((other) => samePlace(other, d) && later(other, d) > 0);
  const previousOf = (d: TestRun) => arrivals.findLast((other) => samePlace(other, d) && later(other, d) < 0);
  /** Whether a version had arrived in a place before another deployment there began. */
  const wasThere = (version: string | null, place: TestRun) =>
    version !== null &&
    deployments.some((d) => hasArrived(d) && d.version === version && samePlace(d, place) && d.at < place.at);

  /** Whether another version failed in a place between what arrived there and what arrived next. */
  const failedBetween = (previous: TestRun, d: TestRun) =>
    ended.some(
      (f) =>
        f.phase === 'failed' &&
        samePlace(f, d) &&
        later(f, previous) > 0 &&
        later(f, d) < 0 &&
        (f.until as number) <= d.at &&
        f.version !== null &&
        f.version !== d.version,
    );

  const links = new Map<string, Link>();
  for (const link of linksOf({ runs, incidents }, rule))
    if (!links.has(link.deploymentId)) links.set(link.deploymentId, link);

  const judged = ended.map((d) => {
    const linked = links.get(d.id);
    const next = nextOf(d);
    const why =
      linked?.why ??
      (d.phase === 'failed'
        ? rule.failedDeployments
          ? ('failed' as const)
          : null
        : rule.rollbacks &&
            d.version !== null &&
            next &&
            next.version !== d.version &&
            wasThere(next.version, d)
          ? ('rolled_back' as const)
          : null);
    const recoveredAt = why === null ? null : linked ? linked.incident.endedAt : (next?.until ?? null);
    const broke = linked ? linked.incident.startedAt : (d.until as number);
    return {
      d,
      why,
      linked,
      recoveredAt,
      recoveryMs: recoveredAt === null ? null : Math.max(0, recoveredAt - broke),
    };
  });
  const failures = judged.filter(({ why }) => why !== null);

  return byId(
    judged
      .filter(({ d }) => (d.until as number) >= from && (d.until as number) < to)
      .map(({ d, why, linked, recoveredAt, recoveryMs }) => {
        const previous = previousOf(d);
        const goesBack =
          previous !== undefined &&
          previous.version !== null &&
          d.version !== null &&
          (previous.version === d.version ? failedBetween(previous, d) : wasThere(d.version, previous));
        const fix = /\b(hot)?(fix|patch)(es)?\b/i.test(d.title);
        const rework =
          hasArrived(d) &&
          failures.some(
            (f) =>
              f.d.id !== d.id &&
              f.d.service === d.service &&
              (f.d.until as number) <= d.at &&
              (f.d.until as number) >= d.at - rule.reworkHours * hour &&
              (goesBack || fix || (d.relatedId !== null && d.relatedId === f.linked?.incident.eventId)),
          );
        const first = arrivals
          .filter((a) => a.service === d.service && a.version === d.version)
          .toSorted(later)[0];
        const about = runs.filter(
          (r) => r.service === d.service && r.version === d.version && d.version !== null,
        );
        const built = about.filter(({ kind }) => kind === 'build').map(({ at }) => at);
        const since = Math.min(...(built.length > 0 ? built : about.map(({ at }) => at)));
        return {
          deploymentId: d.id,
          arrived: hasArrived(d),
          failed: why !== null,
          why,
          incident: why !== null && linked ? linked.incident.number : null,
          leadMs:
            d.version !== null && hasArrived(d) && first?.id === d.id
              ? Math.max(0, (d.until as number) - since)
              : null,
          recoveredAt: recoveredAt === null ? null : new Date(recoveredAt).toISOString(),
          recoveryMs,
          rework,
        };
      }),
  );
}
