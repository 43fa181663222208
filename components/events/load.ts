import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { readChangelog } from '@/lib/events/changelog';
import { eventListQuery } from '@/lib/events/filters';
import { getEvent } from '@/lib/events/find-events';
import { getChain } from '@/lib/events/get-chain';
import { listEvents } from '@/lib/events/list-events';
import { aroundQuery, eventKeys } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import { rawQuery } from '@/lib/http/query';
import { incidentKeys } from '@/lib/incidents/queries';
import { suspectedOf } from '@/lib/incidents/suspects/suspected-of';
import { log } from '@/lib/log';
import { tellsIncidents } from './incident-kinds';

/** Reads an event and what stands beside it into the cache, under the keys that the browser will ask with. Null when it does not exist. */
export async function fillEvent(client: QueryClient, id: string): Promise<EventWire | null> {
  const event = await getEvent(id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
  if (event === null) return null;
  client.setQueryData(eventKeys.event(id), event);
  const around = aroundQuery(event);
  const beside = {
    changelog: async () => {
      const { entries, total } = await readChangelog(id, 0, 500);
      client.setQueryData(eventKeys.changelog(id), {
        items: entries,
        nextCursor: total > 500 ? '500' : null,
        total: { count: total, exact: true },
      });
    },
    chain: async () => client.setQueryData(eventKeys.chain(id), await getChain(id)),
    incidents: async () => {
      if (tellsIncidents(event.kind))
        client.setQueryData(incidentKeys.suspectedOf(id), await suspectedOf(id));
    },
    around: async () =>
      client.setQueryData(
        eventKeys.around(id, around),
        await listEvents(eventListQuery.parse({ ...rawQuery(new URLSearchParams(around)) })),
      ),
  };
  await Promise.all(
    Object.entries(beside).map(([name, answer]) =>
      answer().catch((error: unknown) =>
        log().error({ err: error, question: name }, 'event: no first paint'),
      ),
    ),
  );
  return event;
}

/** The same for a page of its own. */
export async function loadEvent(
  id: string,
): Promise<{ event: EventWire; dehydrated: DehydratedState } | null> {
  const client = new QueryClient();
  const event = await fillEvent(client, id);
  return event && { event, dehydrated: dehydrate(client) };
}
