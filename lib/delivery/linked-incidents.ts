import { pool } from '@/lib/db/pool';

/** An incident that is put down to a deployment, and by what. */
export interface LinkedIncident {
  number: number;
  eventId: string;
  title: string;
  /** When it started, RFC 3339. */
  at: string;
  why: 'confirmed' | 'window';
}

/** The incidents that are put down to each of the deployments, oldest first; deployments without any are left out. */
export async function linkedIncidents(
  deploymentIds: readonly string[],
): Promise<Map<string, LinkedIncident[]>> {
  if (deploymentIds.length === 0) return new Map();
  const { rows } = await pool().query<{
    deployment: string;
    number: number;
    event_id: string;
    title: string;
    at: Date;
  }>(
    `SELECT d.event_id AS deployment, i.number, i.event_id, e.title, i.started_at AS at
     FROM incident_verdict d JOIN incident i ON i.number = d.incident_number JOIN event e ON e.id = i.event_id
     WHERE d.event_id = ANY ($1::uuid[]) AND d.verdict = 'confirmed' AND i.merged_into IS NULL
     ORDER BY i.started_at, i.number`,
    [deploymentIds],
  );
  const linked = new Map<string, LinkedIncident[]>();
  for (const { deployment, number, event_id, title, at } of rows) {
    const list = linked.get(deployment) ?? [];
    list.push({ number, eventId: event_id, title, at: at.toISOString(), why: 'confirmed' });
    linked.set(deployment, list);
  }
  return linked;
}
