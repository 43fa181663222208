import type { PoolClient } from 'pg';
import { DomainError } from '@/lib/errors';
import { isUuid } from './find-events';
import { type EventRow, eventColumns, eventJoins } from './row';

/** Names one event: by its id, or by its Slack id. */
export type WhichEvent = { id: string } | { slackId: string };

/** Reads and locks one event. Throws `not_found`. */
export async function lockEvent(client: PoolClient, which: WhichEvent): Promise<EventRow> {
  const bySlack = 'slackId' in which;
  const value = bySlack ? which.slackId : which.id;
  const missing = new DomainError('not_found', `No event ${value} exists.`);
  if (!bySlack && !isUuid(value)) throw missing;
  const { rows } = await client.query<EventRow>(
    `SELECT ${eventColumns} FROM event e ${eventJoins}
     WHERE ${bySlack ? 'e.slack_id' : 'e.id'} = $1 ORDER BY e.created_at DESC, e.id DESC LIMIT 1 FOR UPDATE OF e`,
    [value],
  );
  if (!rows[0]) throw missing;
  return rows[0];
}
