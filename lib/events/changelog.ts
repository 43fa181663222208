import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { pokeFeed } from '@/lib/live/poke';
import { appendChangelog, type NewChangelogEntry } from './append-changelog';
import { getEvent } from './find-events';
import { lockEvent } from './lock-row';
import type { ChangelogRow } from './row';
import type { ChangelogEntryWire, EventWire } from './schemas';

/** A page of an event's changelog, oldest first. The creation is entry 0: a fact of the event's own row. */
export interface ChangelogPage {
  entries: ChangelogEntryWire[];
  total: number;
}

/** Reads entries `offset` to `offset + limit - 1`. Throws `not_found`. */
export async function readChangelog(id: string, offset: number, limit: number): Promise<ChangelogPage> {
  const event = await getEvent(id);
  const { rows } = await pool().query<ChangelogRow & { total: number }>(
    `SELECT seq, at, actor, type, field, old_value, new_value, comment, count(*) OVER () AS total
     FROM changelog_entry WHERE event_id = $1 ORDER BY seq OFFSET $2 LIMIT $3`,
    [id, Math.max(0, offset - 1), offset === 0 ? limit - 1 : limit],
  );
  const total =
    rows[0]?.total ??
    (await pool().query<{ n: number }>('SELECT count(*) AS n FROM changelog_entry WHERE event_id = $1', [id]))
      .rows[0]?.n ??
    0;
  return { entries: [...(offset === 0 ? [creation(event)] : []), ...rows.map(toEntry)], total: total + 1 };
}

/** The whole changelogs of several events at once, each oldest first, keyed by event id. */
export async function changelogsOf(events: readonly EventWire[]): Promise<Map<string, ChangelogEntryWire[]>> {
  const all = new Map(events.map((event) => [event.id, [creation(event)]]));
  const changed = events.filter(({ revision }) => revision > 1).map(({ id }) => id);
  if (changed.length === 0) return all;
  const { rows } = await pool().query<ChangelogRow & { event_id: string }>(
    `SELECT event_id, seq, at, actor, type, field, old_value, new_value, comment
     FROM changelog_entry WHERE event_id = ANY ($1::uuid[]) ORDER BY event_id, seq`,
    [changed],
  );
  for (const row of rows) all.get(row.event_id)?.push(toEntry(row));
  return all;
}

/** Adds an entry that a person or a client wrote (a comment, an approval) and answers it. Throws `not_found`. */
export async function addChangelogEntry(
  id: string,
  entry: NewChangelogEntry,
  audit?: AuditTrail,
): Promise<ChangelogEntryWire> {
  const row = await transaction(async (client) => {
    const event = await lockEvent(client, { id });
    await appendChangelog(client, id, [entry]);
    const { rows } = await client.query<ChangelogRow>(
      `WITH touched AS (UPDATE event SET revision = revision + 1, updated_at = now() WHERE id = $1),
            fed AS (INSERT INTO change (topic, op, entity_id) VALUES ('event', 'updated', $1))
       SELECT seq, at, actor, type, field, old_value, new_value, comment
       FROM changelog_entry WHERE event_id = $1 ORDER BY seq DESC LIMIT 1`,
      [id],
    );
    audit?.note({ subject: `event:${event.id}`, after: toEntry(rows[0] as ChangelogRow) });
    return rows[0] as ChangelogRow;
  });
  pokeFeed();
  return toEntry(row);
}

function creation(event: EventWire): ChangelogEntryWire {
  return {
    seq: 0,
    at: event.createdAt,
    actor: event.createdBy || 'system',
    type: 'created',
    field: '',
    oldValue: '',
    newValue: '',
    comment: 'Event created',
  };
}

function toEntry(row: ChangelogRow): ChangelogEntryWire {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    type: row.type,
    field: row.field,
    oldValue: row.old_value,
    newValue: row.new_value,
    comment: row.comment,
  };
}
