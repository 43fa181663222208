import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createIncident } from '@/lib/incidents/create-incident';
import { listIncidents } from '@/lib/incidents/list-incidents';
import { createIncidentOperation, listIncidentsOperation } from '@/lib/incidents/operations';

export const GET = route(listIncidentsOperation, async ({ query }) => ok(await listIncidents(query)));

export const POST = route(
  createIncidentOperation,
  async ({ body, request }) => {
    const { incident } = await createIncident(
      body,
      request.actor,
      request.idFor(0),
      request.caller.verified,
      request.audit,
    );
    return created(incident, `/api/v2/incidents/${incident.number}`, { etag: etag(incident.revision) });
  },
  ({ body: { service, environment = null } }) => [{ service, environment }],
);
