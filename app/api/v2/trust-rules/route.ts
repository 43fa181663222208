import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createTrustRuleOperation, listTrustRulesOperation } from '@/lib/trust/operations';
import { createTrustRule, listTrustRules } from '@/lib/trust/rules';

export const GET = route(listTrustRulesOperation, async () => ok({ items: await listTrustRules() }));

export const POST = route(createTrustRuleOperation, async ({ body, request }) => {
  const rule = await createTrustRule(body, request.actor, request.idFor(0));
  request.audit.note({ subject: `trust-rule:${rule.id}`, after: rule });
  return created(rule, `/api/v2/trust-rules/${rule.id}`, { etag: etag(rule.revision) });
});
