import { type Deciding, decidePlaces, decideScope } from '@/lib/access/decide';
import type { GrantableScope } from '@/lib/access/scopes';
import { DomainError } from '@/lib/errors';
import { type Placed, placeOfEvent } from './place';

/** Whether the answer to a change made with `scope` may tell of an event: to whoever may read, else only of one in their own places. */
export const mayBeTold = (event: Placed, caller: Deciding, scope: GrantableScope): boolean =>
  decideScope(caller, 'read').allowed || decidePlaces(caller, scope, [placeOfEvent(event)]).allowed;

/**
 * Keeps to itself what an event that was there before would tell: reporting one again answers the event as it stands, and whoever must not
 * read could name an event elsewhere by its source and external id.
 * @throws DomainError `conflict`
 */
export function refuseUnreadable(event: Placed, caller: Deciding): void {
  if (mayBeTold(event, caller, 'events:write')) return;
  throw new DomainError(
    'conflict',
    'This source and externalId are those of an event that was reported before, where this caller may not look.',
  );
}
