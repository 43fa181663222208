import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask, withQuery } from '@/lib/http/client';
import type { changelogWire, eventPageWire } from './operations';
import type { EventWire } from './schemas';
import type { ChainWire, FacetsWire, HistogramWire, LaneGroup, LanesWire } from './timeline-operations';
import { eventKinds } from './vocabulary';

/**
 * What pages ask about events: one key and one request for each question. The server fills the same keys for the first
 * paint, in wire form. Client-safe.
 *
 * A `query` is the API's own query string without the page: filters and window.
 */

export type EventPageWire = z.output<typeof eventPageWire>;
export type ChangelogWire = z.output<typeof changelogWire>;

/** Rows of the first page, which the server renders, and of each one after it. */
export const listPageSize = 50;
const nextPageSize = 100;
/** Bars of the histogram. */
export const histogramBins = 120;

export const eventKeys = {
  all: ['events'] as const,
  lists: ['events', 'list'] as const,
  list: (query: string) => ['events', 'list', query] as const,
  facets: (query: string) => ['events', 'facets', query] as const,
  histogram: (query: string) => ['events', 'histogram', query] as const,
  lanes: (query: string) => ['events', 'lanes', query] as const,
  event: (id: string) => ['events', 'one', id] as const,
  changelog: (id: string) => ['events', 'changelog', id] as const,
  chain: (id: string) => ['events', 'chain', id] as const,
  around: (id: string, query: string) => ['events', 'around', id, query] as const,
};

/** The list, page after page. */
export const eventListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: eventKeys.list(query),
    queryFn: ({ pageParam, signal }) =>
      ask<EventPageWire>(
        withQuery(
          '/api/v2/events',
          query,
          pageParam === null
            ? { limit: String(listPageSize) }
            : { limit: String(nextPageSize), cursor: pageParam },
        ),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Counts for the filters beside the list. */
export const eventFacetsOptions = (query: string) =>
  queryOptions({
    queryKey: eventKeys.facets(query),
    queryFn: ({ signal }) => ask<FacetsWire>(withQuery('/api/v2/events/facets', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** The bars over the timeline. */
export const eventHistogramOptions = (query: string) =>
  queryOptions({
    queryKey: eventKeys.histogram(query),
    queryFn: ({ signal }) =>
      ask<HistogramWire>(withQuery('/api/v2/events/histogram', query, { bins: String(histogramBins) }), {
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** How a lane drawing is asked for besides its filters and window. */
export interface LanesShape {
  groupBy: LaneGroup;
  slots: number;
  lanes: number;
}

/** The query string of a lane drawing. */
export const lanesQuery = (query: string, { groupBy, slots, lanes }: LanesShape): string => {
  const search = new URLSearchParams(query);
  search.set('groupBy', groupBy);
  search.set('slots', String(slots));
  search.set('lanes', String(lanes));
  return search.toString();
};

/** Takes what {@link lanesQuery} gives. */
export const eventLanesOptions = (query: string) =>
  queryOptions({
    queryKey: eventKeys.lanes(query),
    queryFn: ({ signal }) => ask<LanesWire>(withQuery('/api/v2/events/lanes', query), { signal }),
    placeholderData: keepPreviousData,
  });

const path = (id: string) => `/api/v2/events/${encodeURIComponent(id)}`;

/** One event. */
export const eventOptions = (id: string) =>
  queryOptions({
    queryKey: eventKeys.event(id),
    queryFn: ({ signal }) => ask<EventWire>(path(id), { signal }),
  });

/** The newest 500 entries are all that a panel shows. */
export const changelogOptions = (id: string) =>
  queryOptions({
    queryKey: eventKeys.changelog(id),
    queryFn: ({ signal }) => ask<ChangelogWire>(`${path(id)}/changelog?limit=500`, { signal }),
  });

/** The chain of related events that an event belongs to. */
export const chainOptions = (id: string) =>
  queryOptions({
    queryKey: eventKeys.chain(id),
    queryFn: ({ signal }) => ask<ChainWire>(`${path(id)}/chain`, { signal }),
  });

const aroundMs = 3_600_000;
/** Most events shown around another. */
export const aroundLimit = 20;

/**
 * What else happened to the same service, in the same environment, from an hour before an event to an hour after it. Signals are left
 * out: a burst of them would leave no room for what changed.
 */
export function aroundQuery(event: Pick<EventWire, 'service' | 'environment' | 'at' | 'until'>): string {
  const start = Date.parse(event.at);
  const end = Math.min(event.until ? Date.parse(event.until) : start, start + 24 * aroundMs);
  const search = new URLSearchParams({ service: event.service });
  if (event.environment !== null) search.set('environment', event.environment);
  for (const kind of eventKinds) if (kind !== 'signal') search.append('kind', kind);
  search.set('from', new Date(start - aroundMs).toISOString());
  search.set('to', new Date(end + aroundMs).toISOString());
  search.set('limit', String(aroundLimit + 1));
  return search.toString();
}

/** Asks what {@link aroundQuery} says. */
export const aroundOptions = (event: EventWire) => {
  const query = aroundQuery(event);
  return queryOptions({
    queryKey: eventKeys.around(event.id, query),
    queryFn: ({ signal }) => ask<EventPageWire>(`/api/v2/events?${query}`, { signal }),
  });
};
