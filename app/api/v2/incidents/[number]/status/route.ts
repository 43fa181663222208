import { etag } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { moveIncident } from '@/lib/incidents/move-incident';
import { moveIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';

export const POST = route(
  moveIncidentOperation,
  async ({ params, body, request }) => {
    const incident = await moveIncident(params.number, body, request.actor, request.audit);
    return ok(incident, { etag: etag(incident.revision) });
  },
  ({ params }) => placesOfIncidents(params.number),
);
