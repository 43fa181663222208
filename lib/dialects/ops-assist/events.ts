import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { ingestOne } from '@/lib/events/ingest';
import type { EventDraft } from '@/lib/events/schemas';
import type { EventLevel } from '@/lib/events/vocabulary';
import type { RequestContext } from '@/lib/http/execute';
import { nameKey } from '@/lib/names';
import { countStored } from './count-stored';
import { readLevel, writeLevel } from './levels';
import type { OpsAssistEvent, OpsAssistEventQuery } from './schemas';
import { naive } from './times';

/** Ops-Assist's events are our signals; their ids are the numbers that detection gives. */

/** Where a level stands that was written otherwise than we answer it. */
const spelling = 'level';
const titleLength = 200;
/** In lists a longer message is cut: a page of a thousand has to stay a page. */
const listedMessage = 4_000;

/** Stores an error and answers it once it has been counted. */
export async function reportSignal(
  body: { service: string; level: string; message: string },
  request: Pick<RequestContext, 'actor' | 'caller' | 'audit' | 'idFor'>,
): Promise<OpsAssistEvent> {
  const level = readLevel(body.level) as EventLevel;
  const draft: EventDraft = {
    kind: 'signal',
    title: titleOf(body.message, body.service),
    service: body.service,
    message: body.message,
    level,
    source: 'ops-assist',
    ...(body.level === writeLevel(level) ? {} : { metadata: { [spelling]: body.level } }),
  };
  const { event } = await ingestOne({
    draft,
    actor: request.actor,
    verified: request.caller.verified,
    id: request.idFor(0),
    audit: request.audit,
  });
  const detected = await countStored(event);
  if (!detected) throw new DomainError('conflict', 'The event was deleted as soon as it was there.');
  return {
    id: detected.number,
    service: event.service,
    level: body.level,
    message: event.message,
    timestamp: naive(new Date(event.at)),
    incident_id: detected.incident,
  };
}

/** The first line of a message that says anything. */
function titleOf(message: string, service: string): string {
  const line = message
    .slice(0, 4 * titleLength)
    .toWellFormed()
    .split(/[\r\n]+/)
    .map((text) => text.replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}\s]+/gu, ' ').trim())
    .find((text) => text !== '');
  if (line === undefined) return `Error in ${service}`;
  return line.length <= titleLength
    ? line
    : `${line.slice(0, titleLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

interface Row {
  number: number;
  service: string;
  level: EventLevel | null;
  spelled: unknown;
  title: string;
  message: string;
  at: Date;
  incident_number: number | null;
}

const columns = `g.number, s.name AS service, e.level, e.metadata->'${spelling}' AS spelled, e.title, e.message, e.at, g.incident_number`;
const tables = 'JOIN event e ON e.id = g.event_id JOIN service s ON s.id = e.service_id';

/** A signal by its number. Throws `not_found`. */
export async function getSignal(id: number): Promise<OpsAssistEvent> {
  const { rows } = await pool().query<Row>(`SELECT ${columns} FROM signal g ${tables} WHERE g.number = $1`, [
    id,
  ]);
  if (!rows[0]) throw new DomainError('not_found', `Event with id ${id} not found`);
  return toEvent(rows[0]);
}

/** A page of signals, the newest first. The page is found in the indexes of events; only what is on it is read. */
export async function listSignals(query: OpsAssistEventQuery): Promise<OpsAssistEvent[]> {
  if (query.limit === 0) return [];
  const conditions = ["kind = 'signal'"];
  const values: unknown[] = [query.limit, query.skip];
  if (query.service) {
    values.push(nameKey(query.service));
    conditions.push(`service_id = (SELECT id FROM service WHERE name_key = $${values.length})`);
  }
  if (query.level) {
    values.push(readLevel(query.level));
    conditions.push(`level = $${values.length}`);
  }
  const { rows } = await pool().query<Row>(
    `SELECT ${columns}
     FROM (SELECT id FROM event WHERE ${conditions.join(' AND ')} ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2) page
          JOIN signal g ON g.event_id = page.id ${tables}
     ORDER BY e.at DESC, e.id DESC`,
    values,
  );
  return rows.map(listed);
}

/** The last signals of an incident, oldest of them first. */
export async function signalsOf(incident: number, most: number): Promise<OpsAssistEvent[]> {
  const { rows } = await pool().query<Row>(
    `SELECT ${columns}
     FROM (SELECT event_id, number, incident_number FROM signal
           WHERE incident_number = $1 ORDER BY at DESC, number DESC LIMIT $2) g ${tables}
     ORDER BY e.at, g.number`,
    [incident, most],
  );
  return rows.map(listed);
}

function toEvent(row: Row): OpsAssistEvent {
  const spelled =
    typeof row.spelled === 'string' && readLevel(row.spelled) === row.level
      ? row.spelled
      : writeLevel(row.level);
  return {
    id: row.number,
    service: row.service,
    level: spelled,
    message: row.message === '' ? row.title : row.message,
    timestamp: naive(row.at),
    incident_id: row.incident_number,
  };
}

function listed(row: Row): OpsAssistEvent {
  const event = toEvent(row);
  if (event.message.length <= listedMessage) return event;
  return {
    ...event,
    message: `${event.message.slice(0, listedMessage - 1).replace(/[\uD800-\uDBFF]$/, '')}…`,
  };
}
