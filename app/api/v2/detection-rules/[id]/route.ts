import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { deleteRuleOperation, getRuleOperation, updateRuleOperation } from '@/lib/incidents/rule-operations';
import { getRule } from '@/lib/incidents/rules/find-rules';
import { deleteRule, updateRule } from '@/lib/incidents/rules/save-rule';

export const GET = route(getRuleOperation, async ({ params }) => {
  const rule = await getRule(params.id);
  return ok(rule, { etag: etag(rule.revision) });
});

export const PATCH = route(updateRuleOperation, async ({ params, body, request }) => {
  const revision = expectedRevision(request.header('if-match'));
  const rule = await updateRule(params.id, body, request.actor, revision, request.audit);
  return ok(rule, { etag: etag(rule.revision) });
});

export const DELETE = route(deleteRuleOperation, async ({ params, request }) => {
  await deleteRule(params.id, expectedRevision(request.header('if-match')), request.audit);
  return noContent;
});
