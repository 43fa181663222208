import type { Place } from '@/lib/access/place';

/** Where something is done that is said of a service in the catalog: it holds in every environment. Client-safe. */
export const placeOfEntry = (service: string): Place => ({ service, environment: null });
