import { listIncidents } from '@/lib/dialects/ops-assist/incidents';
import { nextPage } from '@/lib/dialects/ops-assist/next-page';
import { listOpsAssistIncidents } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listOpsAssistIncidents, async ({ query }) => {
  const incidents = await listIncidents(query);
  return ok(incidents, nextPage(listOpsAssistIncidents.path, query, incidents.length));
});
