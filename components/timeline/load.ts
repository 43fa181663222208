import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { fillEvent } from '@/components/events/load';
import { countFacets } from '@/lib/events/facets';
import { eventListQuery } from '@/lib/events/filters';
import { eventHistogram } from '@/lib/events/histogram';
import { eventLanes } from '@/lib/events/lanes';
import { listEvents } from '@/lib/events/list-events';
import { eventKeys, histogramBins, type LanesShape, lanesQuery, listPageSize } from '@/lib/events/queries';
import { filtersOf } from '@/lib/events/url-filters';
import { rawQuery } from '@/lib/http/query';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { log } from '@/lib/log';
import type { TimelineState } from './timeline-url';

/**
 * Answers the timeline's questions in this process for the first paint, under the keys that the browser will ask with. A question
 * that fails is left open: the browser asks again and shows what happened.
 */
export async function loadTimeline(
  state: TimelineState,
  shape: LanesShape,
): Promise<{ dehydrated: DehydratedState; position: string | null }> {
  const client = new QueryClient();
  // Before anything is read, so that nothing can happen in between that neither the page nor its stream tells.
  const position = await currentPosition().then(formatPosition, () => null);
  const window = filtersOf(state.windowQuery);
  const lanes = lanesQuery(state.windowQuery, shape);
  const answers = {
    list: async () => {
      const query = eventListQuery.parse({
        ...rawQuery(new URLSearchParams(state.listQuery)),
        limit: [String(listPageSize)],
      });
      client.setQueryData(eventKeys.list(state.listQuery), {
        pages: [await listEvents(query)],
        pageParams: [null],
      });
    },
    facets: async () => client.setQueryData(eventKeys.facets(state.windowQuery), await countFacets(window)),
    histogram: async () =>
      client.setQueryData(
        eventKeys.histogram(state.rangeQuery),
        await eventHistogram({ ...filtersOf(state.rangeQuery), bins: histogramBins }),
      ),
    lanes: async () => client.setQueryData(eventKeys.lanes(lanes), await eventLanes({ ...window, ...shape })),
  };
  const panel = state.event === null ? {} : { panel: () => fillEvent(client, state.event as string) };
  await Promise.all(
    Object.entries({ ...answers, ...panel }).map(([name, answer]) =>
      answer().catch((error: unknown) =>
        log().error({ err: error, question: name }, 'timeline: no first paint'),
      ),
    ),
  );
  return { dehydrated: dehydrate(client), position };
}
