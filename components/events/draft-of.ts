import type { EventWire } from '@/lib/events/schemas';

/** The request that would report an event like this one: only what it has. Pure. */
export function draftOf(event: EventWire): Record<string, unknown> {
  const {
    id: _id,
    phase: _phase,
    at: _at,
    until: _until,
    durationMs: _duration,
    createdBy: _by,
    revision: _revision,
    createdAt: _created,
    updatedAt: _updated,
    // The same source and external id would answer this very event.
    externalId: _external,
    ...said
  } = event;
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => {
      if (value === null || value === '' || value === 0 || value === false) return false;
      if (Array.isArray(value)) return value.length > 0;
      return typeof value !== 'object' || Object.keys(value).length > 0;
    }),
  );
}
