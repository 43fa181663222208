import { changeKinds } from '@/lib/deployments/vocabulary';
import { phases } from '@/lib/events/vocabulary';
import { parseTime } from '@/lib/time/expressions';

/**
 * What the address of an environment's history says, and the questions to the API that follow. The server and the browser read it with
 * this one function. Pure.
 *
 *     from, to                            the window; the last 30 days when left out
 *     service, by, team, phase, change    what is listed
 *     q                                   a version
 *     deployment                          whose panel is open
 *     compare                             one or two deployments that are compared
 *     filters                             off when the filters are put away
 */
export interface HistoryState {
  from: string;
  to: string;
  /** What the page is narrowed to, by parameter of the address. */
  chosen: Record<HistoryFilter, string[]>;
  version: string;
  deployment: string | null;
  compare: string[];
  filtersOpen: boolean;
  listQuery: string;
  histogramQuery: string;
  facetsQuery: string;
  deliveryQuery: string;
}

export const historyFilters = ['phase', 'change', 'service', 'by', 'team'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

export const historyWindows = [
  { value: 'now-24h', label: '24 h', words: 'the last 24 hours' },
  { value: 'now-7d', label: '7 d', words: 'the last 7 days' },
  { value: 'now-30d', label: '30 d', words: 'the last 30 days' },
  { value: 'now-90d', label: '90 d', words: 'the last 90 days' },
  { value: 'now-365d', label: '1 y', words: 'the last year' },
] as const;
export const usualFrom = 'now-30d';

/** Whether commas stand between the values of a filter: only where they come from a closed list. */
export const splits = (name: string) => name === 'phase' || name === 'change';

const known: Partial<Record<HistoryFilter, readonly string[]>> = { phase: phases, change: changeKinds };

export function readHistoryUrl(environment: string, search: URLSearchParams, now = Date.now()): HistoryState {
  const asked = { from: search.get('from') || usualFrom, to: search.get('to') || 'now' };
  const [from, to] = [parseTime(asked.from, now), parseTime(asked.to, now, 'end')];
  const window = from !== null && to !== null && from < to ? asked : { from: usualFrom, to: 'now' };
  const values = (name: HistoryFilter) => {
    const said = search.getAll(name).flatMap((value) => (splits(name) ? value.split(',') : [value]));
    const allowed = known[name];
    return [...new Set(said)].filter(
      (value) => value !== '' && value.length <= 500 && (!allowed || allowed.includes(value)),
    );
  };
  const chosen = Object.fromEntries(historyFilters.map((name) => [name, values(name)])) as Record<
    HistoryFilter,
    string[]
  >;
  const version = search.get('q')?.trim().slice(0, 200) ?? '';

  const filters = new URLSearchParams({ environment, from: window.from, to: window.to });
  for (const name of historyFilters) for (const value of chosen[name]) filters.append(name, value);
  if (version) filters.set('version', version);
  const list = new URLSearchParams(filters);
  list.set('limit', '50');
  list.set('total', 'true');
  const histogram = new URLSearchParams(filters);
  histogram.set('bins', '45');
  // Counts are those of events, which know a deployment's person as their owner, and nothing of teams and changes.
  const facets = new URLSearchParams({ kind: 'deployment', environment, from: window.from, to: window.to });
  for (const value of chosen.service) facets.append('service', value);
  for (const value of chosen.phase) facets.append('phase', value);
  for (const value of chosen.by) facets.append('owner', value);
  const delivery = new URLSearchParams({ environment, from: window.from, to: window.to });
  for (const value of chosen.service) delivery.append('service', value);
  for (const value of chosen.team) delivery.append('team', value);
  return {
    ...window,
    chosen,
    version,
    deployment: search.get('deployment') || null,
    compare: [...new Set(search.getAll('compare'))].filter(Boolean).slice(0, 2),
    filtersOpen: search.get('filters') !== 'off',
    listQuery: list.toString(),
    histogramQuery: histogram.toString(),
    facetsQuery: facets.toString(),
    deliveryQuery: delivery.toString(),
  };
}

/** Where the figures of what is looked at are shown in full. */
export function insightsHref({ deliveryQuery }: HistoryState, metric?: string): string {
  const query = new URLSearchParams(deliveryQuery);
  if (metric) query.set('metric', metric);
  return `/insights/delivery?${query}`;
}
