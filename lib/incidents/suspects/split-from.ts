import { pool } from '@/lib/db/pool';
import type { SuspectsWire } from '@/lib/incidents/cause-operations';
import type { Verdict } from '@/lib/incidents/vocabulary';

/** Most verdicts that are told. */
const mostTold = 20;

/**
 * The incident that this one was split off, and what was said of suspects there, confirmed ones first. That was said of what is left there and
 * stays there: for the signals that went, nobody has judged yet. If it was merged since, its verdicts are those of the one that goes
 * on. Null for an incident that was not split off, and once the other one is gone or part of this one.
 */
export async function splitFrom(number: number): Promise<SuspectsWire['splitFrom']> {
  const { rows } = await pool().query<{
    number: number;
    eventId: string | null;
    title: string;
    verdict: Verdict;
  }>(
    `SELECT o.number, d.event_id AS "eventId", c.title, d.verdict
     FROM incident_entry n
     JOIN incident s ON s.number = CASE WHEN n.field = 'splitFrom' THEN n.new_value::int END
     JOIN incident o ON o.number = coalesce(s.merged_into, s.number)
     LEFT JOIN incident_verdict d ON d.incident_number = o.number
     LEFT JOIN event c ON c.id = d.event_id
     WHERE n.incident_number = $1 AND n.type = 'split' AND n.field = 'splitFrom' AND o.number <> $1
     ORDER BY d.verdict = 'confirmed' DESC, d.at, d.event_id LIMIT ${mostTold}`,
    [number],
  );
  const [first] = rows;
  if (!first) return null;
  return {
    number: first.number,
    verdicts: rows.flatMap(({ eventId, title, verdict }) =>
      eventId === null ? [] : [{ eventId, title, verdict }],
    ),
  };
}
