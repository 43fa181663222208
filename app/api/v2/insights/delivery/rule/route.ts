import { everywhere } from '@/lib/access/place';
import { getDeliveryRuleOperation, putDeliveryRuleOperation } from '@/lib/delivery/operations';
import { changeDeliveryRule, readDeliveryRule } from '@/lib/delivery/rule-state';
import { etag, expectedRevision } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getDeliveryRuleOperation, async () => {
  const rule = await readDeliveryRule();
  return ok(rule, { etag: etag(rule.revision) });
});

export const PUT = route(
  putDeliveryRuleOperation,
  async ({ body, request }) => {
    const revision = expectedRevision(request.header('if-match'));
    const rule = await changeDeliveryRule(body, request.actor, revision, request.audit);
    return ok(rule, { etag: etag(rule.revision) });
  },
  () => [everywhere],
);
