import { placesOfChangedRule } from '@/lib/dialects/versioner/places';
import { changeVersionerRuleOperation } from '@/lib/dialects/versioner/rule-operations';
import { changeRule } from '@/lib/dialects/versioner/rules';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const PATCH = route(
  changeVersionerRuleOperation,
  async ({ params, body, request }) => ok(await changeRule(params.id, body, request.actor, request.audit)),
  placesOfChangedRule,
);
