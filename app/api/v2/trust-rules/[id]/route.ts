import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import {
  deleteTrustRuleOperation,
  getTrustRuleOperation,
  putTrustRuleOperation,
} from '@/lib/trust/operations';
import { deleteTrustRule, getTrustRule, replaceTrustRule } from '@/lib/trust/rules';

export const GET = route(getTrustRuleOperation, async ({ params }) => {
  const rule = await getTrustRule(params.id);
  return ok(rule, { etag: etag(rule.revision) });
});

export const PUT = route(putTrustRuleOperation, async ({ params, body, request }) => {
  const revision = expectedRevision(request.header('if-match'));
  const { before, after } = await replaceTrustRule(params.id, body, request.actor, revision);
  request.audit.note({ subject: `trust-rule:${after.id}`, before, after });
  return ok(after, { etag: etag(after.revision) });
});

export const DELETE = route(deleteTrustRuleOperation, async ({ params, request }) => {
  const before = await deleteTrustRule(params.id, expectedRevision(request.header('if-match')));
  request.audit.note({ subject: `trust-rule:${before.id}`, before });
  return noContent;
});
