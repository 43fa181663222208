import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, withQuery } from '@/lib/http/client';
import type { ChainPageWire, DeliveryChainWire, DurationStatsWire, LinkPageWire } from './schemas';

/**
 * What pages ask about durations: one key and one request for each question. The server fills the same keys for the first paint. A `query` is
 * the API's own query string. Client-safe.
 */

const root = '/api/v2/durations';

/** Rows that a list reads at a time. */
export const durationPageSize = 50;
export const chainPageSize = 25;

export const durationKeys = {
  all: ['durations'] as const,
  stats: (query: string) => ['durations', 'stats', query] as const,
  links: (query: string) => ['durations', 'links', query] as const,
  chains: (query: string) => ['durations', 'chains', query] as const,
  chain: (id: string) => ['durations', 'chain', id] as const,
};

const paged = (path: string, query: string, limit: number, cursor: string | null) =>
  withQuery(path, query, { limit: String(limit), cursor });

/** p50 and p90 by group and over time. */
export const durationStatsOptions = (query: string) =>
  queryOptions({
    queryKey: durationKeys.stats(query),
    queryFn: ({ signal }) => ask<DurationStatsWire>(withQuery(root, query), { signal }),
    placeholderData: keepPreviousData,
  });

/** The links behind a figure, slowest first, page after page. `query` is the one that the figure names. */
export const durationLinksOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: durationKeys.links(query),
    queryFn: ({ pageParam, signal }) =>
      ask<LinkPageWire>(paged(`${root}/links`, query, durationPageSize, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Where the links of a figure are as a table for spreadsheets, 500 at most. */
export const durationLinksCsvPath = (query: string): string =>
  withQuery(`${root}/links`, query, { limit: '500', format: 'csv' });

/** Chains, longest first, page after page. */
export const chainListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: durationKeys.chains(query),
    queryFn: ({ pageParam, signal }) =>
      ask<ChainPageWire>(paged(`${root}/chains`, query, chainPageSize, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** The chain of an event. */
export const deliveryChainOptions = (id: string) =>
  queryOptions({
    queryKey: durationKeys.chain(id),
    queryFn: ({ signal }) => ask<DeliveryChainWire>(`${root}/chains/${encodeURIComponent(id)}`, { signal }),
  });
