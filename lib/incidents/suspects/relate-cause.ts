import type { PoolClient } from 'pg';
import { DomainError } from '@/lib/errors';
import { updateEventWithin } from '@/lib/events/update-event-within';
import { appendEntries } from '@/lib/incidents/append-entries';

/** The field of the entry that says that a verdict has related the incident's event, so that taking back can undo it. */
const relationField = 'relatedId';

/** Relations before events, as everybody does who relates: to be called before anything is locked but services. */
export async function enterRelations(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('shiplog.relations'))`);
}

/** Lets an incident's event follow from a change, unless it follows from something already or a circle would come about. */
export async function relate(
  client: PoolClient,
  number: number,
  incidentEvent: string,
  change: string,
  actor: string,
): Promise<void> {
  if ((await relatedTo(client, incidentEvent)) !== null) return;
  try {
    await updateEventWithin(client, { which: { id: incidentEvent }, patch: { relatedId: change }, actor });
  } catch (error) {
    // The change follows from the incident: to say it the other way round as well would make a circle.
    if (error instanceof DomainError && error.code === 'invalid') return;
    throw error;
  }
  await appendEntries(client, [
    { incident: number, actor, type: 'edited', field: relationField, newValue: change },
  ]);
}

/** Takes back what {@link relate} did, and nothing that others did. */
export async function unrelate(
  client: PoolClient,
  number: number,
  incidentEvent: string,
  change: string,
  actor: string,
): Promise<void> {
  if ((await relatedTo(client, incidentEvent)) !== change) return;
  const { rows } = await client.query<{ new_value: string }>(
    'SELECT new_value FROM incident_entry WHERE incident_number = $1 AND field = $2 ORDER BY id DESC LIMIT 1',
    [number, relationField],
  );
  // Related by somebody else: that has nothing to do with the verdict.
  if (rows[0]?.new_value !== change) return;
  await updateEventWithin(client, { which: { id: incidentEvent }, patch: { relatedId: null }, actor });
  await appendEntries(client, [
    { incident: number, actor, type: 'edited', field: relationField, oldValue: change },
  ]);
}

/** What an event follows from. */
export async function relatedTo(client: PoolClient, eventId: string): Promise<string | null> {
  const { rows } = await client.query<{ related_id: string | null }>(
    'SELECT related_id FROM event WHERE id = $1',
    [eventId],
  );
  return rows[0]?.related_id ?? null;
}
