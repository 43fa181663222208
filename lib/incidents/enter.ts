import type { PoolClient } from 'pg';
import { isUuid } from '@/lib/events/find-events';
import type { WhichEvent } from '@/lib/events/lock-row';

/**
 * Whatever decides about incidents of a service (opening, reopening, joining, moving, merging) does so one after the other: each
 * first enters the service, until its transaction ends. What the one before has committed is seen by the next, because every
 * statement under READ COMMITTED takes a new snapshot.
 *
 * Order of waiting, kept by everybody: services by id, then the rows of events, then the rows of incidents by number. Who
 * finds out too late that another service is needed begins anew.
 */

/** The first half of the advisory lock's key; the second is the service's id. */
const lockClass = 0x696e63; // "inc"

/** Enters services, in an order that everybody keeps. */
export async function enterServices(client: PoolClient, serviceIds: readonly number[]): Promise<void> {
  if (serviceIds.length > 0) await client.query(enteringServices(serviceIds));
}

/** The statement that enters services, for who sends it together with others. */
export function enteringServices(serviceIds: readonly number[]): string {
  const ids = [...new Set(serviceIds)].sort((a, b) => a - b).map((id) => Math.trunc(id));
  return `SELECT pg_advisory_xact_lock(${lockClass}, id) FROM unnest('{${ids.join(',')}}'::int[]) WITH ORDINALITY AS i(id, ord) ORDER BY ord`;
}

/** Enters the services of the incident that an event is, or of the signal that it is, before anybody locks the event's row. */
export async function enterIncidentOf(client: PoolClient, which: WhichEvent): Promise<void> {
  const bySlack = 'slackId' in which;
  const value = bySlack ? which.slackId : which.id;
  if (!bySlack && !isUuid(value)) return;
  const column = bySlack ? 'slack_id' : 'id';
  const { rows } = await client.query<{ service_id: number }>(
    `SELECT i.service_id FROM incident i JOIN event e ON e.id = i.event_id WHERE e.${column} = $1
     UNION
     SELECT unnest(array_remove(ARRAY[e.service_id, s.service_id, i.service_id], NULL))
     FROM event e LEFT JOIN signal s ON s.event_id = e.id LEFT JOIN incident i ON i.number = s.incident_number
     WHERE e.${column} = $1 AND e.kind = 'signal'`,
    [value],
  );
  await enterServices(
    client,
    rows.map(({ service_id }) => service_id),
  );
}

/** Enters the service of an event, be it an incident yet or not, and another one if given. Answers the ids of what it entered. */
export async function enterServiceOf(
  client: PoolClient,
  which: WhichEvent,
  other?: number,
): Promise<number[]> {
  const bySlack = 'slackId' in which;
  const value = bySlack ? which.slackId : which.id;
  if (!bySlack && !isUuid(value)) return [];
  const { rows } = await client.query<{ service_id: number }>(
    `SELECT service_id FROM event WHERE ${bySlack ? 'slack_id' : 'id'} = $1`,
    [value],
  );
  const ids = rows.map(({ service_id }) => service_id);
  if (other !== undefined) ids.push(other);
  await enterServices(client, ids);
  return ids;
}
