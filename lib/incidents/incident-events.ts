import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { type EventRow, eventColumns, eventJoins, toWire } from '@/lib/events/row';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { getIncident } from './find-incidents';
import type { IncidentEventsWire } from './operations';
import type { SignalLevel } from './vocabulary';

export interface IncidentEventsQuery {
  level?: readonly SignalLevel[] | undefined;
  sort: 'at' | '-at';
  limit: number;
  cursor?: string | undefined;
}

/** A page of the signals of an incident, by keyset over their time. Throws `not_found`, and `invalid` for a cursor of another list. */
export async function incidentEvents(
  number: number,
  { level, sort, limit, cursor }: IncidentEventsQuery,
): Promise<IncidentEventsWire> {
  const scope = `signals of ${number} ${sort}`;
  const after = cursor === undefined ? undefined : decodeCursor(cursor, scope);
  await getIncident(number);
  const params = new Params();
  const conditions = [`g.incident_number = ${params.add(number)}`];
  if (level?.length) conditions.push(`g.level = ANY (${params.add(level)}::event_level[])`);
  const [compared, direction] = sort === 'at' ? ['>', 'ASC'] : ['<', 'DESC'];
  if (after) {
    conditions.push(
      `(g.at, g.event_id) ${compared} (${params.add(new Date(after.key))}::timestamptz, ${params.add(after.id)}::uuid)`,
    );
  }
  const { rows } = await pool().query<EventRow & { signal_at: Date }>(
    `SELECT ${eventColumns}, page.at AS signal_at FROM (
       SELECT g.event_id, g.at FROM signal g WHERE ${conditions.join(' AND ')}
       ORDER BY g.at ${direction}, g.event_id ${direction} LIMIT ${params.add(limit + 1)}) page
     JOIN event e ON e.id = page.event_id ${eventJoins} ORDER BY page.at ${direction}, e.id ${direction}`,
    params.values,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(toWire),
    nextCursor: last ? encodeCursor({ key: last.signal_at.getTime(), id: last.id }, scope) : null,
    levels: after ? [] : await countLevels(number),
  };
}

async function countLevels(number: number): Promise<IncidentEventsWire['levels']> {
  const { rows } = await pool().query<{ level: SignalLevel; n: number }>(
    `SELECT level, count(*) AS n FROM signal
     WHERE incident_number = $1 AND level IN ('warn', 'error', 'critical', 'fatal') GROUP BY level ORDER BY level DESC`,
    [number],
  );
  return rows.map(({ level, n }) => ({ level, count: n }));
}
