import type { Place } from '@/lib/access/place';
import { findEvents, isUuid } from '@/lib/events/find-events';
import { placeOfEvent } from '@/lib/events/place';
import { getLock } from './find-locks';
import { readScope, type ScopeInput, type ScopeNames } from './scope';

/**
 * Where locks act. One on a whole environment reaches every service in it, one without an environment or on everything reaches beyond
 * all of them.
 */

/** Where the lock of a scope acts. */
export const placeOfScope = ({
  service,
  environment,
}: Pick<ScopeNames, 'service' | 'environment'>): Place => ({
  service,
  environment,
});

/** Where a lock will act that is asked for; and where its event is, whose changelog is going to tell of it. */
export async function placesOfClaim(
  input: ScopeInput & { eventId?: string | null | undefined },
): Promise<Place[]> {
  const scope = readScope(input);
  const { eventId } = input;
  const events = eventId && isUuid(eventId) ? await findEvents({ ids: [eventId] }) : [];
  // Parts that mean no scope are refused by whoever acquires.
  return [...(Array.isArray(scope) ? [] : [placeOfScope(scope)]), ...events.map(placeOfEvent)];
}

/** Where the lock with this id acts, whatever its state. Throws `not_found`. */
export const placesOfLock = async (id: string): Promise<Place[]> => [placeOfScope(await getLock(id))];
