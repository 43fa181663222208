import type { Place } from '@/lib/access/place';

/** Where an event is. Client-safe: screens ask it before they offer a change, the API before it makes one. */

/** What of an event says where it is. */
export interface Placed {
  kind: string;
  service: string | null;
  environment: string | null;
}

/** A build belongs to no environment by nature; everything else that names none reaches into all of them. */
export const placeOfEvent = ({ kind, service, environment }: Placed): Place => ({
  service,
  environment: environment ?? (kind === 'build' ? undefined : null),
});
