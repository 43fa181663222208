import { etag, expectedRevision } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { getIncident } from '@/lib/incidents/find-incidents';
import { getIncidentOperation, updateIncidentOperation } from '@/lib/incidents/operations';
import { placesOfIncidents } from '@/lib/incidents/places';
import { updateIncident } from '@/lib/incidents/update-incident';

export const GET = route(getIncidentOperation, async ({ params }) => {
  const incident = await getIncident(params.number);
  return ok(incident, { etag: etag(incident.revision) });
});

export const PATCH = route(
  updateIncidentOperation,
  async ({ params, body, request }) => {
    const revision = expectedRevision(request.header('if-match'));
    const incident = await updateIncident(params.number, body, request.actor, revision, request.audit);
    return ok(incident, { etag: etag(incident.revision) });
  },
  ({ params }) => placesOfIncidents(params.number),
);
