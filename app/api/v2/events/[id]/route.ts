import { deleteEvent } from '@/lib/events/delete-event';
import { getEvent } from '@/lib/events/find-events';
import { deleteEventOperation, getEventOperation, updateEventOperation } from '@/lib/events/operations';
import { placesOfEvent, placesOfPatch } from '@/lib/events/places';
import { updateEvent } from '@/lib/events/update-event';
import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getEventOperation, async ({ params }) => {
  const event = await getEvent(params.id);
  return ok(event, { etag: etag(event.revision) });
});

export const PATCH = route(
  updateEventOperation,
  async ({ params, body: { lock, ...patch }, request }) => {
    const event = await updateEvent({
      which: { id: params.id },
      patch,
      lock,
      actor: request.actor,
      revision: expectedRevision(request.header('if-match')),
      audit: request.audit,
    });
    return ok(event, { etag: etag(event.revision) });
  },
  async ({ params, body: { lock: _, ...patch } }) => placesOfPatch(await getEvent(params.id), patch),
);

export const DELETE = route(
  deleteEventOperation,
  async ({ params, request }) => {
    const revision = expectedRevision(request.header('if-match'));
    await deleteEvent({ id: params.id }, request.actor, revision, request.audit);
    return noContent;
  },
  ({ params }) => placesOfEvent(params.id),
);
