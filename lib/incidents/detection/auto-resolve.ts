import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { pokeFeed } from '@/lib/live/poke';
import { withIncidents } from '../lock-incident';
import { moveIncidentWithin } from '../move-incident';
import { detectionActor } from './actor';

/** Resolves incidents that have been silent for as long as their rule says. */

const mostAtOnce = 200;

/**
 * Silence begins with the last signal, or when a person last moved the incident or took notice of it. A signal that is stored and not detected yet
 * breaks it. All by the database's clock.
 */
const silent = `
  SELECT i.number, r.auto_resolve_seconds AS seconds, due.at
  FROM incident i JOIN detection_rule r ON r.id = i.rule_id, LATERAL (
    SELECT greatest(i.last_signal_at, (
             SELECT max(n.at) FROM incident_entry n WHERE n.incident_number = i.number AND n.type IN ('status', 'reopened', 'acknowledged', 'merged')
           )) + r.auto_resolve_seconds * interval '1 second' AS at) due
  WHERE i.status IN ('open', 'investigating') AND r.enabled AND i.last_signal_at <= clock_timestamp() - r.auto_resolve_seconds * interval '1 second'
    AND due.at <= clock_timestamp()
    AND NOT EXISTS (
      SELECT FROM event e WHERE e.service_id = i.service_id AND e.kind = 'signal' AND e.at > i.last_signal_at AND e.at <= clock_timestamp()
        AND NOT EXISTS (SELECT FROM signal s WHERE s.event_id = e.id))`;

/**
 * Resolves what has been silent for long enough, each in a transaction of its own that has entered the service: a signal that was detected before it has
 * broken the silence, one that comes after it finds a resolved incident. Any number of processes may do it at the same time. Answers how many.
 */
export async function autoResolve(ended: () => boolean = () => false): Promise<number> {
  const { rows } = await pool().query<{ number: number }>(
    `${silent} ORDER BY i.last_signal_at LIMIT ${mostAtOnce}`,
  );
  let resolved = 0;
  for (const { number } of rows) {
    if (ended()) break;
    if (await resolveSilent(number)) resolved += 1;
  }
  if (resolved > 0) pokeFeed();
  return resolved;
}

async function resolveSilent(number: number): Promise<boolean> {
  try {
    return await withIncidents([number], async (client) => {
      const { rows } = await client.query<{ seconds: number; at: Date }>(`${silent} AND i.number = $1`, [
        number,
      ]);
      const still = rows[0];
      if (!still) return false;
      return moveIncidentWithin(client, {
        number,
        status: 'resolved',
        actor: detectionActor,
        system: true,
        at: still.at,
        comment: `No signal for ${inWords(still.seconds)}.`,
      });
    });
  } catch (error) {
    // Deleted or merged meanwhile.
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'conflict'))
      return false;
    throw error;
  }
}

function inWords(seconds: number): string {
  const [count, unit] =
    seconds % 3600 === 0
      ? [seconds / 3600, 'hour']
      : seconds % 60 === 0
        ? [seconds / 60, 'minute']
        : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
