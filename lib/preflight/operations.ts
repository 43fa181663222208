import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { preflightExamples, ruleExamples } from './examples';
import { ruleListQuery, violationListQuery } from './filters';
import { ruleBody, ruleWire, violationWire } from './rule-schemas';
import { preflightBody, preflightWire } from './schemas';

/** The native API of deployment rules and preflight, declared. Client-safe. */

const tag = 'Deployment rules';
const byId = z.strictObject({ id: z.string() });
const notFound = problemAnswer('No such rule.');
const stale = problemAnswer('The rule has another revision than If-Match says.');

export const preflightOperation = operation({
  id: 'preflightDeployment',
  method: 'POST',
  path: '/api/v2/deployments/preflight',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Ask whether something may be deployed, without deploying',
  description:
    'Rules, locks, no-deploy windows, open incidents of the service and of what it depends on, and what is planned meanwhile, in one verdict. Nothing is recorded.',
  body: preflightBody,
  answers: {
    200: { description: 'The verdict, with its reasons.', schema: preflightWire },
    400: malformedBody,
    422: invalidInput,
  },
  examples: preflightExamples,
});

export const ruleListWire = z.object({ items: z.array(ruleWire) }).meta({ id: 'DeploymentRuleList' });
export type RuleListWire = z.output<typeof ruleListWire>;

export const listRulesOperation = operation({
  id: 'listDeploymentRules',
  method: 'GET',
  path: '/api/v2/deployment-rules',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List the rules that deployments have to follow',
  query: ruleListQuery,
  answers: {
    200: { description: 'All of them, by kind and name.', schema: ruleListWire },
    422: invalidInput,
  },
});

export const createRuleOperation = operation({
  id: 'createDeploymentRule',
  method: 'POST',
  path: '/api/v2/deployment-rules',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Make a rule',
  body: ruleBody,
  idempotent: true,
  answers: {
    201: {
      description: 'The rule.',
      schema: ruleWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    400: malformedBody,
    409: problemAnswer('There are as many rules as there may be.'),
    422: invalidInput,
  },
  examples: ruleExamples,
});

export const getRuleOperation = operation({
  id: 'getDeploymentRule',
  method: 'GET',
  path: '/api/v2/deployment-rules/{id}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read a rule',
  params: byId,
  answers: { 200: { description: 'The rule.', schema: ruleWire, headers: etagHeader }, 404: notFound },
});

export const putRuleOperation = operation({
  id: 'putDeploymentRule',
  method: 'PUT',
  path: '/api/v2/deployment-rules/{id}',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Replace a rule',
  description: 'The whole of it; its kind may change, too.',
  params: byId,
  body: ruleBody,
  conditional: true,
  answers: {
    200: { description: 'The rule as it is now.', schema: ruleWire, headers: etagHeader },
    400: malformedBody,
    404: notFound,
    412: stale,
    422: invalidInput,
  },
});

export const deleteRuleOperation = operation({
  id: 'deleteDeploymentRule',
  method: 'DELETE',
  path: '/api/v2/deployment-rules/{id}',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Delete a rule',
  description: 'What it stopped stays on record under its name.',
  params: byId,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: notFound, 412: stale },
});

export const violationPageWire = z
  .object({ items: z.array(violationWire), nextCursor: z.string().nullable() })
  .meta({ id: 'RuleViolationPage' });
export type ViolationPageWire = z.output<typeof violationPageWire>;

export const listViolationsOperation = operation({
  id: 'listRuleViolations',
  method: 'GET',
  path: '/api/v2/deployment-rules/violations',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List deployments that rules stopped, or would have stopped',
  query: violationListQuery,
  answers: { 200: { description: 'A page, newest first.', schema: violationPageWire }, 422: invalidInput },
});
