import { queryOptions } from '@tanstack/react-query';
import type { EventWire } from '@/lib/events/schemas';

/** What the frame itself asks the API: the names that exist, and events by text. */

/** A failed answer, with the status that decides whether asking again makes sense. */
export class AnswerError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function getJson(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const said = body && typeof body === 'object' && 'detail' in body ? String(body.detail) : '';
    throw new AnswerError(response.status, said || `The server answered ${response.status}.`);
  }
  return body;
}

/** A name and how many events carry it. */
export type NameCount = { name: string; count: number };

export type FrameFacets = { environments: NameCount[]; services: NameCount[] };

/** Reads `[{value, count}]` where the answer has it; whatever is not of that shape is left out. */
function names(facet: unknown): NameCount[] {
  if (!Array.isArray(facet)) return [];
  return facet.flatMap((entry: unknown) => {
    if (!entry || typeof entry !== 'object') return [];
    const { value, count } = entry as { value?: unknown; count?: unknown };
    return typeof value === 'string' && value !== '' ? [{ name: value, count: Number(count) || 0 }] : [];
  });
}

/** Environments and services with their counts over the last 90 days. */
export function facetsQuery() {
  return queryOptions({
    queryKey: ['frame', 'facets'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<FrameFacets> => {
      const body = await getJson('/api/v2/events/facets?from=now-90d&to=now%2B90d', signal);
      const outer = (body ?? {}) as Record<string, unknown>;
      const facets = (outer.facets ?? outer) as Record<string, unknown>;
      return { environments: names(facets.environment), services: names(facets.service) };
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
      const body = await getJson(`/api/v2/events?${query}`, signal);
      const items = (body as { items?: unknown } | null)?.items;
      return Array.isArray(items) ? (items as EventWire[]) : [];
    },
  });
}
