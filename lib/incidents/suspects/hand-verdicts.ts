import type { PoolClient } from 'pg';
import { appendEntries } from '@/lib/incidents/append-entries';
import type { Verdict } from '@/lib/incidents/vocabulary';
import { relate } from './relate-cause';

/** The incidents of a merge, locked. */
interface Merge {
  from: number;
  to: number;
  /** The event of the incident that goes on. */
  toEvent: string;
  actor: string;
}

/**
 * Hands the verdicts of an incident over to the one that it is merged into, with their rank, time and author: the cause of what is one
 * incident now is confirmed once. What was already said there stands, and the other word goes; the timelines keep both.
 *
 * The transaction holds the lock of relations. The earliest confirmed change is what the incident that goes on follows from, unless
 * it follows from something.
 */
export async function handVerdicts(client: PoolClient, { from, to, toEvent, actor }: Merge): Promise<void> {
  const { rows } = await client.query<{ event_id: string; verdict: Verdict }>(
    `WITH taken AS (DELETE FROM incident_verdict WHERE incident_number = $1 RETURNING *),
       stored AS (
         INSERT INTO incident_verdict (incident_number, event_id, verdict, rank, score, actor, at)
         SELECT $2, event_id, verdict, rank, score, actor, at FROM taken
         ON CONFLICT (incident_number, event_id) DO NOTHING RETURNING event_id, verdict, at)
     SELECT event_id, verdict FROM stored ORDER BY at, event_id`,
    [from, to],
  );
  await appendEntries(
    client,
    rows.map(({ event_id, verdict }) => ({
      incident: to,
      actor,
      type: 'suspect' as const,
      field: event_id,
      oldValue: '',
      newValue: verdict,
    })),
  );
  const cause = rows.find(({ verdict }) => verdict === 'confirmed');
  if (cause) await relate(client, to, toEvent, cause.event_id, actor);
}
