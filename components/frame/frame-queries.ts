import { queryOptions } from '@tanstack/react-query';
import type { EventPageWire } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import type { FacetsWire } from '@/lib/events/timeline-operations';
import { ask } from '@/lib/http/client';
import type { IncidentPageWire } from '@/lib/incidents/operations';
import type { IncidentWire } from '@/lib/incidents/schemas';

/** What the frame itself asks the API: the names that exist, and events by text. */

/** A name and how many events carry it. */
export type NameCount = { name: string; count: number };

export type FrameFacets = { environments: NameCount[]; services: NameCount[] };

const named = (entries: ReadonlyArray<{ value: string | null; count: number }> | undefined): NameCount[] =>
  (entries ?? []).flatMap(({ value, count }) => (value ? [{ name: value, count }] : []));

/** Environments and services with their counts over the last 90 days. */
export function facetsQuery() {
  return queryOptions({
    queryKey: ['frame', 'facets'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<FrameFacets> => {
      const { facets } = await ask<FacetsWire>('/api/v2/events/facets?from=now-90d&to=now%2B90d', { signal });
      return { environments: named(facets.environment), services: named(facets.service) };
    },
  });
}

/** Events that match a text, best first; for the palette. */
export function eventSearchQuery(text: string) {
  return queryOptions({
    queryKey: ['frame', 'event-search', text],
    enabled: text.length >= 2,
    staleTime: 10_000,
    retry: false,
    queryFn: async ({ signal }): Promise<EventWire[]> => {
      const query = new URLSearchParams({ q: text, limit: '8' });
      return (await ask<EventPageWire>(`/api/v2/events?${query}`, { signal })).items;
    },
  });
}

/** Incidents that match a text or, by `12` or `#12`, a number; for the palette. */
export function incidentSearchQuery(text: string) {
  const number = /^#?([1-9]\d{0,8})$/.exec(text)?.[1];
  return queryOptions({
    queryKey: ['frame', 'incident-search', number ?? text],
    enabled: number !== undefined || text.length >= 2,
    staleTime: 10_000,
    retry: false,
    queryFn: async ({ signal }): Promise<IncidentWire[]> => {
      const query = new URLSearchParams({ q: number ? `#${number}` : text, limit: '5' });
      return (await ask<IncidentPageWire>(`/api/v2/incidents?${query}`, { signal })).items;
    },
  });
}
