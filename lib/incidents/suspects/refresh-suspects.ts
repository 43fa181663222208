import type { PoolClient } from 'pg';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { tellChange } from '@/lib/incidents/tell-change';
import { pokeFeed } from '@/lib/live/poke';
import { log } from '@/lib/log';
import { type Ranked, type Ranking, rankChanges } from './rank-suspects';

/** How many suspects of an incident are kept. */
const mostStored = 20;

/**
 * Ranks the suspects of an incident anew and keeps the best, for boards and for the pages of changes. Subscribers hear of it when the
 * first suspect has become another one. Never throws: who opens an incident has nothing to do with whether this succeeds, and the sweep
 * tries again.
 */
export async function refreshSuspects(number: number): Promise<void> {
  try {
    const ranking = await rankChanges(number);
    if (await transaction((client) => store(client, ranking))) pokeFeed();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return;
    log().warn({ err: error, incident: number }, 'could not rank the suspects of an incident');
  }
}

/** Whether the first suspect changed. */
async function store(client: PoolClient, { incident, suspects }: Ranking): Promise<boolean> {
  const kept = suspects.filter(
    ({ found, rank, verdict }) => verdict === 'confirmed' || (found && rank <= mostStored),
  );
  // Events come before incidents. One that somebody holds is left out rather than waited for: it is being changed or deleted, and
  // the next ranking has it again.
  const { rows: held } = await client.query<{ id: string }>(
    'SELECT id FROM event WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE SKIP LOCKED',
    [kept.map(({ eventId }) => eventId)],
  );
  const ids = new Set(held.map(({ id }) => id));
  const there = kept.filter(({ eventId }) => ids.has(eventId));
  const { rowCount } = await client.query('SELECT FROM incident WHERE number = $1 FOR NO KEY UPDATE', [
    incident.number,
  ]);
  if (rowCount === 0) return false;
  const before = await firstOf(client, incident.number);
  await replace(client, incident.number, there);
  await client.query('UPDATE incident SET suspects_at = now() WHERE number = $1', [incident.number]);
  if ((await firstOf(client, incident.number)) === before) return false;
  await tellChange(client, 'updated', incident.eventId);
  return true;
}

/** Writes what differs: between two rankings of an incident little does. */
async function replace(client: PoolClient, number: number, suspects: readonly Ranked[]): Promise<void> {
  await client.query(
    `WITH wanted AS (
       SELECT * FROM json_to_recordset($2) AS w("eventId" uuid, rank int, score float8, parts jsonb)
     ), gone AS (
       DELETE FROM incident_suspect u WHERE u.incident_number = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE w."eventId" = u.event_id)
     )
     INSERT INTO incident_suspect AS u (incident_number, event_id, rank, score, parts)
     SELECT $1, w."eventId", w.rank, w.score, w.parts FROM wanted w
     ON CONFLICT (incident_number, event_id) DO UPDATE SET rank = excluded.rank, score = excluded.score, parts = excluded.parts
     WHERE (u.rank, u.score, u.parts) IS DISTINCT FROM (excluded.rank, excluded.score, excluded.parts)`,
    [
      number,
      JSON.stringify(suspects.map(({ eventId, rank, score, parts }) => ({ eventId, rank, score, parts }))),
    ],
  );
}

/** What a card shows of the first suspect, to be compared. In the order of `incidentTables`. */
async function firstOf(client: PoolClient, number: number): Promise<string> {
  const { rows } = await client.query<{ first: string }>(
    `SELECT concat_ws(' ', u.event_id, round(u.score::numeric), d.verdict) AS first
     FROM incident_suspect u LEFT JOIN incident_verdict d USING (incident_number, event_id)
     WHERE u.incident_number = $1 AND d.verdict IS DISTINCT FROM 'cleared'
     ORDER BY (d.verdict = 'confirmed') DESC NULLS LAST, u.rank LIMIT 1`,
    [number],
  );
  return rows[0]?.first ?? '';
}
