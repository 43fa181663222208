import { answerEvent, findEvent, tableOf } from '@/lib/dialects/tracker/events';
import { addTrackerSlackId } from '@/lib/dialects/tracker/operations';
import { placesOfNamedEvent } from '@/lib/dialects/tracker/places';
import { addSlackId, readSlackId } from '@/lib/dialects/tracker/slack-id';
import { route } from '@/lib/http/route';

export const POST = route(
  addTrackerSlackId,
  async ({ params, body, request }) => {
    const table = tableOf(request);
    const slackId = readSlackId(body);
    const { id } = await findEvent(params.id);
    return answerEvent(await addSlackId(id, slackId, request.audit), table);
  },
  placesOfNamedEvent,
);
