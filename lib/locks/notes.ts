import type { PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { appendChangelog, type NewChangelogEntry } from '@/lib/events/append-changelog';
import { lockEvent } from '@/lib/events/lock-row';
import { pokeFeed } from '@/lib/live/poke';
import { log } from '@/lib/log';

/**
 * The changelog entries that locks owe to events. Whoever changes a lock leaves a note in the same transaction; it is
 * written into the event's changelog right after, or by the sweep when the process dies in between.
 */

/** Takes the notes of an event away, oldest first, as changelog entries. The caller holds the event's row. */
export async function takeNotes(client: PoolClient, eventId: string): Promise<NewChangelogEntry[]> {
  const { rows } = await client.query<{
    type: 'locked' | 'unlocked';
    actor: string;
    comment: string;
    at: Date;
  }>(
    `WITH taken AS (DELETE FROM lock_note WHERE event_id = $1 RETURNING id, type, actor, comment, at)
     SELECT type, actor, comment, at FROM taken ORDER BY id`,
    [eventId],
  );
  return rows;
}

/** Writes the notes of an event into its changelog. Failures are left to the sweep. */
export async function writeNotes(eventId: string): Promise<void> {
  try {
    await transaction(async (client) => {
      await lockEvent(client, { id: eventId }).catch((error: unknown) => {
        // It was deleted; nobody reads its notes any more.
        if (!(error instanceof DomainError && error.code === 'not_found')) throw error;
      });
      await writeNotesWithin(client, eventId);
    });
    pokeFeed();
  } catch (error) {
    log().warn(
      { err: error, eventId },
      'what locks owe to the changelog of an event could not be written yet',
    );
  }
}

/** The same within the caller's transaction, which holds the event's row. @returns what that made of the event, if anything */
export async function writeNotesWithin(
  client: PoolClient,
  eventId: string,
): Promise<{ revision: number; updated_at: Date } | undefined> {
  const entries = await takeNotes(client, eventId);
  if (entries.length === 0) return undefined;
  const { rows } = await client.query<{ revision: number; updated_at: Date }>(
    `WITH touched AS (UPDATE event SET revision = revision + 1, updated_at = now() WHERE id = $1 RETURNING id, revision, updated_at),
          fed AS (INSERT INTO change (topic, op, entity_id) SELECT 'event', 'updated', id FROM touched)
     SELECT revision, updated_at FROM touched`,
    [eventId],
  );
  if (rows[0]) await appendChangelog(client, eventId, entries);
  return rows[0];
}

/** Writes all notes that were left lying. @returns for how many events */
export async function sweepNotes(): Promise<number> {
  const { rows } = await pool().query<{ event_id: string }>(
    `SELECT DISTINCT event_id FROM lock_note WHERE at < now() - interval '500 milliseconds' LIMIT 100`,
  );
  for (const { event_id } of rows) await writeNotes(event_id);
  return rows.length;
}
