import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { ruleExamples } from './examples';
import { replayWire, ruleDraft, rulePatch, ruleWire } from './rule-schemas';

/** The native API of detection rules, declared. Client-safe. */

const tag = 'Detection rules';
const notFound = problemAnswer('No such rule.');
const byId = z.strictObject({
  id: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: 'must be the id of a rule' })
    .transform(Number),
});
const days = z
  .int({ error: 'must be a whole number from 1 to 90' })
  .min(1, { error: 'must be a whole number from 1 to 90' })
  .max(90, { error: 'must be a whole number from 1 to 90' })
  .default(14);

export const rulesWire = z.object({ items: z.array(ruleWire), nextCursor: z.null() });
export type RulesWire = z.output<typeof rulesWire>;

export const listRulesOperation = operation({
  id: 'listDetectionRules',
  method: 'GET',
  path: '/api/v2/detection-rules',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List detection rules',
  answers: { 200: { description: 'In the order in which they are tried.', schema: rulesWire } },
});

const rule = { description: 'The rule.', schema: ruleWire, headers: etagHeader };

export const createRuleOperation = operation({
  id: 'createDetectionRule',
  method: 'POST',
  path: '/api/v2/detection-rules',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Add a rule',
  body: ruleDraft,
  answers: {
    201: { ...rule, headers: { ...etagHeader, Location: 'Where it can be read.' } },
    400: malformedBody,
    409: problemAnswer('There are as many rules as there may be.'),
    422: invalidInput,
  },
  examples: ruleExamples,
});

export const getRuleOperation = operation({
  id: 'getDetectionRule',
  method: 'GET',
  path: '/api/v2/detection-rules/{id}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read a rule',
  params: byId,
  answers: { 200: rule, 404: notFound, 422: invalidInput },
});

export const updateRuleOperation = operation({
  id: 'updateDetectionRule',
  method: 'PATCH',
  path: '/api/v2/detection-rules/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Change a rule',
  params: byId,
  body: rulePatch,
  conditional: true,
  answers: {
    200: rule,
    400: malformedBody,
    404: notFound,
    412: problemAnswer('The rule has another revision than If-Match says.'),
    422: invalidInput,
  },
});

export const deleteRuleOperation = operation({
  id: 'deleteDetectionRule',
  method: 'DELETE',
  path: '/api/v2/detection-rules/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Delete a rule',
  description: 'Its incidents stay, and take no more signals.',
  params: byId,
  conditional: true,
  answers: {
    204: { description: 'It is gone.' },
    404: notFound,
    412: problemAnswer('The rule has another revision than If-Match says.'),
    422: invalidInput,
  },
});

export const replayRuleOperation = operation({
  id: 'replayDetectionRule',
  method: 'POST',
  path: '/api/v2/detection-rules/replay',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'The rule lab: what a rule would have done',
  description:
    'Replays the signals of the last days under a rule that need not be saved, and compares with the incidents that rules really opened. Changes nothing.',
  body: z.strictObject({ rule: ruleDraft, days }),
  answers: {
    200: {
      description: 'Incidents it would have opened, and what it would have missed.',
      schema: replayWire,
    },
    400: malformedBody,
    422: invalidInput,
  },
});

export const replaySavedRuleOperation = operation({
  id: 'replaySavedDetectionRule',
  method: 'POST',
  path: '/api/v2/detection-rules/{id}/replay',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'The rule lab for a saved rule, with changes',
  description: 'As above, with a patch over the saved rule; compared with the incidents of this rule.',
  params: byId,
  body: z.strictObject({ patch: rulePatch.default({}), days }),
  answers: {
    200: {
      description: 'Incidents it would have opened, and what it would have missed.',
      schema: replayWire,
    },
    400: malformedBody,
    404: notFound,
    422: invalidInput,
  },
});
