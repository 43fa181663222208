import { etag } from '@/lib/http/conditional';
import { created } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { splitIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';
import { splitIncident } from '@/lib/incidents/split-incident';

export const POST = route(
  splitIncidentOperation,
  async ({ params, body, request }) => {
    const incident = await splitIncident(params.number, {
      ...body,
      actor: request.actor,
      id: request.idFor(0),
      audit: request.audit,
    });
    return created(incident, `/api/v2/incidents/${incident.number}`, { etag: etag(incident.revision) });
  },
  ({ params }) => placesOfIncidents(params.number),
);
