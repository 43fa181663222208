import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createRuleOperation, listRulesOperation } from '@/lib/incidents/rule-operations';
import { listRules } from '@/lib/incidents/rules/find-rules';
import { createRule } from '@/lib/incidents/rules/save-rule';

export const GET = route(listRulesOperation, async () => ok({ items: await listRules(), nextCursor: null }));

export const POST = route(createRuleOperation, async ({ body, request }) => {
  const rule = await createRule(body, request.actor, request.audit);
  return created(rule, `/api/v2/detection-rules/${rule.id}`, { etag: etag(rule.revision) });
});
