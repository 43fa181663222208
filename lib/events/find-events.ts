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
  // One index each: with both in a single OR, Postgres reads the whole table.
  const byId = `SELECT ${eventColumns} FROM event e ${eventJoins} WHERE e.id = ANY ($1::uuid[])`;
  if (external.length === 0) {
    const { rows } = await pool().query<EventRow>(byId, [which.ids ?? []]);
    return rows.map(toWire);
  }
  const { rows } = await pool().query<EventRow>(
    `SELECT ${eventColumns} FROM (
       SELECT id FROM event WHERE id = ANY ($1::uuid[])
       UNION
       SELECT f.id FROM unnest($2::text[], $3::text[]) AS asked(source, external_id)
         JOIN event f ON f.source = asked.source AND f.external_id = asked.external_id AND f.external_id IS NOT NULL
     ) found JOIN event e USING (id) ${eventJoins}`,
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
