import { addChangelogEntry } from '@/lib/events/changelog';
import { commentOperation } from '@/lib/events/operations';
import { placesOfEvent } from '@/lib/events/places';
import { created } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const POST = route(
  commentOperation,
  async ({ params, body, request }) => {
    const entry = await addChangelogEntry(
      params.id,
      {
        actor: body.author?.trim() || request.actor,
        type: body.type,
        comment: body.comment,
      },
      request.audit,
    );
    return created(entry, `/api/v2/events/${params.id}/changelog`);
  },
  ({ params }) => placesOfEvent(params.id),
);
