import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { replayRuleOperation } from '@/lib/incidents/rule-operations';
import { replayRule } from '@/lib/incidents/rules/replay-rule';

export const POST = route(replayRuleOperation, async ({ body }) =>
  ok(await replayRule(body.rule, body.days)),
);
