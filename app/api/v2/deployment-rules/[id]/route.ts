import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { deleteRuleOperation, getRuleOperation, putRuleOperation } from '@/lib/preflight/operations';
import { placesOfRule } from '@/lib/preflight/places';
import { deleteRule, getRule, replaceRule } from '@/lib/preflight/rules';

export const GET = route(getRuleOperation, async ({ params }) => {
  const rule = await getRule(params.id);
  return ok(rule, { etag: etag(rule.revision) });
});

export const PUT = route(
  putRuleOperation,
  async ({ params, body, request }) => {
    const revision = expectedRevision(request.header('if-match'));
    const rule = await replaceRule(params.id, body, request.actor, revision, request.audit);
    return ok(rule, { etag: etag(rule.revision) });
  },
  async ({ params, body }) => [...placesOfRule((await getRule(params.id)).rule), ...placesOfRule(body)],
);

export const DELETE = route(
  deleteRuleOperation,
  async ({ params, request }) => {
    await deleteRule(params.id, expectedRevision(request.header('if-match')), request.audit);
    return noContent;
  },
  async ({ params }) => placesOfRule((await getRule(params.id)).rule),
);
