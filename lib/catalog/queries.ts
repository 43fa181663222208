import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, ifMatch, withQuery } from '@/lib/http/client';
import type { BlastRadiusWire, GraphWire } from './graph-operations';
import type { CatalogFacetsWire, ComplianceWire, EntryPageWire } from './operations';
import type { EntryPatchInput, EntryWire } from './schemas';
import type { ImportWire } from './transfer-operations';

/**
 * What pages ask about the catalog: one key and one request for each question. The server fills the same keys for the first
 * paint, in wire form. Client-safe. A `query` is the API's own query string without the page.
 */

/** Rows of a page. */
export const catalogPageSize = 100;

export const catalogKeys = {
  all: ['catalog'] as const,
  lists: ['catalog', 'list'] as const,
  list: (query: string) => ['catalog', 'list', query] as const,
  facets: (query: string) => ['catalog', 'facets', query] as const,
  entry: (name: string) => ['catalog', 'one', name.toLowerCase()] as const,
  graph: (query: string) => ['catalog', 'graph', query] as const,
  compliance: (query: string) => ['catalog', 'compliance', query] as const,
  blastRadius: (name: string) => ['catalog', 'blast-radius', name.toLowerCase()] as const,
};

/**
 * Where the API has a service. Some names would be read as routes of their own (`graph`); with one letter percent-encoded
 * they are names again.
 */
export function entryPath(name: string): string {
  const encoded = encodeURIComponent(name);
  const reserved = ['graph', 'compliance', 'facets', 'export', 'import'].includes(encoded);
  return `/api/v2/catalog/${reserved ? `%${encoded.charCodeAt(0).toString(16)}${encoded.slice(1)}` : encoded}`;
}

/** The list, page after page. */
export const catalogListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: catalogKeys.list(query),
    queryFn: ({ pageParam, signal }) =>
      ask<EntryPageWire>(
        withQuery('/api/v2/catalog', query, {
          limit: String(catalogPageSize),
          cursor: pageParam,
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Counts for the filters beside the list. */
export const catalogFacetsOptions = (query: string) =>
  queryOptions({
    queryKey: catalogKeys.facets(query),
    queryFn: ({ signal }) => ask<CatalogFacetsWire>(withQuery('/api/v2/catalog/facets', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** One entry by its name. */
export const entryOptions = (name: string) =>
  queryOptions({
    queryKey: catalogKeys.entry(name),
    queryFn: ({ signal }) => ask<EntryWire>(entryPath(name), { signal }),
  });

/** `query` may hold root, depth, direction and limit. */
export const graphOptions = (query: string) =>
  queryOptions({
    queryKey: catalogKeys.graph(query),
    queryFn: ({ signal }) => ask<GraphWire>(withQuery('/api/v2/catalog/graph', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** `query` may hold types. */
export const complianceOptions = (query: string) =>
  queryOptions({
    queryKey: catalogKeys.compliance(query),
    queryFn: ({ signal }) => ask<ComplianceWire>(withQuery('/api/v2/catalog/compliance', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** What depends on a service, directly and through others. */
export const blastRadiusOptions = (name: string) =>
  queryOptions({
    queryKey: catalogKeys.blastRadius(name),
    queryFn: ({ signal }) => ask<BlastRadiusWire>(`${entryPath(name)}/blast-radius`, { signal }),
  });

/** Changes an entry that was read at this revision; answers 412 when somebody else was faster. */
export const patchEntry = (name: string, revision: number, patch: EntryPatchInput) =>
  ask<EntryWire>(entryPath(name), { method: 'PATCH', body: patch, headers: ifMatch(revision) });

/** Describes a service that may not be known yet; with a revision, only if nobody else was faster. */
export const putEntry = (name: string, body: EntryPatchInput, revision?: number) =>
  ask<EntryWire>(entryPath(name), {
    method: 'PUT',
    body,
    ...(revision === undefined ? {} : { headers: ifMatch(revision) }),
  });

/** Deletes an entry that was read at this revision; answers 412 when somebody else was faster. */
export const deleteEntry = (name: string, revision: number) =>
  ask<null>(entryPath(name), { method: 'DELETE', headers: ifMatch(revision) });

/** Imports YAML; with `dryRun` only says what would happen. */
export const importYaml = (yaml: string, dryRun: boolean) =>
  ask<ImportWire>('/api/v2/catalog/import', { method: 'POST', body: { yaml, dryRun } });
