import { rememberedEnvironment, rememberedService } from '@/lib/catalog/known-names';
import type { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import type { EventFilters } from './filters';
import { longAfterMs, ongoingReachMs } from './span';
import { searchDocument, searchQuery } from './text-search';
import { phaseOf } from './vocabulary';

/** A window in milliseconds since the epoch; either side may be open. */
export interface Window {
  from: number | null;
  /** Exclusive. */
  to: number | null;
}

/** The window that the filters name, at this moment. */
export function windowOf(filters: Pick<EventFilters, 'from' | 'to'>, now: number): Window {
  return {
    from: filters.from === undefined ? null : parseTime(filters.from, now),
    to: filters.to === undefined ? null : parseTime(filters.to, now, 'end'),
  };
}

/** Names of the filters that compare a column with a list of values, and that column. */
export const facetColumns = {
  kind: 'e.kind',
  service: 'e.service_id',
  environment: 'e.environment_id',
  status: 'e.status',
  phase: 'e.phase',
  priority: 'e.priority',
  level: 'e.level',
  source: 'e.source',
  owner: 'e.owner',
  category: 'e.category',
  eventType: 'e.event_type',
  version: 'e.version',
  impact: 'e.impact',
  relatedId: 'e.related_id',
  slackId: 'e.slack_id',
  externalId: 'e.external_id',
} as const;
export type ListFilter = keyof typeof facetColumns;

const casts: Partial<Record<ListFilter, string>> = {
  kind: 'event_kind',
  status: 'event_status',
  phase: 'phase',
  priority: 'priority',
  level: 'event_level',
  service: 'int',
  environment: 'int',
  impact: 'int2',
  relatedId: 'uuid',
};

/**
 * The conditions of every filter but the window, each keyed by its name, over `event e`. Names of services and
 * environments that nobody has ever seen match nothing.
 */
export async function filterConditions(filters: EventFilters, params: Params): Promise<Map<string, string>> {
  const conditions = new Map<string, string>();
  for (const name of Object.keys(facetColumns) as ListFilter[]) {
    const values = filters[name];
    if (values && values.length > 0)
      conditions.set(name, among(name, await comparedValues(filters, name), params));
  }
  if (filters.q !== undefined && filters.q.trim() !== '') {
    const query = searchQuery(filters.q);
    conditions.set(
      'q',
      query === null ? 'false' : `${searchDocument} @@ to_tsquery('simple', ${params.add(query)})`,
    );
  }
  return conditions;
}

/** A single value is compared by `=`: only then can an index that begins with the column also give the order of a list. */
function among(name: ListFilter, values: readonly unknown[], params: Params): string {
  const type = casts[name] ?? 'text';
  return values.length === 1
    ? `${facetColumns[name]} = ${params.add(values[0])}::${type}`
    : `${facetColumns[name]} = ANY (${params.add(values)}::${type}[])`;
}

async function comparedValues(filters: EventFilters, name: ListFilter): Promise<readonly unknown[]> {
  const values = [...new Set<unknown>(filters[name])];
  return name === 'service' || name === 'environment' ? idsOf(name, values as string[]) : values;
}

/** Filters with an index of their own in the order of lists by start, those that narrow most first. */
const ordered = ['service', 'phase', 'kind', 'environment'] as const;
/** Filters that find their few events by an index, whatever else is asked for. */
const narrow = ['q', 'relatedId', 'slackId', 'externalId'] as const;

/** A status implies its phase, and phases have an index. */
export function withImpliedPhase(filters: EventFilters): EventFilters {
  if (!filters.status?.length || filters.phase?.length) return filters;
  return { ...filters, phase: [...new Set(filters.status.map(phaseOf))] };
}

/**
 * The conditions of every filter but the window as disjoint alternatives, to be merged: one for each value of the filter
 * whose index gives the order of lists by start. With all values in one condition Postgres would read them either
 * unordered, all there are, or along the whole table until it has met enough of them; merged, each is read in order, and
 * only as far as the page needs.
 */
export async function filterBranches(given: EventFilters, params: Params): Promise<string[][]> {
  const filters = withImpliedPhase(given);
  const split = narrow.some((name) => filters[name]?.length)
    ? undefined
    : ordered.find((name) => filters[name]?.length);
  const conditions = await filterConditions(split ? { ...filters, [split]: undefined } : filters, params);
  const rest = [...conditions.values()];
  if (!split) return [rest];
  const values = await comparedValues(filters, split);
  // The other conditions stay: Postgres refuses parameters that no condition mentions.
  return values.length === 0
    ? [['false', ...rest]]
    : values.map((value) => [among(split, [value], params), ...rest]);
}

async function idsOf(table: 'service' | 'environment', names: readonly string[]): Promise<number[]> {
  const remembered = table === 'service' ? rememberedService : rememberedEnvironment;
  const ids: number[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const hit = remembered(name);
    if (hit) ids.push(hit.id);
    else unknown.push(nameKey(name));
  }
  if (unknown.length > 0) {
    const { rows } = await pool().query<{ id: number }>(`SELECT id FROM ${table} WHERE name_key = ANY ($1)`, [
      unknown,
    ]);
    ids.push(...rows.map(({ id }) => id));
  }
  return [...new Set(ids)];
}

/**
 * The two disjoint sets of events that overlap a window. An event overlaps when it starts before `to` and has not ended
 * before `from`; one without an end goes on, for thirty days at most.
 *
 * `near` starts within a day before the window or in it and is read along the index on `at`; `far` started earlier and is
 * read from the small index of long events. Without a `from` everything is near.
 */
export function windowConditions(
  window: Window,
  now: number,
  params: Params,
): { near: string; far: string | null } {
  const before = window.to === null ? [] : [`e.at < ${params.add(new Date(window.to))}`];
  if (window.from === null) return { near: before.join(' AND ') || 'true', far: null };
  const from = params.add(new Date(window.from));
  const reach = params.add(new Date(window.from - longAfterMs));
  // Until now an open-ended event goes on; nobody knows whether it reaches into a window that begins later.
  const open = window.from > now ? 'false' : `e.at >= ${params.add(new Date(window.from - ongoingReachMs))}`;
  const reaches = `(e.until >= ${from} OR (e.until IS NULL AND (e.at >= ${from} OR ${open})))`;
  return {
    near: [...before, `e.at >= ${reach}`, reaches].join(' AND '),
    far: [...before, 'e.long', `e.at < ${reach}`, reaches].join(' AND '),
  };
}

/**
 * What a list by creation sorts by. Postgres takes the events of a window to be spread evenly over all creations and likes
 * to walk the index on creation until it has met enough of them; for a window that ended long ago it meets none for long.
 * Where more time lies before the window than in it, an expression that no index knows makes it sort the window instead.
 */
export function creationKey({ from, to }: Window, descending: boolean, now: number): string {
  const skipped = descending ? now - (to ?? now) : Number.POSITIVE_INFINITY;
  const sorted = from !== null && to !== null && skipped > to - from;
  return sorted ? "(e.created_at + interval '0')" : 'e.created_at';
}
