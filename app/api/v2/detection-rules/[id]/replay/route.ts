import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { replaySavedRuleOperation } from '@/lib/incidents/rule-operations';
import { replaySavedRule } from '@/lib/incidents/rules/replay-rule';

export const POST = route(replaySavedRuleOperation, async ({ params, body }) =>
  ok(await replaySavedRule(params.id, body.patch, body.days)),
);
