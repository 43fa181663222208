import { etag } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { acknowledgeIncident } from '@/lib/incidents/acknowledge-incident';
import { acknowledgeIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';

export const POST = route(
  acknowledgeIncidentOperation,
  async ({ params, request }) => {
    const incident = await acknowledgeIncident(params.number, request.actor, request.audit);
    return ok(incident, { etag: etag(incident.revision) });
  },
  ({ params }) => placesOfIncidents(params.number),
);
