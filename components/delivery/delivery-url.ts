import { binsFor } from '@/components/charts/bins';
import { readInsightsUrl } from '@/components/insights/insights-url';
import type { DeliveryWire, Metric } from '@/lib/delivery/schemas';
import { metrics } from '@/lib/delivery/schemas';
import { parseTime } from '@/lib/time/expressions';

/**
 * What the address of the delivery figures says, and the questions that follow. The server and the browser read it with this one function. Pure.
 *
 *     from, to                     the window; the last 30 days when left out
 *     service, team, environment   only of these; environments in place of those that the rule names
 *     by                           what the table is grouped by
 *     metric, group, at, before    whose rows the panel shows: of a figure, of a group, of a point in time, of the stretch before
 */
export const deliveryGroupings = ['service', 'team', 'environment'] as const;
export type DeliveryGrouping = (typeof deliveryGroupings)[number];

export const rowsParams = ['metric', 'group', 'at', 'before'] as const;

export interface RowsAsked {
  metric: Metric;
  group: string | null;
  at: string | null;
  before: boolean;
}

export interface DeliveryState {
  from: string;
  to: string;
  by: DeliveryGrouping;
  services: string[];
  teams: string[];
  environments: string[];
  rows: RowsAsked | null;
  /** The query of the API. */
  query: string;
}

export function readDeliveryUrl(search: URLSearchParams, now = Date.now()): DeliveryState {
  const { from, to, services, environments } = readInsightsUrl(search, now);
  const by = deliveryGroupings.find((one) => one === search.get('by')) ?? 'service';
  const teams = [
    ...new Set(search.getAll('team').filter((value) => value !== '' && value.length <= 500)),
  ].sort();
  const metric = metrics.find((one) => one === search.get('metric'));
  const query = new URLSearchParams({ from, to, groupBy: by });
  query.set('bins', String(binsFor(parseTime(from, now) ?? now, parseTime(to, now, 'end') ?? now)));
  for (const service of services) query.append('service', service);
  for (const team of teams) query.append('team', team);
  for (const environment of environments) query.append('environment', environment);
  return {
    from,
    to,
    by,
    services,
    teams,
    environments,
    rows: metric
      ? { metric, group: search.get('group'), at: search.get('at'), before: search.get('before') === '1' }
      : null,
    query: query.toString(),
  };
}

/** The figure whose rows are asked for, and the query that lists them; null when the answer has no such figure. */
export function figureOf(
  data: DeliveryWire,
  { metric, group, at, before }: RowsAsked,
): { figure: DeliveryWire['total'][Metric]; query: string } | null {
  const figures =
    group !== null
      ? data.groups.find(({ value }) => value === group)
      : before
        ? (data.previous ?? undefined)
        : data.total;
  if (!figures) return null;
  const figure = figures[metric];
  if (at === null) return { figure, query: figure.query };
  const start = Date.parse(at);
  if (Number.isNaN(start)) return null;
  const query = new URLSearchParams(figure.query);
  query.set('from', new Date(Math.max(start, Date.parse(data.from))).toISOString());
  query.set('to', new Date(Math.min(start + data.binMs, Date.parse(data.to))).toISOString());
  return { figure, query: query.toString() };
}
