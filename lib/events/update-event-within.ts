import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import type { KnownName } from '@/lib/catalog/known-names';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { incidentStatusOf } from '@/lib/incidents/status-of-event';
import { isActive } from '@/lib/incidents/vocabulary';
import type { LockAnswer } from '@/lib/locks/call';
import { adjustEventLock } from '@/lib/locks/event-lock';
import { takeNotes } from '@/lib/locks/notes';
import { appendChangelog, type NewChangelogEntry } from './append-changelog';
import { type Difference, differences } from './differences';
import { versionAfter } from './event-version';
import { lockEvent, type WhichEvent } from './lock-row';
import { type EventRow, eventColumns, eventJoins, toWire } from './row';
import { type EventPatch, type EventWire, endBeforeStart } from './schemas';
import { spanOf } from './span';
import { hasEnded, phaseOf } from './vocabulary';

/** An update of one event, as part of a transaction. Doors for everybody else are `update-event.ts` and the verbs of incidents. */

/** An update of one event. */
export interface UpdateEvent {
  which: WhichEvent;
  patch: EventPatch;
  /** Who changes it, for the changelog. */
  actor: string;
  /** The revision that the caller has seen; another one is refused as `stale_revision`. */
  revision?: number;
  /** Whether it is to take the lock of its service when it starts with this update. */
  lock?: boolean | undefined;
  /** Lets a dialect put a difference into its own words, or replace them all. */
  record?: (found: Difference[], before: EventWire, after: EventWire) => NewChangelogEntry[];
  /** When it really ended, for an ending status; now, when left out and it had not ended. */
  endedAt?: Date;
  /** Of the request that brings it: told what was before and what is after. */
  audit?: AuditTrail | undefined;
}

/** The names that a patch mentions, as the database has them. */
export interface PatchNames {
  service?: KnownName | undefined;
  environment?: KnownName | undefined;
}

export interface UpdatedEvent {
  before: EventWire;
  event: EventWire;
  changed: boolean;
  /** To be handed to `settled` after the commit. */
  locks: LockAnswer[];
}

/**
 * Updates an event in the caller's transaction, who pokes the feed after the commit. Of an event of kind `incident` the caller moves
 * the incident as well. Throws as `updateEvent` does.
 */
export async function updateEventWithin(
  client: PoolClient,
  update: UpdateEvent,
  names: PatchNames = {},
): Promise<UpdatedEvent> {
  return storeUpdate(client, update, await examine(client, update), names);
}

/** An event that is locked, and what the patch makes of it. */
export interface Examined {
  row: EventRow;
  before: EventWire;
  merged: Merged;
  now: Date;
}

/** Stores what {@link examine} found, in the same transaction. */
export async function storeUpdate(
  client: PoolClient,
  update: UpdateEvent,
  { row, before, merged, now }: Examined,
  { service, environment }: PatchNames,
): Promise<UpdatedEvent> {
  const { patch } = update;
  const found = differences(before, merged, patch);
  const entries: NewChangelogEntry[] =
    update.record?.(found, before, merged) ?? found.map((entry) => ({ ...entry, actor: update.actor }));
  const ended = merged.endedAt !== (row.ended_at?.toISOString() ?? null);
  if (entries.length === 0 && found.length === 0 && !ended)
    return { before, event: before, changed: false, locks: [] };

  const versionId = await versionAfter(client, before, merged, service?.id);
  const locks = await adjustEventLock(client, {
    eventId: before.id,
    before,
    after: merged,
    wants: update.lock ?? false,
    owner: merged.owner,
    actor: update.actor,
  });
  if (locks.length > 0) entries.push(...(await takeNotes(client, before.id)));
  const after = await store(client, merged, {
    serviceId: service?.id ?? null,
    environmentId: environment?.id ?? null,
    keepEnvironment: patch.environment === undefined,
    versionId,
    now,
  }).catch((error: unknown) => {
    if ((error as { constraint?: string }).constraint === 'event_source_external_id_key') {
      throw new DomainError('conflict', 'Another event has this source and external id.');
    }
    throw error;
  });
  await appendChangelog(
    client,
    after.id,
    entries.map((entry) => ({ ...entry, at: entry.at ?? now })),
  );
  await client.query(`INSERT INTO change (topic, op, entity_id) VALUES ('event', 'updated', $1)`, [after.id]);
  return { before, event: after, changed: true, locks };
}

/** Locks the event and merges the patch into it, without storing anything. Throws whatever speaks against the update. */
export async function examine(
  client: PoolClient,
  { which, patch, revision, endedAt }: UpdateEvent,
): Promise<Examined> {
  if (patch.relatedId) await client.query(`SELECT pg_advisory_xact_lock(hashtext('shiplog.relations'))`);
  const row = await lockEvent(client, which);
  if (revision !== undefined && revision !== row.revision) {
    throw new DomainError('stale_revision', `The event is at revision ${row.revision}, not ${revision}.`, {
      revision: row.revision,
    });
  }
  const now = new Date();
  return { row, before: toWire(row), merged: await merge(client, row, patch, endedAt ?? null, now), now };
}

type Merged = EventWire & { endedAt: string | null; long: boolean };

async function merge(
  client: PoolClient,
  row: EventRow,
  patch: EventPatch,
  endedAt: Date | null,
  now: Date,
): Promise<Merged> {
  const before = toWire(row);
  const merged: Merged = { ...before, endedAt: row.ended_at?.toISOString() ?? null, long: false };
  for (const [field, value] of Object.entries(patch)) {
    if (value !== undefined) (merged as Record<string, unknown>)[field] = value;
  }
  if (merged.startsAt && merged.endsAt && merged.endsAt < merged.startsAt) {
    throw invalid([bodyIssue([patch.endsAt === undefined ? 'startsAt' : 'endsAt'], endBeforeStart)]);
  }
  if (before.kind === 'incident' && merged.kind !== 'incident') {
    throw invalid([
      bodyIssue(['kind'], 'stays incident: there is an incident of this event; delete the event instead'),
    ]);
  }
  const relatedCreatedAt = await relatedTime(client, row, patch);
  if (goesOn(merged)) merged.endedAt = null;
  else if (endedAt !== null) merged.endedAt = endedAt.toISOString();
  // Sent again, as clients do that write back what they read, an ending is no new one.
  else if (patch.status && patch.status !== row.status) merged.endedAt ??= now.toISOString();
  const span = spanOf({
    status: merged.status,
    startsAt: time(merged.startsAt),
    endsAt: time(merged.endsAt),
    endedAt: time(merged.endedAt),
    createdAt: row.created_at.getTime(),
    relatedCreatedAt,
  });
  merged.phase = phaseOf(merged.status);
  merged.at = new Date(span.at).toISOString();
  merged.until = span.until === null ? null : new Date(span.until).toISOString();
  merged.long = span.long;
  merged.durationMs = span.durationMs;
  return merged;
}

/** An incident goes on until it is resolved or closed: one whose reporter says `failure` is not over. */
function goesOn({ kind, status }: EventWire): boolean {
  return kind === 'incident' ? isActive(incidentStatusOf(status)) : !hasEnded(status);
}

const time = (iso: string | null) => (iso === null ? null : Date.parse(iso));

/**
 * Creation of the event that this one is related to after the patch, or null. Throws `invalid` when it does not exist or
 * when following relations from it leads back here. The caller holds the lock on relations, so no other update
 * can close a circle at the same time.
 */
async function relatedTime(client: PoolClient, row: EventRow, patch: EventPatch): Promise<number | null> {
  const relatedId = patch.relatedId === undefined ? row.related_id : patch.relatedId;
  if (relatedId === null) return null;
  const { rows } = await client.query<{ id: string; created_at: Date }>(
    patch.relatedId
      ? `WITH RECURSIVE up AS (
           SELECT id, related_id, created_at FROM event WHERE id = $1
           UNION SELECT e.id, e.related_id, e.created_at FROM event e JOIN up ON e.id = up.related_id)
         SELECT id, created_at FROM up`
      : 'SELECT id, created_at FROM event WHERE id = $1',
    [relatedId],
  );
  const related = rows.find(({ id }) => id === relatedId);
  if (!related) throw invalid([bodyIssue(['relatedId'], `no event ${relatedId} exists to relate to`)]);
  if (rows.some(({ id }) => id === row.id)) {
    throw invalid([
      bodyIssue(['relatedId'], 'would make a circle: that event is this one, or follows from it'),
    ]);
  }
  return related.created_at.getTime();
}

async function store(
  client: PoolClient,
  merged: Merged,
  ids: {
    serviceId: number | null;
    environmentId: number | null;
    keepEnvironment: boolean;
    /** Undefined keeps it. */
    versionId: number | null | undefined;
    now: Date;
  },
): Promise<EventWire> {
  const { rows } = await client.query<EventRow>(
    `WITH e AS (
       UPDATE event SET
         kind = $2, title = $3, message = $4, service_id = coalesce($5, service_id),
         environment_id = CASE WHEN $6 THEN environment_id ELSE $7 END, status = $8, phase = $9, priority = $10, impact = $11,
         level = $12, category = $13, event_type = $14, source = $15, owner = $16, stakeholders = $17, notification = $18,
         notifications = $19, starts_at = $20, ends_at = $21, ended_at = $22, at = $23, until = $24, long = $25,
         duration_ms = $26, related_id = $27, version = $28, sha = $29, pull_request_url = $30, ticket = $31, links = $32,
         slack_id = $33, external_id = $34, payload = $35, metadata = $36, updated_at = $37, version_id = CASE WHEN $38 THEN version_id ELSE $39 END,
         revision = revision + 1
       WHERE id = $1
       RETURNING *)
     SELECT ${eventColumns} FROM e ${eventJoins}`,
    [
      merged.id,
      merged.kind,
      merged.title,
      merged.message,
      ids.serviceId,
      ids.keepEnvironment,
      ids.environmentId,
      merged.status,
      merged.phase,
      merged.priority,
      merged.impact,
      merged.level,
      merged.category,
      merged.eventType,
      merged.source,
      merged.owner,
      merged.stakeholders,
      merged.notification,
      merged.notifications,
      merged.startsAt,
      merged.endsAt,
      merged.endedAt,
      merged.at,
      merged.until,
      merged.long,
      merged.durationMs,
      merged.relatedId,
      merged.version,
      merged.sha,
      merged.pullRequestUrl,
      merged.ticket,
      JSON.stringify(merged.links),
      merged.slackId,
      merged.externalId,
      merged.payload === null ? null : JSON.stringify(merged.payload),
      JSON.stringify(merged.metadata),
      ids.now,
      ids.versionId === undefined,
      ids.versionId ?? null,
    ],
  );
  return toWire(rows[0] as EventRow);
}
