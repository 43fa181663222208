'use client';

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type EventListData, withEvent, withoutEvent } from '@/components/timeline/merge';
import type { EventSort } from '@/lib/events/filters';
import { eventKeys } from '@/lib/events/queries';
import type { ChangelogEntryWire, EventDraftInput, EventWire } from '@/lib/events/schemas';
import { phaseOf } from '@/lib/events/vocabulary';
import { type AnswerError, ask, ifMatch } from '@/lib/http/client';

/** What can be done to an event, and how the screen follows at once. */

/** A change as it is sent: what is left out stays, null clears. */
export type PatchInput = Partial<EventDraftInput>;

const path = (id: string) => `/api/v2/events/${encodeURIComponent(id)}`;

/** Puts an event everywhere it is shown: its own panel and the lists, whatever they are narrowed to. */
function show(client: QueryClient, event: EventWire) {
  client.setQueryData(eventKeys.event(event.id), event);
  for (const [key, data] of client.getQueriesData<EventListData>({ queryKey: eventKeys.lists })) {
    if (!data?.pages.some((page) => page.items.some(({ id }) => id === event.id))) continue;
    const sort = (new URLSearchParams(String(key[2])).get('sort') ?? '-at') as EventSort;
    client.setQueryData(key, withEvent(data, event, sort));
  }
}

/** What is read anew after a change: what stands beside the event, and the counts. */
function refresh(client: QueryClient, id: string) {
  void client.invalidateQueries({ queryKey: eventKeys.changelog(id) });
  void client.invalidateQueries({ queryKey: eventKeys.chain(id) });
  refreshCounts(client);
}

function refreshCounts(client: QueryClient) {
  for (const part of ['facets', 'histogram', 'lanes'] as const) {
    void client.invalidateQueries({ queryKey: ['events', part] });
  }
}

/**
 * Changes an event, shown before the server has answered. The revision it was read with goes along: whoever was faster is not
 * overwritten, the answer is 412 and what was shown is taken back.
 */
export function useUpdateEvent(base: EventWire) {
  const client = useQueryClient();
  return useMutation<EventWire, AnswerError, PatchInput, { before: EventWire }>({
    mutationFn: (patch) =>
      ask<EventWire>(path(base.id), { method: 'PATCH', body: patch, headers: ifMatch(base.revision) }),
    onMutate: (patch) => {
      const before = client.getQueryData<EventWire>(eventKeys.event(base.id)) ?? base;
      const status = patch.status === undefined ? before.status : patch.status;
      client.setQueryData(eventKeys.event(base.id), {
        ...before,
        ...withoutUndefined(patch),
        status,
        phase: phaseOf(status),
      });
      return { before };
    },
    onError: (_error, _patch, context) => {
      if (context) client.setQueryData(eventKeys.event(base.id), context.before);
    },
    onSuccess: (event) => {
      show(client, event);
      refresh(client, event.id);
    },
  });
}

function withoutUndefined(patch: PatchInput): object {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

export function useDeleteEvent(event: EventWire) {
  const client = useQueryClient();
  return useMutation<null, AnswerError, void>({
    mutationFn: () => ask<null>(path(event.id), { method: 'DELETE', headers: ifMatch(event.revision) }),
    onSuccess: () => {
      for (const [key, data] of client.getQueriesData<EventListData>({ queryKey: eventKeys.lists })) {
        if (data) client.setQueryData(key, withoutEvent(data, event.id));
      }
      refreshCounts(client);
    },
    // Whoever looks again sees what was changed.
    onError: ({ status }) => {
      if (status === 412) void client.invalidateQueries({ queryKey: eventKeys.event(event.id) });
    },
  });
}

export type Comment = { type: 'commented' | 'approved' | 'rejected'; comment: string };

export function useComment(id: string) {
  const client = useQueryClient();
  return useMutation<ChangelogEntryWire | EventWire, AnswerError, Comment>({
    mutationFn: (body) => ask(`${path(id)}/comments`, { method: 'POST', body }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: eventKeys.changelog(id) }),
        client.invalidateQueries({ queryKey: eventKeys.event(id) }),
      ]);
    },
  });
}

/** Reports an event. The key makes sure that pressing again after a lost answer does not report it twice. */
export function useCreateEvent(key: string) {
  const client = useQueryClient();
  return useMutation<EventWire, AnswerError, EventDraftInput>({
    mutationFn: (body) =>
      ask<EventWire>('/api/v2/events', { method: 'POST', body, headers: { 'idempotency-key': key } }),
    onSuccess: (event) => {
      client.setQueryData(eventKeys.event(event.id), event);
      void client.invalidateQueries({ queryKey: eventKeys.lists });
      refresh(client, event.id);
    },
  });
}
