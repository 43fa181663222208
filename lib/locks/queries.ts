import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, withQuery } from '@/lib/http/client';
import type { AvailabilityWire, LockHistoryWire, LockPageWire } from './operations';
import type { LockItemWire } from './schemas';

/** What pages ask about locks: one key and one request for each question. A `query` is the API's own query string. Client-safe. */

export const lockKeys = {
  all: ['locks'] as const,
  lists: ['locks', 'list'] as const,
  list: (query: string) => ['locks', 'list', query] as const,
  lock: (id: string) => ['locks', 'one', id] as const,
  availability: (query: string) => ['locks', 'availability', query] as const,
  history: (query: string) => ['locks', 'history', query] as const,
};

/** The first page: more locks at a time than that are no list that a person reads. */
export const lockListOptions = (query: string) =>
  queryOptions({
    queryKey: lockKeys.list(query),
    queryFn: ({ signal }) => ask<LockPageWire>(withQuery('/api/v2/locks', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** One lock. */
export const lockOptions = (id: string) =>
  queryOptions({
    queryKey: lockKeys.lock(id),
    queryFn: ({ signal }) => ask<LockItemWire>(`/api/v2/locks/${encodeURIComponent(id)}`, { signal }),
  });

/** What can be locked and deployed to now. */
export const availabilityOptions = (query: string) =>
  queryOptions({
    queryKey: lockKeys.availability(query),
    queryFn: ({ signal }) =>
      ask<AvailabilityWire>(withQuery('/api/v2/locks/availability', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** The history, page after page. */
export const lockHistoryOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: lockKeys.history(query),
    queryFn: ({ pageParam, signal }) =>
      ask<LockHistoryWire>(withQuery('/api/v2/locks/history', query, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
