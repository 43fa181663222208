import { mayBeTold } from '@/lib/events/known-before';
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
    const { items, ...rest } = await rankSuspects(params.number);
    const told = items.filter(({ event }) => mayBeTold(event, request.caller, 'incidents:write'));
    return ok({ ...rest, items: told });
  },
  ({ params }) => placesOfIncidents(params.number),
);
