import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { activityOf } from './activity';
import type { IncidentFilters, IncidentListQuery, IncidentSort } from './filters';
import type { IncidentPageWire } from './operations';
import { type IncidentRow, incidentColumns, incidentTables, toIncident } from './row';
import { filterTables, incidentConditions } from './where';

/** Beyond this many, a total is "more than". */
const totalBound = 10_000;

/** None is after P5. */
const gravity = 'coalesce(array_position(enum_range(NULL::priority), e.priority), 6)';

/** What each order sorts by; of equals, the number decides in the same direction as the last of them. */
const orders: Record<IncidentSort, { keys: readonly string[]; descending: boolean }> = {
  '-startedAt': { keys: ['i.started_at'], descending: true },
  startedAt: { keys: ['i.started_at'], descending: false },
  '-updatedAt': { keys: ['i.updated_at'], descending: true },
  // Negative, so that the gravest first and the newest first are one direction.
  severity: { keys: [`-${gravity}`, 'i.started_at'], descending: true },
};

/**
 * One page of the incidents that pass the filters, by keyset. The course of signals is read for the page alone.
 * Throws `invalid` for a cursor of another list or order.
 */
export async function listIncidents(query: IncidentListQuery, now = Date.now()): Promise<IncidentPageWire> {
  const { sort, limit } = query;
  const params = new Params();
  const conditions = [...incidentConditions(query, params, now).values()];
  if (query.cursor !== undefined) conditions.push(afterCursor(query.cursor, sort, params));
  const { keys, descending } = orders[sort];
  const direction = descending ? 'DESC' : 'ASC';
  const order = [...keys, 'i.number'].map((key) => `${key} ${direction}`).join(', ');
  const { rows } = await pool().query<IncidentRow & { gravity: number }>(
    `SELECT ${incidentColumns}, ${gravity} AS gravity FROM (
       SELECT i.number FROM ${filterTables} WHERE ${conditions.join(' AND ') || 'true'}
       ORDER BY ${order} LIMIT ${params.add(limit + 1)}) page
     JOIN ${incidentTables.replace('incident i', 'incident i USING (number)')}
     ORDER BY ${order}`,
    params.values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(toIncident);
  if (query.activity) {
    const activity = await activityOf(
      items.map(({ number }) => number),
      now,
    );
    for (const item of items) item.activity = activity.get(item.number) ?? [];
  }
  return {
    items,
    nextCursor: rows.length > limit && last ? cursorOf(last, sort) : null,
    ...(query.total ? { total: await countIncidents(query, now) } : {}),
  };
}

const scope = (sort: IncidentSort) => `incidents ${sort}`;

/** A cursor has one number for the key: gravity and start share it, since no time in milliseconds reaches this far. */
const gravityStep = 1e15;

function cursorOf(row: IncidentRow & { gravity: number }, sort: IncidentSort): string {
  const time = (sort === '-updatedAt' ? row.updated_at : row.started_at).getTime();
  const key = sort === 'severity' ? row.gravity * gravityStep + time : time;
  return encodeCursor({ key, id: String(row.number).padStart(36, '0') }, scope(sort));
}

function afterCursor(text: string, sort: IncidentSort, params: Params): string {
  const { key, id } = decodeCursor(text, scope(sort));
  const grave = sort === 'severity' ? Math.round(key / gravityStep) : 0;
  const values = [
    ...(sort === 'severity' ? [`${params.add(-grave)}::int`] : []),
    `${params.add(new Date(key - grave * gravityStep))}::timestamptz`,
    `${params.add(Number(id))}::int`,
  ];
  const { keys, descending } = orders[sort];
  return `(${[...keys, 'i.number'].join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`;
}

/** How many incidents pass the filters, counted no further than {@link totalBound}. */
export async function countIncidents(
  filters: IncidentFilters,
  now = Date.now(),
): Promise<{ count: number; exact: boolean }> {
  const params = new Params();
  const conditions = [...incidentConditions(filters, params, now).values()];
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT FROM ${filterTables} WHERE ${conditions.join(' AND ') || 'true'}
       LIMIT ${params.add(totalBound + 1)}) c`,
    params.values,
  );
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, totalBound), exact: n <= totalBound };
}
