import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { incidentTimelineOperation } from '@/lib/incidents/operations';
import { incidentTimeline } from '@/lib/incidents/timeline';

export const GET = route(incidentTimelineOperation, async ({ params, query }) =>
  ok(await incidentTimeline(params.number, query)),
);
