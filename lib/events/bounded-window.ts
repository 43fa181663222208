import type { Params } from '@/lib/db/params';
import { invalid } from '@/lib/errors';
import type { EventFilters } from './filters';
import { windowConditions, windowOf } from './where';

/** A window with both sides, in milliseconds since the epoch; `to` is exclusive. */
export interface BoundedWindow {
  from: number;
  to: number;
}

const day = 24 * 3_600_000;

/**
 * The window that the filters name, completed where they leave a side open: without `to` it ends now, without `from` it
 * begins a day before its end; with only a `from` ahead of now it lasts a day. The read models of the timeline draw a
 * stretch of time, and the window alone says which. Data never does, so one event ten years ahead bends nothing.
 * Throws `invalid` for a window that ends before it begins.
 */
export function boundedWindow(filters: Pick<EventFilters, 'from' | 'to'>, now: number): BoundedWindow {
  const named = windowOf(filters, now);
  const to = named.to ?? (named.from !== null && named.from >= now ? named.from + day : now);
  const from = named.from ?? to - day;
  if (from < to) return { from, to };
  throw invalid([{ in: 'query', path: ['to'], detail: 'must be after `from`' }]);
}

/**
 * The window of figures over many days: without `to` it ends now, without `from` it is `usualDays` long. Throws `invalid` for
 * one that ends before it begins or is longer than `mostDays`.
 */
export function windowOfDays(
  filters: Pick<EventFilters, 'from' | 'to'>,
  { usualDays, mostDays }: { usualDays: number; mostDays: number },
  now: number,
): BoundedWindow {
  const named = windowOf(filters, now);
  const to = named.to ?? now;
  const from = named.from ?? to - usualDays * day;
  if (from >= to) throw invalid([{ in: 'query', path: ['to'], detail: 'must be after `from`' }]);
  if (to - from > mostDays * day)
    throw invalid([{ in: 'query', path: ['from'], detail: `is more than ${mostDays} days before the end` }]);
  return { from, to };
}

/** A select over every event `e` that overlaps the window and passes the conditions, as a subquery in parentheses. */
export function overlapping(
  columns: string,
  conditions: Iterable<string>,
  window: BoundedWindow,
  now: number,
  params: Params,
): string {
  const { near, far } = windowConditions(window, now, params);
  const branch = (overlap: string) =>
    `SELECT ${columns} FROM event e WHERE ${[overlap, ...conditions].join(' AND ')}`;
  return far === null ? `(${branch(near)})` : `(${branch(near)} UNION ALL ${branch(far)})`;
}
