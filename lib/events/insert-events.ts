import type { Pool, PoolClient } from 'pg';
import type { AuditAbout } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { auditFields } from './audit-fields';
import type { EventWire } from './schemas';

/** A complete event with what its row holds besides. */
export interface NewEvent {
  event: EventWire;
  serviceId: number;
  environmentId: number | null;
  /** Of a deployment or build: the version it is about. */
  versionId: number | null;
  /** See the column `long`. */
  long: boolean;
  /** Whose request it is, for the audit log; without it whoever inserts says it there themselves. */
  audit?: AuditAbout | undefined;
}

/**
 * Inserts events, their feed entries and what the audit log says of them in one statement, which is one transaction and so one fsync for all of them.
 *
 * An event whose id, or whose source and external id, is there already is left out: the unique indexes decide a race, and the
 * ids that come back say who won. The events travel as one JSON document, which costs Node one native call to write.
 */
const insert = {
  name: 'insert-events',
  text: `
    WITH input AS (
      SELECT * FROM json_to_recordset($1) AS i(
        id uuid, kind event_kind, title text, message text, "serviceId" int, "environmentId" int, "versionId" int, status event_status,
        phase phase, priority priority, impact int2, level event_level, category text, "eventType" text, source text,
        owner text, stakeholders text[], notification bool, notifications text[], "startsAt" timestamptz,
        "endsAt" timestamptz, at timestamptz, until timestamptz, long bool, "durationMs" int8, "relatedId" uuid,
        version text, sha text, "pullRequestUrl" text, ticket text, links jsonb, "slackId" text, "externalId" text,
        payload jsonb, metadata jsonb, "createdBy" text, verified jsonb, "createdAt" timestamptz,
        "requestId" text, "callerKind" text, "callerId" text, "callerName" text, via text, address text, operation text, after json)
    ), inserted AS (
      INSERT INTO event (
        id, kind, title, message, service_id, environment_id, version_id, status, phase, priority, impact, level, category, event_type,
        source, owner, stakeholders, notification, notifications, starts_at, ends_at, at, until, long, duration_ms,
        related_id, version, sha, pull_request_url, ticket, links, slack_id, external_id, payload, metadata, created_by, verified,
        created_at, updated_at)
      SELECT
        id, kind, title, message, "serviceId", "environmentId", "versionId", status, phase, priority, impact, level, category, "eventType",
        source, owner, stakeholders, notification, notifications, "startsAt", "endsAt", at, until, long, "durationMs",
        "relatedId", version, sha, "pullRequestUrl", ticket, links, "slackId", "externalId", payload, metadata, "createdBy", verified,
        "createdAt", "createdAt"
      FROM input
      ON CONFLICT DO NOTHING
      RETURNING id
    ), fed AS (
      INSERT INTO change (topic, op, entity_id) SELECT 'event', 'created', id FROM inserted
    ), audited AS (
      INSERT INTO audit_entry (request_id, caller_kind, caller_id, caller_name, via, address, operation, outcome, subject, after)
      SELECT "requestId", "callerKind", "callerId", "callerName", via, address, operation, 'done', 'event:' || id, after
      FROM input JOIN inserted USING (id) WHERE operation IS NOT NULL
    )
    SELECT id FROM inserted`,
};

/** The ids that were inserted. Throws the driver's error when the statement fails, and then nothing is stored. */
export async function insertEvents(
  events: readonly NewEvent[],
  database: Pool | PoolClient = pool(),
): Promise<Set<string>> {
  const said = new Set<string>();
  const documents = events.map((event) => document(event, said));
  const result = await database.query<[string]>({
    ...insert,
    values: [`[${documents.join(',')}]`],
    rowMode: 'array',
  });
  return new Set(result.rows.map(([id]) => id));
}

/** The event's own JSON with the row's extra fields put before its end: no object is made for it. */
function document(
  { event, serviceId, environmentId, versionId, long, audit }: NewEvent,
  said: Set<string>,
): string {
  const version = versionId === null ? '' : `,"versionId":${versionId}`;
  // One id may stand twice in a batch, but only one of them is inserted.
  const about = audit && !said.has(event.id) ? auditFields(event, audit) : '';
  if (about !== '') said.add(event.id);
  return `${JSON.stringify(event).slice(0, -1)},"serviceId":${serviceId},"environmentId":${environmentId}${version},"long":${long}${about}}`;
}
