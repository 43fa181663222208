import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { similarIncidentsOperation } from '@/lib/incidents/cause-operations';
import { similarIncidents } from '@/lib/incidents/suspects/similar';

export const GET = route(similarIncidentsOperation, async ({ params, query }) =>
  ok(await similarIncidents(params.number, query.limit)),
);
