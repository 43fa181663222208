import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { getIncident } from '@/lib/incidents/find-incidents';
import { incidentEvents } from '@/lib/incidents/incident-events';
import { incidentKeys, timelinePageSize } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { defaultBins, signalHistogram } from '@/lib/incidents/signal-histogram';
import { rankSuspects } from '@/lib/incidents/suspects/rank-suspects';
import { similarIncidents } from '@/lib/incidents/suspects/similar';
import { incidentTimeline } from '@/lib/incidents/timeline';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { log } from '@/lib/log';
import { eventsQuery, levelsIn } from './detail-url';

/** The number in a path as Next hands it over; null for what is none. */
export function numberOf(param: string): number | null {
  return /^[1-9]\d{0,8}$/.test(param) ? Number(param) : null;
}

/** The incident, or null when none has this number. */
export async function findIncident(number: number): Promise<IncidentDetailWire | null> {
  return getIncident(number).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}

/**
 * Reads an incident and what stands around it into the cache, under the keys that the browser will ask with. A question that fails is
 * left open: the browser asks again and shows what happened.
 */
export async function loadIncident(
  number: number,
  params: URLSearchParams,
): Promise<{ dehydrated: DehydratedState; position: string | null } | null> {
  const client = new QueryClient();
  // Before anything is read, so that nothing can happen in between that neither the page nor its stream tells.
  const position = await currentPosition().then(formatPosition, () => null);
  const incident = await findIncident(number);
  if (incident === null) return null;
  client.setQueryData(incidentKeys.detail(number), incident);
  const pages = <T>(page: T) => ({ pages: [page], pageParams: [null] });
  const levels = levelsIn(params);
  const answers: Record<string, () => Promise<unknown>> = {
    timeline: async () =>
      client.setQueryData(
        incidentKeys.timeline(number),
        pages(await incidentTimeline(number, { limit: timelinePageSize })),
      ),
    events: async () =>
      client.setQueryData(
        incidentKeys.events(number, eventsQuery(levels)),
        pages(
          await incidentEvents(number, {
            ...(levels.length > 0 ? { level: levels } : {}),
            sort: '-at',
            limit: 50,
          }),
        ),
      ),
    histogram: async () =>
      client.setQueryData(
        incidentKeys.histogram(number),
        await signalHistogram(number, { bins: defaultBins }),
      ),
    suspects: async () => client.setQueryData(incidentKeys.suspects(number), await rankSuspects(number)),
    similar: async () => client.setQueryData(incidentKeys.similar(number), await similarIncidents(number)),
  };
  await Promise.all(
    Object.entries(answers).map(([name, answer]) =>
      answer().catch((error: unknown) =>
        log().error({ err: error, question: name, number }, 'incident: no first paint'),
      ),
    ),
  );
  return { dehydrated: dehydrate(client), position };
}
