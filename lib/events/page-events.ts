import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import type { EventFilters } from './filters';
import { type EventRow, eventColumns, eventJoins, toWire } from './row';
import type { EventWire } from './schemas';
import { creationKey, filterConditions, windowConditions, windowOf, withImpliedPhase } from './where';

/**
 * Numbered pages, for the wires that ask for them. Whoever can follow a cursor uses `listEvents`: a page costs the
 * same there at any depth, here it costs what lies before it, so callers bound the depth.
 */

/** Events that pass the filters, the last created first, `limit` of them after the first `offset`. */
export async function pageEvents(
  filters: EventFilters,
  { offset, limit }: { offset: number; limit: number },
  now = Date.now(),
): Promise<EventWire[]> {
  const params = new Params();
  const branches = await matching(filters, params, now);
  const key = creationKey(windowOf(filters, now), true, now);
  const reach = params.add(offset + limit);
  const ids = branches.map(
    (conditions) =>
      `(SELECT e.id, e.created_at FROM event e WHERE ${conditions} ORDER BY ${key} DESC, e.id DESC LIMIT ${reach})`,
  );
  const { rows } = await pool().query<EventRow>(
    `SELECT ${eventColumns} FROM (
       SELECT id FROM (${ids.join(' UNION ALL ')}) b ORDER BY created_at DESC, id DESC OFFSET ${params.add(offset)} LIMIT ${params.add(limit)}
     ) page JOIN event e USING (id) ${eventJoins}
     ORDER BY e.created_at DESC, e.id DESC`,
    params.values,
  );
  return rows.map(toWire);
}

/** How many events pass the filters, counted no further than `bound`. */
export async function countMatching(filters: EventFilters, bound: number, now = Date.now()): Promise<number> {
  const params = new Params();
  const branches = await matching(filters, params, now);
  const limit = params.add(bound);
  const sets = branches.map((conditions) => `(SELECT FROM event e WHERE ${conditions} LIMIT ${limit})`);
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT FROM (${sets.join(' UNION ALL ')}) b LIMIT ${limit}) c`,
    params.values,
  );
  return rows[0]?.n ?? 0;
}

/** The conditions of one or two disjoint sets of events that pass the filters together. */
async function matching(filters: EventFilters, params: Params, now: number): Promise<string[]> {
  const conditions = [...(await filterConditions(withImpliedPhase(filters), params)).values()];
  const { near, far } = windowConditions(windowOf(filters, now), now, params);
  return (far === null ? [near] : [near, far]).map((window) => [window, ...conditions].join(' AND '));
}
