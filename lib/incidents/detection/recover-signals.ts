import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { findEvents } from '@/lib/events/find-events';
import { once } from '@/lib/runtime';
import { detectMissed, waitingForDetection } from './detect';

/**
 * Finds signals that were stored and never detected: a process died between the two commits, or had more than it could hold. Up to
 * the cursor all have been seen, except what was committed late; therefore it looks some time behind the cursor as well.
 */

/** What is so new is still being detected by whoever stored it. */
const graceMs = 3_000;
/** An event's time of creation is set before its commit, by the clock of the process that stores it… */
const behindMs = 20_000;
/** …and now and then it looks for what was committed much later than that. */
const farBehindMs = 15 * 60_000;
const farEveryMs = 5 * 60_000;
const together = 500;
/** With so many waiting in this process, what is missing is probably among them. */
const busyFrom = 2_000;

interface State {
  lookedFarAt: number;
}

/** Detects what was missed, oldest first. Any number of processes may do it at the same time. Answers how many were found. */
export async function recoverSignals({
  grace = graceMs,
  ended = () => false,
}: {
  grace?: number;
  ended?: () => boolean;
} = {}): Promise<number> {
  if (config().detection === 'off' || waitingForDetection() >= busyFrom) return 0;
  const state = once<State>('detection.recovery', () => ({ lookedFarAt: Number.NEGATIVE_INFINITY }));
  const far = performance.now() - state.lookedFarAt > farEveryMs;
  const { rows } = await pool().query<{ since: Date; until: Date }>(
    `SELECT created_at - $1::int8 * interval '1 millisecond' AS since, now() - $2::int8 * interval '1 millisecond' AS until FROM detection_cursor`,
    [far ? farBehindMs : behindMs, grace],
  );
  const span = rows[0];
  if (!span) return 0;
  let found = 0;
  for (;;) {
    const ids = await readMissed(span);
    const recovered = ids.length === 0 ? 0 : await detectMissed(await findEvents({ ids }));
    found += recovered;
    if (recovered < ids.length || ended()) return found;
    if (ids.length < together) break;
  }
  await pool().query('UPDATE detection_cursor SET created_at = greatest(created_at, $1)', [span.until]);
  if (far) state.lookedFarAt = performance.now();
  return found;
}

async function readMissed({ since, until }: { since: Date; until: Date }): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT e.id FROM event e
     WHERE e.kind = 'signal' AND e.created_at > $1 AND e.created_at <= $2 AND NOT EXISTS (SELECT FROM signal s WHERE s.event_id = e.id)
     ORDER BY e.created_at LIMIT ${together}`,
    [since, until],
  );
  return rows.map(({ id }) => id);
}
