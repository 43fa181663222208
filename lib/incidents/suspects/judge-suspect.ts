import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import { DomainError, invalid } from '@/lib/errors';
import { getEvent } from '@/lib/events/find-events';
import { appendEntries } from '@/lib/incidents/append-entries';
import { lockIncident, withIncidents } from '@/lib/incidents/lock-incident';
import { tellChange } from '@/lib/incidents/tell-change';
import type { Verdict } from '@/lib/incidents/vocabulary';
import { pokeFeed } from '@/lib/live/poke';
import { mostRanked, rankChanges } from './rank-suspects';
import { refreshSuspects } from './refresh-suspects';
import { enterRelations, relate, relatedTo, unrelate } from './relate-cause';

/** What somebody says of a change. */
export interface Judgement {
  number: number;
  eventId: string;
  /** Null takes back what was said. */
  verdict: Verdict | null;
  actor: string;
  audit?: AuditTrail;
}

/**
 * Confirms or clears a change as the cause of an incident, or takes that back. The rank and the score that it has at this moment are kept; a
 * change that is not among the ranked has none. Saying again what was said changes nothing.
 *
 * A confirmed change is what the incident's event follows from, unless that follows from something already or a circle would come about;
 * when the verdict goes, the relation that came with it goes.
 *
 * Throws `not_found` for an incident or an event that does not exist, and `invalid` for the incident itself.
 */
export async function judgeSuspect({ number, eventId, verdict, actor, audit }: Judgement): Promise<void> {
  const { suspects, incident: own } = await rankChanges(number);
  const event = await getEvent(eventId);
  if (event.id === own.eventId) {
    throw invalid([
      { in: 'path', path: ['eventId'], detail: 'is the incident itself, which no verdict can be about' },
    ]);
  }
  const ranked = suspects.find((suspect) => suspect.eventId === event.id);
  const stands = ranked?.found && ranked.rank <= mostRanked;

  const changed = await withIncidents([number], async (client) => {
    await enterRelations(client);
    await holdEvent(client, event.id);
    const incident = await lockIncident(client, number);
    const before = await verdictOn(client, number, event.id);
    const cause = await relatedTo(client, incident.event_id);
    if (before === verdict) {
      if (audit) audit.written = true;
      return false;
    }
    await storeVerdict(client, {
      number,
      eventId: event.id,
      verdict,
      rank: stands ? ranked.rank : null,
      score: stands ? ranked.score : null,
      actor,
    });
    await appendEntries(client, [
      {
        incident: number,
        actor,
        type: 'suspect',
        field: event.id,
        oldValue: before ?? '',
        newValue: verdict ?? '',
      },
    ]);
    await client.query('UPDATE incident SET updated_at = now() WHERE number = $1', [number]);
    if (verdict === 'confirmed') await relate(client, number, incident.event_id, event.id, actor);
    else if (before === 'confirmed') await unrelate(client, number, incident.event_id, event.id, actor);
    audit?.note({
      subject: `incident:${number}`,
      before: { suspect: event.id, verdict: before, relatedId: cause },
      after: { suspect: event.id, verdict, relatedId: await relatedTo(client, incident.event_id) },
    });
    await tellChange(client, 'updated', incident.event_id);
    return true;
  });
  if (!changed) return;
  pokeFeed();
  await refreshSuspects(number);
}

/** Nobody deletes the event until the transaction ends. Throws `not_found` when somebody has. */
async function holdEvent(client: PoolClient, eventId: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM event WHERE id = $1 FOR KEY SHARE', [eventId]);
  if (rowCount === 0) throw new DomainError('not_found', `No event ${eventId} exists.`);
}

async function verdictOn(client: PoolClient, number: number, eventId: string): Promise<Verdict | null> {
  const { rows } = await client.query<{ verdict: Verdict }>(
    'SELECT verdict FROM incident_verdict WHERE incident_number = $1 AND event_id = $2',
    [number, eventId],
  );
  return rows[0]?.verdict ?? null;
}

interface StoredVerdict extends Judgement {
  rank: number | null;
  score: number | null;
}

async function storeVerdict(
  client: PoolClient,
  { number, eventId, verdict, rank, score, actor }: StoredVerdict,
): Promise<void> {
  if (verdict === null) {
    await client.query('DELETE FROM incident_verdict WHERE incident_number = $1 AND event_id = $2', [
      number,
      eventId,
    ]);
    return;
  }
  await client.query(
    `INSERT INTO incident_verdict (incident_number, event_id, verdict, rank, score, actor) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (incident_number, event_id) DO UPDATE
     SET verdict = excluded.verdict, rank = excluded.rank, score = excluded.score, actor = excluded.actor, at = now()`,
    [number, eventId, verdict, rank, score, actor],
  );
}
