import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { statementName } from '@/lib/db/statement-name';
import { incidentLinksSql } from './incident-links';
import { readDeliveryRule } from './rule-state';

/** An incident that is put down to a deployment, and by what. */
export interface LinkedIncident {
  number: number;
  eventId: string;
  title: string;
  /** When it started, RFC 3339. */
  at: string;
  why: 'confirmed' | 'window';
}

/** The incidents that the rule of the metrics puts down to each of the deployments, oldest first; deployments without any are left out. */
export async function linkedIncidents(
  deploymentIds: readonly string[],
): Promise<Map<string, LinkedIncident[]>> {
  if (deploymentIds.length === 0) return new Map();
  const { rule } = await readDeliveryRule();
  const params = new Params();
  const ids = params.add(deploymentIds);
  const reach = params.add(rule.windowMinutes);
  // Only incidents that could be theirs are looked at: confirmed ones by their verdict, others by time.
  const time = (edge: 'min(until)' | 'max(until)') =>
    `(SELECT ${edge} FROM event WHERE id = ANY (${ids}::uuid[]))`;
  const from = `least(${time('min(until)')}, (SELECT min(i.started_at) FROM incident i JOIN incident_verdict d ON d.incident_number = i.number WHERE d.event_id = ANY (${ids}::uuid[])))`;
  const to = `greatest(${time('max(until)')} + make_interval(mins => ${reach}::int), (SELECT max(i.started_at) FROM incident i JOIN incident_verdict d ON d.incident_number = i.number WHERE d.event_id = ANY (${ids}::uuid[]))) + interval '1 ms'`;
  // Planned anew it would take ten times as long as it runs; the rule gives it few shapes.
  const text = `SELECT l.event_id, l.why, i.number, i.event_id AS incident_event, e.title, i.started_at AS at
     FROM ${incidentLinksSql(rule, { from, to }, params)} l JOIN incident i ON i.number = l.incident_number
     JOIN event e ON e.id = i.event_id WHERE l.event_id = ANY (${ids}::uuid[]) ORDER BY i.started_at, i.number`;
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
