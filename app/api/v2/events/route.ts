import { ingestOne } from '@/lib/events/ingest';
import { refuseUnreadable } from '@/lib/events/known-before';
import { listEvents } from '@/lib/events/list-events';
import { createEventOperation, listEventsOperation } from '@/lib/events/operations';
import { placesOfDrafts } from '@/lib/events/places';
import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listEventsOperation, async ({ query }) => ok(await listEvents(query)));

export const POST = route(
  createEventOperation,
  async ({ body, request }) => {
    const { event, created: isNew } = await ingestOne({
      draft: body,
      actor: request.actor,
      verified: request.caller.verified,
      id: request.idFor(0),
      audit: request.audit,
    });
    if (!isNew) refuseUnreadable(event, request.caller);
    const headers = { etag: etag(event.revision) };
    return isNew ? created(event, `/api/v2/events/${event.id}`, headers) : ok(event, headers);
  },
  ({ body }) => placesOfDrafts([body]),
);
