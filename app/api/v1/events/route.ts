import { listSignals, reportSignal } from '@/lib/dialects/ops-assist/events';
import { nextPage } from '@/lib/dialects/ops-assist/next-page';
import { createOpsAssistEvent, listOpsAssistEvents } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const POST = route(
  createOpsAssistEvent,
  async ({ body, request }) => ({
    status: 201,
    body: await reportSignal(body, request),
  }),
  ({ body }) => [{ service: body.service, environment: null }],
);

export const GET = route(listOpsAssistEvents, async ({ query }) => {
  const events = await listSignals(query);
  return ok(events, nextPage(listOpsAssistEvents.path, query, events.length));
});
