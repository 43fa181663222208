import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { catalogListQuery } from '@/lib/catalog/filters';
import { getEntry } from '@/lib/catalog/find-entries';
import { readBlastRadius, readGraph } from '@/lib/catalog/graph';
import { graphQuery } from '@/lib/catalog/graph-operations';
import { countCatalogFacets, listEntries } from '@/lib/catalog/list-entries';
import { catalogKeys, catalogPageSize } from '@/lib/catalog/queries';
import { readCompliance } from '@/lib/catalog/read-compliance';
import type { EntryWire } from '@/lib/catalog/schemas';
import type { EntryType } from '@/lib/catalog/vocabulary';
import { DomainError } from '@/lib/errors';
import { eventListQuery } from '@/lib/events/filters';
import { listEvents } from '@/lib/events/list-events';
import { eventKeys } from '@/lib/events/queries';
import { rawQuery } from '@/lib/http/query';
import { lockKeys } from '@/lib/locks/queries';
import { whereToDeploy } from '@/lib/locks/where-to-deploy';
import { log } from '@/lib/log';
import { activityQuery } from './activity-query';
import { type CatalogState, catalogFiltersOf, wholeGraphQuery } from './catalog-url';
import { neighbourhoodQuery } from './graph-query';
import { usedPartsQuery } from './used-parts';

/**
 * Answers the questions of the catalog's pages in this process for the first paint, under the keys that the browser will ask
 * with. A question that fails is left open: the browser asks again and shows what happened.
 */
type Answers = Record<string, () => Promise<unknown>>;

async function fill(answers: Answers): Promise<void> {
  await Promise.all(
    Object.entries(answers).map(([name, answer]) =>
      answer().catch((error: unknown) =>
        log().error({ err: error, question: name }, 'catalog: no first paint'),
      ),
    ),
  );
}

const params = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });

async function fillList(client: QueryClient, filters: string): Promise<void> {
  const query = catalogListQuery.parse({ ...params(filters), limit: [String(catalogPageSize)] });
  client.setQueryData(catalogKeys.list(filters), { pages: [await listEntries(query)], pageParams: [null] });
}

export async function loadCatalog(state: CatalogState): Promise<DehydratedState> {
  const client = new QueryClient();
  const { view, filters, complianceQuery } = state;
  const facets = async () =>
    client.setQueryData(catalogKeys.facets(filters), await countCatalogFacets(catalogFiltersOf(filters)));
  const byView: Record<CatalogState['view'], Answers> = {
    table: { facets, list: () => fillList(client, filters) },
    graph: {
      graph: async () =>
        client.setQueryData(
          catalogKeys.graph(wholeGraphQuery),
          await readGraph(graphQuery.parse(params(wholeGraphQuery))),
        ),
    },
    compliance: {
      compliance: async () => {
        const types = new URLSearchParams(complianceQuery).get('types')?.split(',') as
          | EntryType[]
          | undefined;
        client.setQueryData(catalogKeys.compliance(complianceQuery), await readCompliance(types));
      },
    },
  };
  await fill(byView[view]);
  return dehydrate(client);
}

/** One entry alone; null for a name that nobody knows or that no service can have. */
export async function findEntry(name: string): Promise<EntryWire | null> {
  return getEntry(name).catch((error: unknown) => {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'invalid')) return null;
    throw error;
  });
}

/** An entry and what stands beside it. `search` is the query of the page's address. */
export async function loadEntry(entry: EntryWire, search: URLSearchParams): Promise<DehydratedState> {
  const client = new QueryClient();
  const { name } = entry;
  client.setQueryData(catalogKeys.entry(name), entry);
  const activity = activityQuery(name, search.get('activity'));
  const graph = neighbourhoodQuery(name, search.get('depth'));
  const parts = usedPartsQuery(entry);
  await fill({
    graph: async () =>
      client.setQueryData(catalogKeys.graph(graph), await readGraph(graphQuery.parse(params(graph)))),
    blastRadius: async () =>
      client.setQueryData(
        catalogKeys.blastRadius(name),
        await readBlastRadius(name, { depth: 20, limit: 1000 }),
      ),
    activity: async () =>
      client.setQueryData(eventKeys.list(activity), {
        pages: [await listEvents(eventListQuery.parse({ ...params(activity), limit: ['50'] }))],
        pageParams: [null],
      }),
    locks: async () =>
      client.setQueryData(
        lockKeys.availability(new URLSearchParams({ service: name }).toString()),
        await whereToDeploy({ environment: undefined, service: name, resource: 'deployment' }),
      ),
    parts: async () => {
      if (parts !== null) await fillList(client, parts);
    },
  });
  return dehydrate(client);
}

/** The entry alone, for the form. */
export function holdEntry(entry: EntryWire): DehydratedState {
  const client = new QueryClient();
  client.setQueryData(catalogKeys.entry(entry.name), entry);
  return dehydrate(client);
}
