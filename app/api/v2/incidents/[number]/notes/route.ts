import { created } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { addNote } from '@/lib/incidents/add-note';
import { noteOnIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';

export const POST = route(
  noteOnIncidentOperation,
  async ({ params, body, request }) =>
    created(
      await addNote(params.number, body.text, request.actor, request.audit),
      `/api/v2/incidents/${params.number}/timeline`,
    ),
  ({ params }) => placesOfIncidents(params.number),
);
