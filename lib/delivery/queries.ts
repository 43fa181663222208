import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, ifMatch, withQuery } from '@/lib/http/client';
import type { DeliveryRowPageWire, DeliveryRule, DeliveryRuleWire, DeliveryWire } from './schemas';

/**
 * What pages ask about delivery: one key and one request for each question. The server fills the same keys for the first paint. A `query` is
 * the API's own query string. Client-safe.
 */

const root = '/api/v2/insights/delivery';

/** Rows that a panel reads at a time. */
export const deliveryPageSize = 50;

export const deliveryKeys = {
  all: ['delivery'] as const,
  metrics: (query: string) => ['delivery', 'metrics', query] as const,
  rows: (query: string) => ['delivery', 'rows', query] as const,
  rule: ['delivery', 'rule'] as const,
};

/** The five figures: in total, before, by group and over time. */
export const deliveryOptions = (query: string) =>
  queryOptions({
    queryKey: deliveryKeys.metrics(query),
    queryFn: ({ signal }) => ask<DeliveryWire>(withQuery(root, query), { signal }),
    placeholderData: keepPreviousData,
  });

/** The deployments behind a figure, page after page. `query` is the one that the figure names. */
export const deliveryRowsOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: deliveryKeys.rows(query),
    queryFn: ({ pageParam, signal }) =>
      ask<DeliveryRowPageWire>(
        withQuery(`${root}/rows`, query, { limit: String(deliveryPageSize), cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Where the rows of a figure are as a table for spreadsheets, 500 at most. */
export const deliveryRowsCsvPath = (query: string): string =>
  withQuery(`${root}/rows`, query, { limit: '500', format: 'csv' });

/** How incidents are linked to deployments, and who said so last. */
export const deliveryRuleOptions = () =>
  queryOptions({
    queryKey: deliveryKeys.rule,
    queryFn: ({ signal }) => ask<DeliveryRuleWire>(`${root}/rule`, { signal }),
  });

/** Replaces the rule if it is still at the revision; else 412. */
export const putDeliveryRule = (rule: DeliveryRule, revision: number) =>
  ask<DeliveryRuleWire>(`${root}/rule`, {
    method: 'PUT',
    body: rule,
    headers: ifMatch(revision),
  });
