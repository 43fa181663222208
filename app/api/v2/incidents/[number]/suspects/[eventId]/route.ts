import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { judgeSuspectOperation } from '@/lib/incidents/cause-operations';
import { placesOfIncidents } from '@/lib/incidents/places';
import { judgeSuspect } from '@/lib/incidents/suspects/judge-suspect';
import { rankSuspects } from '@/lib/incidents/suspects/rank-suspects';

export const POST = route(
  judgeSuspectOperation,
  async ({ params, body, request }) => {
    await judgeSuspect({ ...params, verdict: body.verdict, actor: request.actor, audit: request.audit });
    return ok(await rankSuspects(params.number));
  },
  ({ params }) => placesOfIncidents(params.number),
);
