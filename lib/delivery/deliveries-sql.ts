import type { Params } from '@/lib/db/params';
import { arrived } from '@/lib/deployments/deployment-row';
import { incidentLinksSql } from './incident-links';
import type { DeliveryRule } from './schemas';

/** Every deployment that ended in a window, judged by the rule, as one relation: what figures and their rows are made of. */

/** Which deployments: those of some services in the environments that count. Milliseconds since the epoch. */
export interface Selection {
  /** Null for every service. */
  serviceIds: readonly number[] | null;
  environmentIds: readonly number[];
  from: number;
  /** Exclusive. */
  to: number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** What came after a deployment is looked for this long after the window. */
export const aheadMs = 30 * day;
/** A deployment that took longer is overlooked where it began before the window. */
const longestMs = 2 * day;

/** A deployment that says of itself that it mends something. */
const mends = `(d.title ~* '\\m(hot)?(fix|patch)(es)?\\M' OR coalesce(d.event_type, '') ~* '(^|[._-])(hot)?(fix|patch)($|[._-])')`;

/**
 * `WITH … ` up to a relation `delivery`, one row for each deployment of the selection that ended in the window and was not aborted:
 * `id, service_id, environment_id, version_id, at, until, owner, arrived, failed_change, why, incident_number, lead_ms, recovered_at, recovery_ms, rework`.
 *
 * - *lead*: of the first arrival of a version in what counts, since its first build, else since the first event of it; never negative.
 * - *failed change*: a linked incident, else that it failed, else that it was rolled back: what arrived next in its place had been in place there
 *   before it. Each can be switched off.
 * - *recovery*: of the incident; else from the end of the failed deployment to the next arrival there.
 * - *rework*: an arrival within the rule's hours after a failed change of its service that goes back (to what was in place before, or from another
 *   version that failed to what still is), is related to that change's incident, or calls itself a fix.
 */
export function deliveriesSql(rule: DeliveryRule, selection: Selection, params: Params): string {
  const { serviceIds, environmentIds, from, to } = selection;
  const instant = (ms: number) => `${params.add(new Date(ms))}::timestamptz`;
  const back = rule.reworkHours * hour;
  const [windowFrom, windowTo] = [instant(from), instant(to)];
  const [baseFrom, baseTo] = [instant(from - back), instant(to + aheadMs)];
  const began = instant(from - back - longestMs);
  const environments = params.add(environmentIds);
  const services = serviceIds === null ? '' : ` AND e.service_id = ANY (${params.add(serviceIds)}::int[])`;
  const links = incidentLinksSql(
    rule,
    { from: `${baseFrom} - interval '1 day'`, to: `${baseTo} + interval '7 days'` },
    params,
  );
  const counts = (column: string) => `CASE WHEN ${column} = ANY (${environments}::int[]) THEN ${column} END`;
  return `WITH base AS MATERIALIZED (
    SELECT e.id, e.service_id, e.environment_id, e.version_id, e.at, e.until, ${arrived('e')} AS arrived
    FROM event e
    WHERE e.kind = 'deployment' AND e.environment_id = ANY (${environments}::int[])${services}
      AND e.at >= ${began} AND e.at < ${baseTo} AND e.until >= ${baseFrom} AND e.until < ${baseTo}
      AND e.phase IN ('succeeded', 'attention', 'noted', 'failed')
  ), life AS MATERIALIZED (
    -- Of each version: since when it is known, and when it first arrived, in each place that counts and in any of them.
    SELECT v.version_id, v.environment_id, v.first_at,
           min(v.built_at) OVER w AS built_at, min(v.seen_at) OVER w AS seen_at,
           min(v.first_at) FILTER (WHERE v.environment_id IS NOT NULL) OVER w AS anywhere_at
    FROM (
      SELECT e.version_id, ${counts('e.environment_id')} AS environment_id, min(e.at) FILTER (WHERE e.kind = 'build') AS built_at,
             min(e.at) AS seen_at, min(e.at) FILTER (WHERE e.kind = 'deployment' AND ${arrived('e')}) AS first_at
      FROM (SELECT DISTINCT version_id FROM base WHERE version_id IS NOT NULL) b JOIN event e ON e.version_id = b.version_id
      GROUP BY 1, 2) v
    WINDOW w AS (PARTITION BY v.version_id)
  ), turn AS MATERIALIZED (
    -- An arrival and what failed right before it share a number: how many arrivals there are from there on.
    SELECT b.*, count(*) FILTER (WHERE b.arrived) OVER (PARTITION BY b.service_id, b.environment_id ORDER BY b.at DESC, b.id DESC) AS turn
    FROM base b
  ), withdrawn AS MATERIALIZED (
    -- Arrivals right before which another version failed.
    SELECT DISTINCT b.id FROM turn b JOIN turn f USING (service_id, environment_id, turn)
    WHERE b.arrived AND NOT f.arrived AND f.version_id <> b.version_id AND f.until <= b.at
  ), step AS MATERIALIZED (
    SELECT b.id, b.service_id, b.environment_id, b.version_id, b.at, b.until, b.arrived,
           lag(b.version_id) OVER p AS before_version, lag(b.at) OVER p AS before_at,
           lead(b.version_id) OVER p AS next_version, lead(b.until) OVER p AS next_until,
           row_number() OVER (PARTITION BY b.version_id ORDER BY b.at, b.id) AS nth
    FROM turn b WHERE b.arrived
    WINDOW p AS (PARTITION BY b.service_id, b.environment_id ORDER BY b.at, b.id)
    UNION ALL
    SELECT b.id, b.service_id, b.environment_id, b.version_id, b.at, b.until, false, NULL, NULL, NULL, b.next_until, NULL
    FROM (SELECT t.*, max(t.until) FILTER (WHERE t.arrived) OVER (PARTITION BY t.service_id, t.environment_id, t.turn) AS next_until FROM turn t) b
    WHERE NOT b.arrived
  ), linked AS MATERIALIZED (
    SELECT DISTINCT ON (l.event_id) l.event_id, l.why, i.number AS incident_number, i.event_id AS incident_event, i.started_at, i.ended_at
    FROM ${links} l JOIN incident i ON i.number = l.incident_number ORDER BY l.event_id, i.started_at, i.number
  ), judged AS MATERIALIZED (
    SELECT b.id, b.service_id, b.environment_id, b.version_id, b.at, b.until, b.arrived, l.incident_number, l.incident_event,
           CASE WHEN b.before_version = b.version_id THEN w.id IS NOT NULL
                ELSE b.before_version <> b.version_id AND k.first_at < b.before_at END AS goes_back,
           CASE WHEN l.event_id IS NOT NULL THEN l.why
                WHEN NOT b.arrived AND ${params.add(rule.failedDeployments)}::bool THEN 'failed'
                WHEN b.arrived AND ${params.add(rule.rollbacks)}::bool AND b.next_version <> b.version_id AND returned.first_at < b.at THEN 'rolled_back'
           END AS why,
           CASE WHEN l.event_id IS NOT NULL THEN l.ended_at ELSE b.next_until END AS recovered_at,
           CASE WHEN l.event_id IS NOT NULL THEN l.started_at ELSE b.until END AS broke_at,
           CASE WHEN b.nth = 1 AND k.anywhere_at = b.at
                THEN greatest(0, (extract(epoch FROM b.until - coalesce(k.built_at, k.seen_at)) * 1000)::int8) END AS lead_ms
    FROM step b LEFT JOIN linked l ON l.event_id = b.id LEFT JOIN withdrawn w ON w.id = b.id
    LEFT JOIN life k ON k.version_id = b.version_id AND k.environment_id = b.environment_id
    LEFT JOIN life returned ON returned.version_id = b.next_version AND returned.environment_id = b.environment_id
  ), near AS MATERIALIZED (
    -- What arrived soon after a failed change of its service.
    SELECT j.id, j.goes_back, f.incident_event
    FROM judged j JOIN judged f ON f.service_id = j.service_id AND f.id <> j.id AND f.why IS NOT NULL
      AND f.until <= j.at AND f.until >= j.at - make_interval(hours => ${params.add(rule.reworkHours)}::int)
    WHERE j.arrived
  ), rework AS MATERIALIZED (
    SELECT DISTINCT n.id FROM near n JOIN event d ON d.id = n.id
    WHERE n.goes_back OR d.related_id = n.incident_event OR ${mends}
  ), delivery AS (
    SELECT j.id, j.service_id, j.environment_id, j.version_id, j.at, j.until, j.arrived, j.why IS NOT NULL AS failed_change, j.why,
           CASE WHEN j.why IN ('confirmed', 'window') THEN j.incident_number END AS incident_number, j.lead_ms,
           CASE WHEN j.why IS NOT NULL THEN j.recovered_at END AS recovered_at,
           CASE WHEN j.why IS NOT NULL AND j.recovered_at IS NOT NULL
                THEN greatest(0, (extract(epoch FROM j.recovered_at - j.broke_at) * 1000)::int8) END AS recovery_ms,
           r.id IS NOT NULL AS rework
    FROM judged j LEFT JOIN rework r ON r.id = j.id
    WHERE j.until >= ${windowFrom} AND j.until < ${windowTo}
  ) `;
}
