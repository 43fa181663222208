import { userOf } from '@/lib/dialects/tracker/changelog';
import { answerEvent, applyUpdate, bodyContext } from '@/lib/dialects/tracker/events';
import { createTrackerEvent, updateTrackerEvent } from '@/lib/dialects/tracker/operations';
import { placesOfCreate, placesOfUpdate } from '@/lib/dialects/tracker/places';
import { readDraft, readUpdate } from '@/lib/dialects/tracker/read-event';
import { ingestOne } from '@/lib/events/ingest';
import { route } from '@/lib/http/route';

export const POST = route(
  createTrackerEvent,
  async ({ body, request }) => {
    const context = await bodyContext(request, body);
    const draft = { ...readDraft(body, context), lock: true };
    const { event } = await ingestOne({
      draft,
      actor: userOf(draft.owner),
      verified: request.caller.verified,
      id: request.idFor(0),
      audit: request.audit,
    });
    return answerEvent(event, context.table);
  },
  placesOfCreate,
);

export const PUT = route(
  updateTrackerEvent,
  async ({ body, request }) => {
    const context = await bodyContext(request, body);
    return answerEvent(await applyUpdate(readUpdate(body, context), request.audit), context.table);
  },
  placesOfUpdate,
);
