import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { type EventRow, eventColumns, eventJoins, toWire } from './row';
import type { EventWire } from './schemas';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID in its usual form. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The events with these ids, or these pairs of source and external id, in no particular order. */
export async function findEvents(which: {
  ids?: readonly string[];
  externalIds?: readonly { source: string; id: string }[];
}): Promise<EventWire[]> {
  const external = which.externalIds ?? [];
  const { rows } = await pool().query<EventRow>(
    `SELECT ${eventColumns} FROM event e ${eventJoins}
     WHERE e.id = ANY ($1::uuid[])
        OR (e.external_id IS NOT NULL AND (e.source, e.external_id) IN (SELECT * FROM unnest($2::text[], $3::text[])))`,
    [which.ids ?? [], external.map(({ source }) => source), external.map(({ id }) => id)],
  );
  return rows.map(toWire);
}

/** One event by its id. Throws `not_found`. */
export async function getEvent(id: string): Promise<EventWire> {
  const event = isUuid(id) ? (await findEvents({ ids: [id] }))[0] : undefined;
  if (!event) throw new DomainError('not_found', `No event ${id} exists.`);
  return event;
}

/** The newest event with this Slack id. Throws `not_found`. */
export async function getEventBySlackId(slackId: string): Promise<EventWire> {
  const { rows } = await pool().query<EventRow>(
    `SELECT ${eventColumns} FROM event e ${eventJoins} WHERE e.slack_id = $1 ORDER BY e.created_at DESC, e.id DESC LIMIT 1`,
    [slackId],
  );
  if (!rows[0]) throw new DomainError('not_found', `No event with the Slack id ${slackId} exists.`);
  return toWire(rows[0]);
}
