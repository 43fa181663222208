import { badRequest } from '@/lib/dialects/ops-assist/errors';
import { existing } from '@/lib/dialects/ops-assist/incidents';
import { moveOpsAssistIncident } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { moveIncident } from '@/lib/incidents/move-incident';
import { placesOfIncidents } from '@/lib/incidents/places';
import { incidentStatuses } from '@/lib/incidents/vocabulary';

export const PATCH = route(
  moveOpsAssistIncident,
  async ({ params, body, request }) => {
    const status = incidentStatuses.find((known) => known === body.status);
    if (body.status === undefined) return badRequest('Status is required');
    if (!status) return badRequest(`Invalid status. Must be one of: ${incidentStatuses.join(', ')}`);
    const id = params.incident_id;
    await existing(id, () => moveIncident(id, { status }, request.actor, request.audit));
    return ok({ message: 'Incident status updated successfully', incident_id: id, new_status: status });
  },
  ({ params }) => placesOfIncidents(params.incident_id),
);
