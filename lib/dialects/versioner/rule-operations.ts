import { z } from 'zod';
import { operation } from '@/lib/http/operation';
import { versioner } from './errors';
import { versionerFailure } from './event-operations';
import { byId } from './resource-schemas';
import { rulePatch, versionerRule, versionerViolation, violationsQuery } from './rule-schemas';

/** Versioner's routes of deployment rules, declared. All of rules is in `/api/v2/deployment-rules`. Client-safe. */

const tag = 'Versioner';
const invalid = versionerFailure('A parameter or field is not valid; `detail` has an entry for each.');

export const changeVersionerRuleOperation = operation({
  id: 'versionerChangeRule',
  method: 'PATCH',
  path: '/api/versioner/deployment-rules/{id}',
  scope: 'deployments:write',
  dialect: versioner,
  tag,
  summary: 'Change a deployment rule',
  description: 'What is left out stays.',
  params: byId,
  body: rulePatch,
  answers: {
    200: { description: 'The rule as it is now.', schema: versionerRule },
    400: versionerFailure('The body is not well-formed JSON.'),
    404: versionerFailure('There is no such rule.'),
    412: versionerFailure('Somebody else has changed it at the same instant.'),
    422: invalid,
  },
  examples: [
    {
      title: 'Only report',
      params: { id: '00000000-0000-8000-8000-000000000001' },
      body: { enforcement_mode: 'report' },
    },
  ],
});

export const listVersionerViolationsOperation = operation({
  id: 'versionerListViolations',
  method: 'GET',
  path: '/api/versioner/deployment-rules/violations',
  scope: 'read',
  dialect: versioner,
  tag,
  summary: 'List what rules stopped, or would have stopped',
  query: violationsQuery,
  answers: {
    200: { description: 'The violations, newest first.', schema: z.array(versionerViolation) },
    422: invalid,
  },
});
