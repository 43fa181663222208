import type { PoolClient } from 'pg';
import { DomainError } from '@/lib/errors';
import { isUuid } from './find-events';
import { type EventRow, eventColumns, eventJoins } from './row';

/** Names one event: by its id, or by its Slack id. */
export type WhichEvent = { id: string } | { slackId: string };

/**
 * Locks and reads one event. Throws `not_found`.
 *
 * Two statements: one that did both would join the event, as it is once another update of it has ended, with the service it had before,
 * and find nothing when that update changed it.
 */
export async function lockEvent(client: PoolClient, which: WhichEvent): Promise<EventRow> {
  const bySlack = 'slackId' in which;
  const value = bySlack ? which.slackId : which.id;
  const missing = new DomainError('not_found', `No event ${value} exists.`);
  if (!bySlack && !isUuid(value)) throw missing;
  const locked = await client.query<{ id: string }>(
    `SELECT id FROM event WHERE ${bySlack ? 'slack_id' : 'id'} = $1 ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE`,
    [value],
  );
  if (!locked.rows[0]) throw missing;
  const { rows } = await client.query<EventRow>(
    `SELECT ${eventColumns} FROM event e ${eventJoins} WHERE e.id = $1`,
    [locked.rows[0].id],
  );
  return rows[0] as EventRow;
}
