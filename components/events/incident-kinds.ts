import type { EventKind } from '@/lib/events/vocabulary';

/** Which kinds of events say something of incidents. Pure. */

/** Builds and robots are ranked seldom, and would say so on every page. */
const suspects: readonly EventKind[] = ['deployment', 'operation', 'drift', 'infra'];

/** It is an incident, or one of the signals of one. */
export const belongsToIncidents = (kind: EventKind) => kind === 'incident' || kind === 'signal';

export const tellsIncidents = (kind: EventKind) => suspects.includes(kind) || belongsToIncidents(kind);
