import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { statementName } from '@/lib/db/statement-name';
import { incidentLinksSql } from './incident-links';
import { readDeliveryRule } from './rule-state';
import type { DeliveryRule } from './schemas';

/** An incident that is put down to a deployment, and by what. */
export interface LinkedIncident {
  number: number;
  eventId: string;
  title: string;
  /** When it started, RFC 3339. */
  at: string;
  why: 'confirmed' | 'window';
}

/**
 * The incidents that the rule puts down to the deployments of a relation `page` with `id` and `until`, as common table expressions: the last
 * one is `linked(event_id, why, number, incident_event, started_at)`. Only incidents that could be theirs are looked at: confirmed ones by
 * their verdict, others by time.
 */
export function linkedSql(rule: DeliveryRule, params: Params): string {
  const reach = params.add(rule.windowMinutes);
  const range = { from: '(SELECT first FROM reached)', to: '(SELECT last FROM reached)' };
  return `reached AS MATERIALIZED (
      SELECT least(p.first, c.first) AS first, greatest(p.last + make_interval(mins => ${reach}::int), c.last) + interval '1 ms' AS last
      FROM (SELECT min(until) AS first, max(until) AS last FROM page) p, (
        SELECT min(i.started_at) AS first, max(i.started_at) AS last
        FROM incident_verdict d JOIN incident i ON i.number = d.incident_number WHERE d.event_id IN (SELECT id FROM page)) c
    ), linked AS (
      SELECT l.event_id, l.why, i.number, i.event_id AS incident_event, i.started_at
      FROM ${incidentLinksSql(rule, range, params)} l JOIN incident i ON i.number = l.incident_number
      WHERE l.event_id IN (SELECT id FROM page))`;
}

/** The incidents that the rule of the metrics puts down to each of the deployments, oldest first; deployments without any are left out. */
export async function linkedIncidents(
  deploymentIds: readonly string[],
): Promise<Map<string, LinkedIncident[]>> {
  if (deploymentIds.length === 0) return new Map();
  const { rule } = await readDeliveryRule();
  const params = new Params();
  const page = `page AS MATERIALIZED (SELECT id, until FROM event WHERE id = ANY (${params.add(deploymentIds)}::uuid[]))`;
  // Planned anew it would take ten times as long as it runs; the rule gives it few shapes.
  const text = `WITH ${page}, ${linkedSql(rule, params)}
    SELECT l.event_id, l.why, l.number, l.incident_event, e.title, l.started_at AS at
    FROM linked l JOIN event e ON e.id = l.incident_event ORDER BY l.started_at, l.number`;
  const { rows } = await pool().query<{
    event_id: string;
    why: 'confirmed' | 'window';
    number: number;
    incident_event: string;
    title: string;
    at: Date;
  }>({ name: statementName('linked incidents', text), text, values: params.values });
  const linked = new Map<string, LinkedIncident[]>();
  for (const { event_id, why, number, incident_event, title, at } of rows) {
    const list = linked.get(event_id) ?? [];
    list.push({ number, eventId: incident_event, title, at: at.toISOString(), why });
    linked.set(event_id, list);
  }
  return linked;
}
