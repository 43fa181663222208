import { pool } from '@/lib/db/pool';
import type { SuspectFiguresWire } from '@/lib/incidents/insight-operations';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';

/** Over which verdicts: those that were given in this time, about incidents of these services. */
export interface FiguresQuery {
  from?: string | undefined;
  to?: string | undefined;
  service?: readonly string[] | undefined;
}

const day = 86_400_000;
const mostRows = 200;
const mostGuilty = 50;
/** Changes of one service and kind are counted no further. */
const countBound = 10_000;

/** The verdicts `d` of the time, with their incidents `i`, after the parameters $1 to $3. */
const judged = `incident_verdict d JOIN incident i ON i.number = d.incident_number JOIN service s ON s.id = i.service_id
  WHERE d.at >= $1 AND d.at < $2 AND ($3::text[] IS NULL OR s.name_key = ANY ($3))`;

/** How often the confirmed cause was ranked first or within three when somebody confirmed it, and what was confirmed. */
export async function suspectFigures(query: FiguresQuery, now = Date.now()): Promise<SuspectFiguresWire> {
  const from = new Date(query.from === undefined ? now - 90 * day : (parseTime(query.from, now) ?? now));
  const to = new Date(query.to === undefined ? now : (parseTime(query.to, now, 'end') ?? now));
  const services = query.service?.length ? query.service.map(nameKey) : null;
  const values = [from, to, services];
  const [counts, guilt, incidents] = await Promise.all([
    readCounts(values),
    readGuilty(values),
    readIncidents(values),
  ]);
  return { from: from.toISOString(), to: to.toISOString(), ...counts, guilt, incidents };
}

type Counts = Pick<SuspectFiguresWire, 'confirmed' | 'first' | 'withinThree' | 'unranked' | 'cleared'>;

/** An incident with several causes counts once, by the one that was ranked best. */
async function readCounts(values: unknown[]): Promise<Counts> {
  const { rows } = await pool().query<Counts>(
    `SELECT count(*) FILTER (WHERE confirmed > 0) AS confirmed,
            count(*) FILTER (WHERE rank = 1) AS first,
            count(*) FILTER (WHERE rank <= 3) AS "withinThree",
            count(*) FILTER (WHERE confirmed > 0 AND rank IS NULL) AS unranked,
            coalesce(sum(cleared), 0)::int AS cleared
     FROM (SELECT count(*) FILTER (WHERE d.verdict = 'confirmed') AS confirmed, count(*) FILTER (WHERE d.verdict = 'cleared') AS cleared,
                  min(d.rank) FILTER (WHERE d.verdict = 'confirmed') AS rank
           FROM ${judged} GROUP BY d.incident_number) each`,
    values,
  );
  return rows[0] as Counts;
}

async function readGuilty(values: unknown[]): Promise<SuspectFiguresWire['guilt']> {
  const counted = (kinds: string) =>
    `(SELECT FROM event e WHERE e.service_id = g.id AND e.kind = g.kind AND ${kinds}
        AND e.at >= $1 AND e.at < $2 AND e.phase <> 'planned' LIMIT ${countBound})`;
  const { rows } = await pool().query<SuspectFiguresWire['guilt'][number]>(
    `SELECT g.service, g.kind, g.confirmed, n.changes FROM (
       SELECT cs.id, cs.name AS service, cs.name_key, c.kind, count(*) AS confirmed
       FROM (SELECT d.event_id, d.verdict FROM ${judged}) d JOIN event c ON c.id = d.event_id JOIN service cs ON cs.id = c.service_id
       WHERE d.verdict = 'confirmed' GROUP BY cs.id, c.kind ORDER BY confirmed DESC, cs.name_key, c.kind LIMIT ${mostGuilty}) g
     CROSS JOIN LATERAL (SELECT count(*) AS changes FROM (
       ${counted("e.kind = 'deployment'")} UNION ALL ${counted("e.kind IN ('operation', 'drift', 'infra')")}
       UNION ALL ${counted("e.kind IN ('build', 'rpa_usage', 'signal', 'incident')")}) x) n
     ORDER BY g.confirmed DESC, g.name_key, g.kind`,
    values,
  );
  return rows;
}

async function readIncidents(values: unknown[]): Promise<SuspectFiguresWire['incidents']> {
  const { rows } = await pool().query<Omit<SuspectFiguresWire['incidents'][number], 'at'> & { at: Date }>(
    `SELECT d.number, e.title, d.event_id AS "eventId", c.title AS "eventTitle", cs.name AS service, c.kind, d.rank, d.at
     FROM (SELECT i.number, i.event_id AS incident_event, d.event_id, d.rank, d.at FROM ${judged} AND d.verdict = 'confirmed'
           ORDER BY d.at DESC, i.number DESC LIMIT ${mostRows}) d
     JOIN event e ON e.id = d.incident_event JOIN event c ON c.id = d.event_id JOIN service cs ON cs.id = c.service_id
     ORDER BY d.at DESC, d.number DESC`,
    values,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
