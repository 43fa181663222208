import type { PoolClient } from 'pg';

/** What the feed says of an incident; it names the incident by its event. */
export type IncidentChange = 'created' | 'moved' | 'updated' | 'deleted';

/** Puts a change of an incident into the feed, in the transaction that makes it. The caller pokes the feed after the commit. */
export async function tellChange(client: PoolClient, op: IncidentChange, eventId: string): Promise<void> {
  await client.query(`INSERT INTO change (topic, op, entity_id) VALUES ('incident', $1, $2)`, [op, eventId]);
}
