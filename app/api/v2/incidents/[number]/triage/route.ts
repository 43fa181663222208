import { etag } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { triageIncidentOperation } from '@/lib/incidents/cause-operations';
import { placesOfIncidents } from '@/lib/incidents/places';
import { triageIncident } from '@/lib/incidents/triage/triage-incident';

export const POST = route(
  triageIncidentOperation,
  async ({ params, request }) => {
    const incident = await triageIncident(params.number, request.actor, request.audit);
    return ok(incident, { etag: etag(incident.revision) });
  },
  ({ params }) => placesOfIncidents(params.number),
);
