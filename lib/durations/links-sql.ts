import type { Params } from '@/lib/db/params';
import { incidentLinksSql } from '@/lib/delivery/incident-links';
import type { DeliveryRule } from '@/lib/delivery/schemas';
import { arrived } from '@/lib/deployments/deployment-row';
import { type LinkKind, linkKinds } from './vocabulary';

/** The links that end in a window, as one relation: what figures of durations and their rows are made of. */

/** Which links: those that end in the window at these services and environments. Milliseconds since the epoch. */
export interface LinkSelection {
  /** Null for every one. */
  serviceIds: readonly number[] | null;
  /** Null for every one, and none. */
  environmentIds: readonly number[] | null;
  kinds: readonly LinkKind[] | null;
  from: number;
  /** Exclusive. */
  to: number;
}

/** A deployment that says of itself that it goes back. */
export const saysBack = (alias: string) =>
  `(${alias}.title ~* '\\m(roll(ed|s|ing)?[ -]?back|revert(ed|s)?)\\M' OR coalesce(${alias}.event_type, '') ~* 'rollback')`;

/**
 * Whether the deployment `r` that follows from incident `i` went back: it says so, or its version was in place there before the incident and is not the
 * one that was in place when it started.
 */
export const wentBack = `(${saysBack('r')} OR (r.version_id IS NOT NULL AND EXISTS (
    SELECT FROM event p WHERE p.kind = 'deployment' AND p.service_id = r.service_id AND p.environment_id = r.environment_id
      AND p.version_id = r.version_id AND ${arrived('p')} AND p.until <= i.started_at)
  AND r.version_id IS DISTINCT FROM (
    SELECT p.version_id FROM event p WHERE p.kind = 'deployment' AND p.service_id = r.service_id AND p.environment_id = r.environment_id
      AND ${arrived('p')} AND p.until <= i.started_at ORDER BY p.at DESC, p.id DESC LIMIT 1)))`;

/** Whether a deployment names what its version comes from anyway, its build or another environment: that is told by the version. */
const onItsWay = (
  from: string,
  to: string,
) => `coalesce(${to}.kind = 'deployment' AND ${to}.version_id = ${from}.version_id
  AND (${from}.kind = 'build' OR (${from}.kind = 'deployment' AND ${to}.environment_id <> ${from}.environment_id)), false)`;

const ms = (from: string, to: string) => `(extract(epoch FROM ${to} - ${from}) * 1000)::int8`;

/** `WITH …` up to a relation `link (kind, from_id, to_id, duration_ms, ended_at, service_id, environment_id)`. See {@link LinkKind}. */
export function linksSql(rule: DeliveryRule, selection: LinkSelection, params: Params): string {
  const [from, to] = [selection.from, selection.to].map(
    (at) => `${params.add(new Date(at))}::timestamptz`,
  ) as [string, string];
  const services = selection.serviceIds && params.add(selection.serviceIds);
  const environments = selection.environmentIds && params.add(selection.environmentIds);
  const endsAt = (alias: string, at: string) =>
    `${at} >= ${from} AND ${at} < ${to}${services ? ` AND ${alias}.service_id = ANY (${services}::int[])` : ''}${
      environments ? ` AND ${alias}.environment_id = ANY (${environments}::int[])` : ''
    }`;
  const wanted = new Set<LinkKind>(selection.kinds?.length ? selection.kinds : linkKinds);
  const ctes: string[] = [];
  const branches: string[] = [];
  if (wanted.has('build_to_deployment') || wanted.has('promotion')) {
    ctes.push(`place AS MATERIALIZED (
      SELECT e.version_id, e.service_id, e.environment_id, min(e.at) AS start_at, (array_agg(e.id ORDER BY e.at, e.id))[1] AS start_id,
             min(e.until) FILTER (WHERE ${arrived('e')}) AS arrival_at,
             (array_agg(e.id ORDER BY e.until, e.id) FILTER (WHERE ${arrived('e')}))[1] AS arrival_id
      FROM (SELECT DISTINCT d.version_id FROM event d
            WHERE d.kind = 'deployment' AND d.version_id IS NOT NULL AND ${endsAt('d', 'd.at')}) v
      JOIN event e ON e.version_id = v.version_id AND e.kind = 'deployment' AND e.phase <> 'planned' GROUP BY 1, 2, 3)`);
  }
  if (wanted.has('build_to_deployment'))
    branches.push(`SELECT 'build_to_deployment' AS kind, b.id AS from_id, f.start_id AS to_id, ${ms('b.until', 'f.start_at')} AS duration_ms,
        f.start_at AS ended_at, f.service_id, f.environment_id
      FROM (SELECT DISTINCT ON (version_id) * FROM place ORDER BY version_id, start_at, start_id) f CROSS JOIN LATERAL (
        SELECT b.id, b.until FROM event b WHERE b.version_id = f.version_id AND b.kind = 'build' AND ${arrived('b')}
        ORDER BY b.until, b.id LIMIT 1) b
      WHERE ${endsAt('f', 'f.start_at')}`);
  if (wanted.has('promotion'))
    branches.push(`SELECT 'promotion', s.before_id, s.start_id, ${ms('s.before_at', 's.start_at')}, s.start_at, s.service_id, s.environment_id
      FROM (SELECT *, lag(arrival_id) OVER w AS before_id, lag(arrival_at) OVER w AS before_at FROM place WHERE environment_id IS NOT NULL
            WINDOW w AS (PARTITION BY version_id ORDER BY start_at, start_id)) s
      WHERE s.before_id IS NOT NULL AND ${endsAt('s', 's.start_at')}`);
  if (wanted.has('deployment_to_incident') || wanted.has('related'))
    ctes.push(`guilty AS MATERIALIZED (
      SELECT l.event_id, i.event_id AS incident_event, i.started_at, i.service_id, i.environment_id
      FROM ${incidentLinksSql(rule, { from, to }, params)} l JOIN incident i ON i.number = l.incident_number)`);
  if (wanted.has('deployment_to_incident'))
    branches.push(`SELECT 'deployment_to_incident', d.id, g.incident_event, ${ms('d.at', 'g.started_at')}, g.started_at, g.service_id, g.environment_id
      FROM guilty g JOIN event d ON d.id = g.event_id WHERE ${endsAt('g', 'g.started_at')}`);
  const remedies = (['incident_to_rollback', 'incident_to_fix'] as const).filter((kind) => wanted.has(kind));
  if (remedies.length > 0)
    branches.push(`SELECT * FROM (
        SELECT CASE WHEN ${wentBack} THEN 'incident_to_rollback' ELSE 'incident_to_fix' END AS kind, i.event_id, r.id,
               ${ms('i.started_at', 'r.until')}, r.until, r.service_id, r.environment_id
        FROM event r JOIN incident i ON i.event_id = r.related_id
        WHERE r.kind = 'deployment' AND ${arrived('r')} AND r.at >= ${from} - interval '2 days' AND r.at < ${to} AND ${endsAt('r', 'r.until')}) m
      WHERE m.kind = ANY (${params.add(remedies)}::text[])`);
  if (wanted.has('related'))
    branches.push(`SELECT 'related', b.id, x.id, ${ms('b.at', 'x.at')}, x.at, x.service_id, x.environment_id
      FROM event x JOIN event b ON b.id = x.related_id
      WHERE x.related_id IS NOT NULL AND ${endsAt('x', 'x.at')}
        AND NOT (x.kind = 'deployment' AND ${arrived('x')} AND EXISTS (SELECT FROM incident i WHERE i.event_id = b.id))
        AND NOT EXISTS (SELECT FROM guilty g WHERE g.event_id = b.id AND g.incident_event = x.id)
        AND NOT ${onItsWay('b', 'x')}`);
  return `WITH ${[...ctes, `link (kind, from_id, to_id, duration_ms, ended_at, service_id, environment_id) AS (${branches.join(' UNION ALL ')})`].join(', ')} `;
}
