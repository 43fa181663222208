import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { rawQuery } from '@/lib/http/query';
import { countIncidentFacets } from '@/lib/incidents/facets';
import { incidentListQuery } from '@/lib/incidents/filters';
import { listIncidents } from '@/lib/incidents/list-incidents';
import { incidentKeys, incidentPageSize } from '@/lib/incidents/queries';
import { incidentStatuses } from '@/lib/incidents/vocabulary';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { log } from '@/lib/log';
import { type BoardState, incidentFiltersOf } from './board-url';

/**
 * Answers the page's questions in this process for the first paint, under the keys that the browser will ask with. A question that
 * fails is left open: the browser asks again and shows what happened.
 */
export async function loadBoard(
  state: BoardState,
): Promise<{ dehydrated: DehydratedState; position: string | null }> {
  const client = new QueryClient();
  // Before anything is read, so that nothing can happen in between that neither the page nor its stream tells.
  const position = await currentPosition().then(formatPosition, () => null);
  const list = async (query: string) => {
    const search = new URLSearchParams(query);
    if (!search.has('limit')) search.set('limit', String(incidentPageSize));
    client.setQueryData(incidentKeys.list(query), {
      pages: [await listIncidents(incidentListQuery.parse({ ...rawQuery(search) }))],
      pageParams: [null],
    });
  };
  const answers: Array<[string, () => Promise<unknown>]> =
    state.view === 'list'
      ? [['list', () => list(state.listQuery)]]
      : incidentStatuses.map((status) => [status, () => list(state.columns[status])]);
  if (state.facetsOpen) {
    answers.push([
      'facets',
      async () =>
        client.setQueryData(
          incidentKeys.facets(state.filters),
          await countIncidentFacets(incidentFiltersOf(state.filters)),
        ),
    ]);
  }
  await Promise.all(
    answers.map(([name, answer]) =>
      answer().catch((error: unknown) =>
        log().error({ err: error, question: name }, 'incidents: no first paint'),
      ),
    ),
  );
  return { dehydrated: dehydrate(client), position };
}
