import type { Place } from '@/lib/access/place';
import { placesOfEntries } from '@/lib/catalog/places';
import { placeOfEvent } from '@/lib/events/place';
import { placesOfDrafts, placesOfPatch } from '@/lib/events/places';
import type { RequestContext } from '@/lib/http/execute';
import type { RawQuery } from '@/lib/http/query';
import { placeOfScope, placesOfClaim } from '@/lib/locks/places';
import { readCatalog, readCatalogPatch } from './catalog';
import { dependencyFields } from './catalog-fields';
import { bodyContext, eventToUpdate, findEvent, tableOf } from './events';
import { findHeldLock, scopeAfter } from './locks';
import { readDraft, readUpdate } from './read-event';
import { readLock } from './read-lock';
import { eventToDelete } from './which-event';

/**
 * Where Tracker's operations act. Bodies are read as the operations themselves read them, so that what is asked for and what is done
 * cannot differ. All throw as their operations do.
 */

interface Input<Body = unknown> {
  body: Body;
  request: RequestContext;
}
interface ById {
  params: { id: string };
}

export const placesOfCreate = async ({ body, request }: Input): Promise<Place[]> =>
  placesOfDrafts([readDraft(body, await bodyContext(request, body))]);

export async function placesOfUpdate({ body, request }: Input): Promise<Place[]> {
  const update = readUpdate(body, await bodyContext(request, body));
  return placesOfPatch(await eventToUpdate(update), update.patch);
}

export const placesOfDelete = async ({ params, query }: ById & { query: unknown }): Promise<Place[]> => [
  placeOfEvent(await eventToDelete(params.id, query as RawQuery)),
];

export const placesOfNamedEvent = async ({ params }: ById): Promise<Place[]> => [
  placeOfEvent(await findEvent(params.id)),
];

export const placesOfNewLock = ({ body, request }: Input): Promise<Place[]> =>
  placesOfClaim(readLock(body, tableOf(request)));

export async function placesOfChangedLock({ params, body, request }: ById & Input): Promise<Place[]> {
  const lock = await findHeldLock(params.id);
  const input = readLock(body, tableOf(request));
  const { environment, service, resource } = scopeAfter(lock, input) ?? lock;
  return [
    placeOfScope(lock),
    ...(await placesOfClaim({ environment, service, resource, eventId: input.eventId })),
  ];
}

export const placesOfHeldLock = async ({ params }: ById): Promise<Place[]> => [
  placeOfScope(await findHeldLock(params.id)),
];

export const placesOfCatalog = ({ body, request }: Input): Promise<Place[]> =>
  placesOfEntries([readCatalog(body, tableOf(request))]);

export const placesOfDependencies = ({
  params: { name },
  body,
  request,
}: Input & { params: { name: string } }): Promise<Place[]> =>
  placesOfEntries([{ name, patch: readCatalogPatch(body, dependencyFields, tableOf(request)) }]);
