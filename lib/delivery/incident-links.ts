import type { Params } from '@/lib/db/params';
import { arrived } from '@/lib/deployments/deployment-row';
import type { DeliveryRule } from './schemas';

/**
 * Whose incident it is, as a relation `(incident_number, event_id, why)` in parentheses: the deployments that people confirmed; of an incident
 * without any, the last deployment of the service (or, if the rule says so, of what it depends on) that arrived in its environment within the
 * window before it started. Incidents that were merged into others are left out.
 * @param range placeholders of instants: only incidents that started from the first on and before the second
 */
export function incidentLinksSql(
  rule: DeliveryRule,
  range: { from: string; to: string },
  params: Params,
): string {
  const started = `i.merged_into IS NULL AND i.started_at >= ${range.from} AND i.started_at < ${range.to}`;
  const confirmed = `SELECT i.number AS incident_number, d.event_id, 'confirmed' AS why
    FROM incident i JOIN incident_verdict d ON d.incident_number = i.number AND d.verdict = 'confirmed'
    JOIN event c ON c.id = d.event_id AND c.kind = 'deployment' WHERE ${started}`;
  const unconfirmed = `NOT EXISTS (
    SELECT FROM incident_verdict d JOIN event c ON c.id = d.event_id AND c.kind = 'deployment'
    WHERE d.incident_number = i.number AND d.verdict = 'confirmed')`;
  const services = rule.upstream
    ? 'e.service_id IN (SELECT i.service_id UNION ALL SELECT y.to_id FROM service_dependency y WHERE y.from_id = i.service_id)'
    : 'e.service_id = i.service_id';
  const reach = params.add(rule.windowMinutes);
  const within = `SELECT i.number AS incident_number, l.id AS event_id, 'window' AS why FROM incident i CROSS JOIN LATERAL (
      SELECT e.id FROM event e
      WHERE e.kind = 'deployment' AND ${services} AND (i.environment_id IS NULL OR e.environment_id = i.environment_id)
        AND e.environment_id IS NOT NULL AND ${arrived('e')} AND e.until <= i.started_at
        AND e.until >= i.started_at - make_interval(mins => ${reach}::int)
        AND e.at >= i.started_at - make_interval(mins => ${reach}::int) - interval '2 days'
        AND NOT EXISTS (SELECT FROM incident_verdict d WHERE d.incident_number = i.number AND d.event_id = e.id AND d.verdict = 'cleared')
      ORDER BY e.until DESC, e.at DESC, e.id DESC LIMIT 1) l
    WHERE ${started}${rule.confirmedFirst ? ` AND ${unconfirmed}` : ''} AND ${reach}::int > 0`;
  return rule.confirmedFirst ? `(${confirmed} UNION ALL ${within})` : `(${within})`;
}
