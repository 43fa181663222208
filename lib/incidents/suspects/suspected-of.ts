import { pool } from '@/lib/db/pool';
import { getEvent } from '@/lib/events/find-events';
import type { SuspectedOfWire } from '@/lib/incidents/cause-operations';
import { findIncidents } from '@/lib/incidents/find-incidents';
import type { Verdict } from '@/lib/incidents/vocabulary';

/** A change that comes after this many others is not called a suspect on its own page. */
const lastRank = 10;
const most = 50;

/**
 * The incidents that an event is suspected of, as they were last ranked: the confirmed ones first, then the one that it is or belongs to, then
 * by score; cleared ones come last. Throws `not_found`.
 */
export async function suspectedOf(eventId: string): Promise<SuspectedOfWire> {
  const event = await getEvent(eventId);
  const { rows } = await pool().query<{
    number: number;
    rank: number | null;
    score: number | null;
    verdict: Verdict | null;
  }>(
    `SELECT number, max(rank) AS rank, max(score) AS score, max(verdict) AS verdict FROM (
       SELECT u.incident_number AS number, u.rank, u.score, NULL::verdict AS verdict, false AS own FROM incident_suspect u
         LEFT JOIN incident_verdict d USING (incident_number, event_id)
         WHERE u.event_id = $1 AND (u.rank <= ${lastRank} OR d.verdict IS NOT NULL)
       UNION ALL
       SELECT d.incident_number, CASE WHEN u.event_id IS NULL THEN d.rank END, CASE WHEN u.event_id IS NULL THEN d.score END, d.verdict, false
         FROM incident_verdict d LEFT JOIN incident_suspect u USING (incident_number, event_id) WHERE d.event_id = $1
       UNION ALL SELECT number, NULL, NULL, NULL, true FROM incident WHERE event_id = $1
       UNION ALL SELECT incident_number, NULL, NULL, NULL, true FROM signal WHERE event_id = $1 AND incident_number IS NOT NULL
     ) found
     GROUP BY number
     ORDER BY (max(verdict) IS NOT DISTINCT FROM 'confirmed') DESC, (max(verdict) IS DISTINCT FROM 'cleared') DESC, bool_or(own) DESC,
              max(score) DESC NULLS LAST, number DESC
     LIMIT ${most}`,
    [event.id],
  );
  const incidents = new Map(
    (await findIncidents(rows.map(({ number }) => number))).map((incident) => [incident.number, incident]),
  );
  return {
    items: rows.flatMap(({ number, ...said }) => {
      const incident = incidents.get(number);
      return incident ? [{ incident, ...said }] : [];
    }),
  };
}
