import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createRuleOperation, listRulesOperation } from '@/lib/preflight/operations';
import { placesOfRule } from '@/lib/preflight/places';
import { createRule, listRules } from '@/lib/preflight/rules';

export const GET = route(listRulesOperation, async ({ query }) => ok({ items: await listRules(query) }));

export const POST = route(
  createRuleOperation,
  async ({ body, request }) => {
    const rule = await createRule(body, request.actor, request.idFor(0), request.audit);
    return created(rule, `/api/v2/deployment-rules/${rule.id}`, { etag: etag(rule.revision) });
  },
  ({ body }) => placesOfRule(body),
);
