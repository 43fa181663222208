import type { Pool, PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import type { EventRow } from './row';

/** A complete row to be inserted: every value that the database does not make itself. */
export type NewEventRow = Omit<
  EventRow,
  'service' | 'environment' | 'revision' | 'updated_at' | 'ended_at'
> & {
  service_id: number;
  environment_id: number | null;
  long: boolean;
};

/**
 * Inserts rows and their feed entries in one statement, which is one transaction and so one fsync for all of them.
 *
 * A row whose id, or whose source and external id, is there already is left out: the unique indexes decide a race, and the
 * ids that come back say who won. The rows travel as one JSON document, which costs Node one native call to write.
 */
const insert = {
  name: 'insert-events',
  text: `
    WITH input AS (
      SELECT * FROM json_to_recordset($1) AS i(
        id uuid, kind event_kind, title text, message text, service_id int, environment_id int, status event_status,
        phase phase, priority priority, impact int2, level event_level, category text, event_type text, source text,
        owner text, stakeholders text[], notification bool, notifications text[], starts_at timestamptz,
        ends_at timestamptz, at timestamptz, until timestamptz, long bool, duration_ms int8, related_id uuid,
        version text, sha text, pull_request_url text, ticket text, links jsonb, slack_id text, external_id text,
        payload jsonb, metadata jsonb, created_by text, created_at timestamptz)
    ), inserted AS (
      INSERT INTO event (
        id, kind, title, message, service_id, environment_id, status, phase, priority, impact, level, category, event_type,
        source, owner, stakeholders, notification, notifications, starts_at, ends_at, at, until, long, duration_ms,
        related_id, version, sha, pull_request_url, ticket, links, slack_id, external_id, payload, metadata, created_by,
        created_at, updated_at)
      SELECT
        id, kind, title, message, service_id, environment_id, status, phase, priority, impact, level, category, event_type,
        source, owner, stakeholders, notification, notifications, starts_at, ends_at, at, until, long, duration_ms,
        related_id, version, sha, pull_request_url, ticket, links, slack_id, external_id, payload, metadata, created_by,
        created_at, created_at
      FROM input
      ON CONFLICT DO NOTHING
      RETURNING id
    ), fed AS (
      INSERT INTO change (topic, op, entity_id) SELECT 'event', 'created', id FROM inserted
    )
    SELECT id FROM inserted`,
};

/** The ids that were inserted. Throws the driver's error when the statement fails, and then nothing is stored. */
export async function insertEvents(
  rows: readonly NewEventRow[],
  database: Pool | PoolClient = pool(),
): Promise<Set<string>> {
  const result = await database.query<[string]>({
    ...insert,
    values: [JSON.stringify(rows)],
    rowMode: 'array',
  });
  return new Set(result.rows.map(([id]) => id));
}
