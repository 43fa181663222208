import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { trustCheckBody, trustCheckWire, trustRuleBody, trustRuleWire } from './schemas';

/** The native API of trust rules, declared. Client-safe. */

const tag = 'Trust rules';
const byId = z.strictObject({ id: z.string() });
const notFound = problemAnswer('No such rule.');
const stale = problemAnswer('The rule has another revision than If-Match says.');

export const trustRuleListWire = z.object({ items: z.array(trustRuleWire) }).meta({ id: 'TrustRuleList' });
export type TrustRuleListWire = z.output<typeof trustRuleListWire>;

export const listTrustRulesOperation = operation({
  id: 'listTrustRules',
  method: 'GET',
  path: '/api/v2/trust-rules',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'List the rules by which CI runs are let in',
  answers: { 200: { description: 'All of them, by name.', schema: trustRuleListWire } },
});

export const createTrustRuleOperation = operation({
  id: 'createTrustRule',
  method: 'POST',
  path: '/api/v2/trust-rules',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Let in the CI runs of a repository',
  description:
    'A run sends the token that its issuer signed for it, as `Authorization: Bearer …`; no secret is handed out. What it reports carries who started it, for which commit, in which run, as the issuer vouches for it.',
  body: trustRuleBody,
  idempotent: true,
  answers: {
    201: {
      description: 'The rule.',
      schema: trustRuleWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    400: malformedBody,
    422: invalidInput,
  },
  examples: [
    {
      title: 'Deployments of one GitHub repository from its main branch',
      body: {
        name: 'checkout on main',
        provider: 'github',
        issuer: 'https://token.actions.githubusercontent.com',
        audience: 'https://shiplog.example.com',
        claims: { repository_id: ['123456789'], ref: ['refs/heads/main'] },
        scopes: ['read', 'events:write', 'deployments:write'],
        services: ['checkout'],
      },
    },
  ],
});

export const checkTrustOperation = operation({
  id: 'checkTrust',
  method: 'POST',
  path: '/api/v2/trust-rules/check',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Ask whether a token would be let in, and why not',
  description:
    'From where a token was first used is left aside, and this is no use of it. The token is neither stored nor logged.',
  body: trustCheckBody,
  answers: {
    200: { description: 'What was found.', schema: trustCheckWire },
    400: malformedBody,
    422: invalidInput,
  },
});

export const getTrustRuleOperation = operation({
  id: 'getTrustRule',
  method: 'GET',
  path: '/api/v2/trust-rules/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Read a trust rule',
  params: byId,
  answers: { 200: { description: 'The rule.', schema: trustRuleWire, headers: etagHeader }, 404: notFound },
});

export const putTrustRuleOperation = operation({
  id: 'putTrustRule',
  method: 'PUT',
  path: '/api/v2/trust-rules/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Replace a trust rule',
  description: 'The whole of it. It counts for the next request, everywhere within a second.',
  params: byId,
  body: trustRuleBody,
  conditional: true,
  answers: {
    200: { description: 'The rule as it is now.', schema: trustRuleWire, headers: etagHeader },
    400: malformedBody,
    404: notFound,
    412: stale,
    422: invalidInput,
  },
});

export const deleteTrustRuleOperation = operation({
  id: 'deleteTrustRule',
  method: 'DELETE',
  path: '/api/v2/trust-rules/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Delete a trust rule',
  description: 'Runs that it let in are refused from the next request on. What they reported stays.',
  params: byId,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: notFound, 412: stale },
});
