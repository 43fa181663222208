import { binsFor } from '@/components/charts/bins';
import { readInsightsUrl } from '@/components/insights/insights-url';
import type { DurationStatsWire } from '@/lib/durations/schemas';
import { type DurationGroup, durationGroups, type LinkKind, linkKinds } from '@/lib/durations/vocabulary';
import { parseTime } from '@/lib/time/expressions';

/**
 * What the address of the durations says, and the questions that follow. The server and the browser read it with this one function. Pure.
 *
 *     from, to                     the window; the last 30 days when left out
 *     service, team, environment   only links that end there
 *     linkKind                     only links of this kind
 *     by                           what the figures are grouped by
 *     share                        which percentile the chart draws: p50 or p90
 *     links                        the group whose links the panel shows; `*` for all
 */
export const shares = ['p90', 'p50'] as const;
export type Share = (typeof shares)[number];

/** In the place of a group: every link. */
export const allLinks = '*';

export interface DurationsState {
  from: string;
  to: string;
  by: DurationGroup;
  share: Share;
  services: string[];
  teams: string[];
  environments: string[];
  linkKind: LinkKind | null;
  links: string | null;
  /** The queries of the API. */
  statsQuery: string;
  chainsQuery: string;
}

export function readDurationsUrl(search: URLSearchParams, now = Date.now()): DurationsState {
  const { from, to, services, environments } = readInsightsUrl(search, now);
  const teams = [
    ...new Set(search.getAll('team').filter((value) => value !== '' && value.length <= 500)),
  ].sort();
  const by = durationGroups.find((one) => one === search.get('by')) ?? 'linkKind';
  const linkKind = linkKinds.find((one) => one === search.get('linkKind')) ?? null;
  const chains = new URLSearchParams({ from, to });
  for (const service of services) chains.append('service', service);
  for (const team of teams) chains.append('team', team);
  for (const environment of environments) chains.append('environment', environment);
  const stats = new URLSearchParams(chains);
  if (linkKind) stats.set('linkKind', linkKind);
  stats.set('groupBy', by);
  stats.set('bins', String(binsFor(parseTime(from, now) ?? now, parseTime(to, now, 'end') ?? now)));
  return {
    from,
    to,
    by,
    share: search.get('share') === 'p50' ? 'p50' : 'p90',
    services,
    teams,
    environments,
    linkKind,
    links: search.get('links'),
    statsQuery: stats.toString(),
    chainsQuery: chains.toString(),
  };
}

/** The query of the links behind a group, or behind everything; null when the answer has no such group. */
export function linksQueryOf(data: DurationStatsWire, state: DurationsState): string | null {
  if (state.links === null) return null;
  if (state.links !== allLinks) return data.groups.find(({ value }) => value === state.links)?.query ?? null;
  const query = new URLSearchParams(state.chainsQuery);
  if (state.linkKind) query.set('linkKind', state.linkKind);
  query.set('from', data.from);
  query.set('to', data.to);
  return query.toString();
}
