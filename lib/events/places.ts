import type { Place } from '@/lib/access/place';
import { findEvents, getEvent } from './find-events';
import { placeOfEvent } from './place';
import type { EventDraft, EventPatch, EventWire } from './schemas';

/** Where events are, and where a change would put them. */

/** Where the event with this id is. Throws `not_found`. */
export const placesOfEvent = async (id: string): Promise<Place[]> => [placeOfEvent(await getEvent(id))];

/** Where an event is, and where it is after a change. */
export function placesOfPatch(event: EventWire, patch: EventPatch): Place[] {
  const { kind = event.kind, service = event.service, environment = event.environment } = patch;
  return [placeOfEvent(event), placeOfEvent({ kind, service, environment })];
}

/** Where new events will be; what they inherit from related ones is looked up. */
export async function placesOfDrafts(drafts: readonly EventDraft[]): Promise<Place[]> {
  const asked = drafts.flatMap(({ service, environment, relatedId }) =>
    relatedId && (service === undefined || environment === undefined) ? [relatedId] : [],
  );
  const related = new Map(
    (asked.length > 0 ? await findEvents({ ids: [...new Set(asked)] }) : []).map((event) => [
      event.id,
      event,
    ]),
  );
  return drafts.map(({ kind, service, environment, relatedId }) => {
    const from = relatedId ? related.get(relatedId) : undefined;
    return placeOfEvent({
      kind,
      service: service ?? from?.service ?? null,
      environment: environment === undefined ? (from?.environment ?? null) : environment,
    });
  });
}
