import { answerEvent, findEvent, tableOf } from '@/lib/dialects/tracker/events';
import { deleteTrackerEvent, getTrackerEvent } from '@/lib/dialects/tracker/operations';
import { placesOfDelete } from '@/lib/dialects/tracker/places';
import { eventToDelete } from '@/lib/dialects/tracker/which-event';
import { deleteEvent } from '@/lib/events/delete-event';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getTrackerEvent, async ({ params, request }) => {
  const table = tableOf(request);
  return answerEvent(await findEvent(params.id), table);
});

export const DELETE = route(
  deleteTrackerEvent,
  async ({ params, query, request }) => {
    const event = await eventToDelete(params.id, query as RawQuery);
    const { id, slackId } = await deleteEvent(
      { id: event.id },
      event.owner || 'system',
      undefined,
      request.audit,
    );
    return ok({ id, slackId: slackId ?? '' });
  },
  placesOfDelete,
);
