import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import type { EventFilters, EventListQuery, EventSort } from './filters';
import { type EventRow, eventColumns, eventJoins, toWire } from './row';
import type { EventWire } from './schemas';
import {
  creationKey,
  filterBranches,
  filterConditions,
  windowConditions,
  windowOf,
  withImpliedPhase,
} from './where';

/** A page of events. */
export interface EventPage {
  items: EventWire[];
  /** Where the next page begins, or null when this is the last one. */
  nextCursor: string | null;
  /** How many there are: exact, or the bound when there are more. */
  total?: { count: number; exact: boolean };
}

/** Beyond this many, a total is "more than". */
export const totalBound = 10_000;

/**
 * One page of the events that pass the filters, by keyset: a page costs the same at any depth.
 * Throws `invalid` for a cursor of another list or order.
 */
export async function listEvents(query: EventListQuery, now = Date.now()): Promise<EventPage> {
  const { sort, limit } = query;
  const statement = await listEventsStatement(query, now);
  const rows = await pool().query<EventRow>(statement);
  const items = rows.rows.slice(0, limit).map(toWire);
  const last = items.at(-1);
  const more = rows.rows.length > limit && last;
  return {
    items,
    nextCursor: more
      ? encodeCursor(
          { key: Date.parse(sort.endsWith('createdAt') ? last.createdAt : last.at), id: last.id },
          scope(sort),
        )
      : null,
    ...(query.total ? { total: await countEvents(query, now) } : {}),
  };
}

/** The SQL of a page: one row more than asked for, to know whether there are more. */
export async function listEventsStatement(
  query: EventListQuery,
  now: number,
): Promise<{ text: string; values: unknown[] }> {
  const { sort, limit } = query;
  const column = sort.endsWith('createdAt') ? 'created_at' : 'at';
  const descending = sort.startsWith('-');
  const params = new Params();
  const window = windowOf(query, now);
  const { near, far } = windowConditions(window, now, params);
  const direction = descending ? 'DESC' : 'ASC';
  const order = `${column} ${direction}, id ${direction}`;
  const plainly = async () => [...(await filterConditions(withImpliedPhase(query), params)).values()];
  // Only the order by start has an index for each of the filters that can be merged.
  const alternatives = column === 'at' ? await filterBranches(query, params) : [await plainly()];
  const distant = far === null ? [] : await plainly();
  const after = query.cursor ? afterCursor(query.cursor, sort, column, descending, params) : [];
  const key = column === 'at' ? 'e.at' : creationKey(window, descending, now);
  const count = params.add(limit + 1);
  const branch = (conditions: string[]) =>
    `(SELECT * FROM event e WHERE ${[...conditions, ...after].join(' AND ')} ORDER BY ${key} ${direction}, e.id ${direction} LIMIT ${count})`;
  const branches = alternatives.map((conditions) => branch([near, ...conditions]));
  if (far !== null) branches.push(branch([far, ...distant]));
  const text = `SELECT ${eventColumns} FROM (
       SELECT * FROM (${branches.join(' UNION ALL ')}) b
       ORDER BY ${order} LIMIT ${count}) e ${eventJoins}
     ORDER BY ${order.replaceAll(/(\w+) (ASC|DESC)/g, 'e.$1 $2')}`;
  return { text, values: params.values };
}

const scope = (sort: EventSort) => `events ${sort}`;

function afterCursor(
  text: string,
  sort: EventSort,
  column: string,
  descending: boolean,
  params: Params,
): string[] {
  const cursor = decodeCursor(text, scope(sort));
  return [
    `(e.${column}, e.id) ${descending ? '<' : '>'} (${params.add(new Date(cursor.key))}::timestamptz, ${params.add(cursor.id)}::uuid)`,
  ];
}

/** How many events pass the filters, counted no further than {@link totalBound}. */
export async function countEvents(
  filters: EventFilters,
  now = Date.now(),
): Promise<{ count: number; exact: boolean }> {
  const params = new Params();
  const conditions = [...(await filterConditions(withImpliedPhase(filters), params)).values()];
  const { near, far } = windowConditions(windowOf(filters, now), now, params);
  const bound = params.add(totalBound + 1);
  const branch = (window: string) =>
    `(SELECT 1 FROM event e WHERE ${[window, ...conditions].join(' AND ')} LIMIT ${bound})`;
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM (${far === null ? branch(near) : `${branch(near)} UNION ALL ${branch(far)}`}) b LIMIT ${bound}) c`,
    params.values,
  );
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, totalBound), exact: n <= totalBound };
}
