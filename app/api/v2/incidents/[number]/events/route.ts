import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { incidentEvents } from '@/lib/incidents/incident-events';
import { incidentEventsOperation } from '@/lib/incidents/operations';

export const GET = route(incidentEventsOperation, async ({ params, query }) =>
  ok(await incidentEvents(params.number, query)),
);
