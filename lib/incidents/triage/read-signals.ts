import type { PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import type { EventLevel } from '@/lib/events/vocabulary';
import { noSuchIncident } from '../find-incidents';
import type { TriageWire } from '../schemas';
import type { TriageContext, TriageSignal } from './classify';

/** Of many signals so many of the first and so many of the last are read. */
const ends = 100;
/** Of a message no more than masking and classifying look at. */
const messageLength = 9_000;

/** What an incident is judged by, as it stands. */
export interface ToJudge {
  number: number;
  eventId: string;
  mergedInto: number | null;
  /** What was said last. */
  triage: TriageWire | null;
  context: TriageContext;
  signals: TriageSignal[];
}

interface Row {
  event_id: string;
  service: string;
  environment: string | null;
  merged_into: number | null;
  triage: TriageWire | null;
  title: string;
  message: string;
  level: EventLevel | null;
  at: Date;
  total: number;
}

/**
 * Reads what triage judges by: an incident's signals, its first and its last ones; for one without signals its own title and
 * message, which are its reporter's words. Throws `not_found`.
 */
export async function readToJudge(number: number, client?: PoolClient): Promise<ToJudge> {
  const db = client ?? pool();
  const { rows } = await db.query<Row>(
    `SELECT i.event_id, s.name AS service, v.name AS environment, i.merged_into, i.triage, e.title,
            left(e.message, ${messageLength}) AS message, e.level, e.at, i.signal_count AS total
     FROM incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id
          LEFT JOIN environment v ON v.id = i.environment_id
     WHERE i.number = $1`,
    [number],
  );
  const row = rows[0];
  if (!row) throw noSuchIncident(number);
  const told = await db.query<{ id: string; level: EventLevel | null; message: string; at: Date }>(
    `SELECT g.event_id AS id, g.level, left(CASE WHEN e.message = '' THEN e.title ELSE e.message END, ${messageLength}) AS message, g.at
     FROM ((SELECT event_id, level, at FROM signal WHERE incident_number = $1 ORDER BY at LIMIT ${ends})
           UNION
           (SELECT event_id, level, at FROM signal WHERE incident_number = $1 ORDER BY at DESC LIMIT ${ends})) g
          JOIN event e ON e.id = g.event_id
     ORDER BY g.at, g.event_id`,
    [number],
  );
  const own: TriageSignal = {
    id: row.event_id,
    level: row.level,
    message: row.message === '' ? row.title : `${row.title}\n${row.message}`,
    at: row.at.toISOString(),
  };
  const signals = told.rows.map((signal) => ({ ...signal, at: signal.at.toISOString() }));
  return {
    number,
    eventId: row.event_id,
    mergedInto: row.merged_into,
    triage: row.triage,
    context: {
      service: row.service,
      environment: row.environment,
      ...(signals.length > 0 ? { total: row.total } : {}),
    },
    signals: signals.length > 0 ? signals : [own],
  };
}
