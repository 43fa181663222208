import { etag } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { mergeIncident } from '@/lib/incidents/merge-incident';
import { mergeIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';

export const POST = route(
  mergeIncidentOperation,
  async ({ params, body, request }) => {
    const incident = await mergeIncident(params.number, body.into, request.actor, request.audit);
    return ok(incident, { etag: etag(incident.revision) });
  },
  ({ params, body }) => placesOfIncidents(params.number, body.into),
);
