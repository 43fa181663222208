import { parseTime } from '@/lib/time/expressions';

/**
 * What the address of the insights says, and the questions that follow. The server and the browser read it with this one function. Pure.
 *
 *     from, to               the window, as the API has it; the last 30 days when left out
 *     service, environment   only of these
 *     by                     what the table is grouped by
 *     rank, cause            which of the rows behind the figures of causes are shown
 */
export const groupings = ['service', 'severity', 'category', 'environment'] as const;
export type Grouped = (typeof groupings)[number];

export const windows = [
  { value: 'now-7d', label: '7 d', words: 'the last 7 days' },
  { value: 'now-30d', label: '30 d', words: 'the last 30 days' },
  { value: 'now-60d', label: '60 d', words: 'the last 60 days' },
  { value: 'now-90d', label: '90 d', words: 'the last 90 days' },
  { value: 'now-365d', label: '1 y', words: 'the last year' },
] as const;

export const usualWindow = 'now-30d';

export interface InsightsState {
  from: string;
  to: string;
  by: Grouped;
  services: string[];
  environments: string[];
  /** The query of the API for figures of incidents. */
  figures: string;
  /** The query of the API for figures of suspects. */
  causes: string;
}

export function readInsightsUrl(search: URLSearchParams, now = Date.now()): InsightsState {
  const asked = { from: search.get('from') ?? usualWindow, to: search.get('to') ?? 'now' };
  const [from, to] = [parseTime(asked.from, now), parseTime(asked.to, now, 'end')];
  const window = from !== null && to !== null && from < to ? asked : { from: usualWindow, to: 'now' };
  const by = groupings.find((one) => one === search.get('by')) ?? 'service';
  const named = (name: string) =>
    [...new Set(search.getAll(name).filter((value) => value !== '' && value.length <= 500))].sort();
  const state = { ...window, by, services: named('service'), environments: named('environment') };
  const figures = new URLSearchParams(window);
  figures.set('by', by);
  const causes = new URLSearchParams(window);
  for (const service of state.services) {
    figures.append('service', service);
    causes.append('service', service);
  }
  for (const environment of state.environments) figures.append('environment', environment);
  return { ...state, figures: figures.toString(), causes: causes.toString() };
}

/** The window in words. */
export function windowInWords({ from, to }: Pick<InsightsState, 'from' | 'to'>): string {
  const known = to === 'now' && windows.find(({ value }) => value === from);
  return known ? known.words : `${from} to ${to}`;
}

/** Where the incidents behind a figure are listed; `more` narrows them to a part of it. */
export function rowsHref(
  { from, to, services, environments }: InsightsState,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ view: 'list', startedFrom: from, to });
  const add = (name: string, values: readonly string[]) => {
    if (name in more) return;
    for (const value of values) query.append(name, value);
  };
  add('service', services);
  add('environment', environments);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `/incidents?${query}`;
}

/** The address of a week's incidents: from its Monday to its Sunday, UTC. */
export function weekRows(week: string): { startedFrom: string; to: string } {
  const last = new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10);
  return { startedFrom: week, to: last };
}
