import { type Deciding, decidePlaces, decideScope } from '@/lib/access/decide';
import { DomainError } from '@/lib/errors';
import { type Placed, placeOfEvent } from './place';

/**
 * Keeps to itself what an event that was there before would tell: reporting one again answers the event as it stands, and whoever must not
 * read could name an event elsewhere by its source and external id.
 * @throws DomainError `conflict`
 */
export function refuseUnreadable(event: Placed, caller: Deciding): void {
  if (decideScope(caller, 'read').allowed) return;
  if (decidePlaces(caller, 'events:write', [placeOfEvent(event)]).allowed) return;
  throw new DomainError(
    'conflict',
    'This source and externalId are those of an event that was reported before, where this caller may not look.',
  );
}
