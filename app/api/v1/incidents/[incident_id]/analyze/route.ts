import { analysisOf, existing } from '@/lib/dialects/ops-assist/incidents';
import { analyzeOpsAssistIncident } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { placesOfIncidents } from '@/lib/incidents/places';
import { triageIncident } from '@/lib/incidents/triage/triage-incident';

export const POST = route(
  analyzeOpsAssistIncident,
  async ({ params, request }) => {
    const id = params.incident_id;
    return ok(analysisOf(await existing(id, () => triageIncident(id, request.actor, request.audit))));
  },
  ({ params }) => placesOfIncidents(params.incident_id),
);
