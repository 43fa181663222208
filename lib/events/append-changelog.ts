import type { PoolClient } from 'pg';
import type { ChangeType } from './vocabulary';

/** A changelog entry to be written. */
export interface NewChangelogEntry {
  actor: string;
  type: ChangeType;
  field?: string;
  oldValue?: string;
  newValue?: string;
  comment?: string;
  /** When it happened; now, when left out. */
  at?: Date;
}

/**
 * Writes entries after the event's last one. The caller's transaction holds the lock on the event's row, so the
 * sequence has no gaps and no races.
 */
export async function appendChangelog(
  client: PoolClient,
  eventId: string,
  entries: readonly NewChangelogEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await client.query(
    `INSERT INTO changelog_entry (event_id, seq, at, actor, type, field, old_value, new_value, comment)
     SELECT $1, (SELECT coalesce(max(seq), 0) FROM changelog_entry WHERE event_id = $1) + i.ord, coalesce(i.at, now()),
            i.actor, i.type, i.field, i.old_value, i.new_value, i.comment
     FROM unnest($2::timestamptz[], $3::text[], $4::change_type[], $5::text[], $6::text[], $7::text[], $8::text[])
          WITH ORDINALITY AS i(at, actor, type, field, old_value, new_value, comment, ord)`,
    [
      eventId,
      entries.map(({ at }) => at ?? null),
      entries.map(({ actor }) => actor),
      entries.map(({ type }) => type),
      entries.map(({ field }) => field ?? ''),
      entries.map(({ oldValue }) => oldValue ?? ''),
      entries.map(({ newValue }) => newValue ?? ''),
      entries.map(({ comment }) => comment ?? ''),
    ],
  );
}
