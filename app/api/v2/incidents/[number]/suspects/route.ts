import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { listSuspectsOperation } from '@/lib/incidents/cause-operations';
import { rankSuspects } from '@/lib/incidents/suspects/rank-suspects';

export const GET = route(listSuspectsOperation, async ({ params, query }) =>
  ok(await rankSuspects(params.number, query.limit)),
);
