import { getIncident } from '@/lib/dialects/ops-assist/incidents';
import { getOpsAssistIncident } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getOpsAssistIncident, async ({ params }) =>
  ok(await getIncident(params.incident_id)),
);
