import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { newTokenWire, rotateBody, tokenBody, tokenPatch, tokenWire } from './schemas';

/**
 * The native API of tokens, declared. None of it takes an Idempotency-Key: the answer that would be kept for a repetition holds a
 * secret. Client-safe.
 */

const tag = 'Tokens';
const byId = z.strictObject({ id: z.string() });
const notFound = problemAnswer('No such token.');
const stale = problemAnswer('The token has another revision than If-Match says.');
const revoked = problemAnswer('The token is revoked: nothing brings it back.');

export const tokenListWire = z.object({ items: z.array(tokenWire) }).meta({ id: 'TokenList' });
export type TokenListWire = z.output<typeof tokenListWire>;

export const listTokensOperation = operation({
  id: 'listTokens',
  method: 'GET',
  path: '/api/v2/tokens',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'List the tokens',
  answers: {
    200: { description: 'All of them, those that work first, newest first.', schema: tokenListWire },
  },
});

export const createTokenOperation = operation({
  id: 'createToken',
  method: 'POST',
  path: '/api/v2/tokens',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Make a token for a machine',
  description: 'The answer holds its secret, once. Send it as `Authorization: Bearer slg_…`.',
  body: tokenBody,
  answers: {
    201: {
      description: 'The token with its secret.',
      schema: newTokenWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    400: malformedBody,
    422: invalidInput,
  },
  examples: [
    {
      title: 'Report deployments of one service to production',
      body: {
        name: 'checkout pipeline',
        scopes: ['read', 'events:write', 'deployments:write', 'locks:write'],
        services: ['checkout'],
        environments: ['production'],
      },
    },
  ],
});

export const getTokenOperation = operation({
  id: 'getToken',
  method: 'GET',
  path: '/api/v2/tokens/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Read a token',
  description: 'Everything but its secret, which nobody can read.',
  params: byId,
  answers: { 200: { description: 'The token.', schema: tokenWire, headers: etagHeader }, 404: notFound },
});

export const updateTokenOperation = operation({
  id: 'updateToken',
  method: 'PATCH',
  path: '/api/v2/tokens/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Change what a token may do',
  description: 'What is left out stays. It counts for the next request, everywhere within a second.',
  params: byId,
  body: tokenPatch,
  conditional: true,
  answers: {
    200: { description: 'The token as it is now.', schema: tokenWire, headers: etagHeader },
    400: malformedBody,
    404: notFound,
    409: revoked,
    412: stale,
    422: invalidInput,
  },
});

export const deleteTokenOperation = operation({
  id: 'deleteToken',
  method: 'DELETE',
  path: '/api/v2/tokens/{id}',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Delete a token',
  description:
    'It stops working as if it were revoked, and leaves the list. What it did stays in the audit log.',
  params: byId,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: notFound, 412: stale },
});

export const rotateTokenOperation = operation({
  id: 'rotateToken',
  method: 'POST',
  path: '/api/v2/tokens/{id}/rotate',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Give a token a new secret',
  description: 'The old one works until the overlap ends, so that what uses it can be changed without a gap.',
  params: byId,
  body: rotateBody,
  conditional: true,
  answers: {
    200: { description: 'The token with its new secret.', schema: newTokenWire, headers: etagHeader },
    400: malformedBody,
    404: notFound,
    409: revoked,
    412: stale,
    422: invalidInput,
  },
  examples: [{ title: 'A day to change over', body: { overlapMinutes: 1440 } }],
});

export const revokeTokenOperation = operation({
  id: 'revokeToken',
  method: 'POST',
  path: '/api/v2/tokens/{id}/revoke',
  scope: 'admin',
  dialect: native,
  tag,
  summary: 'Revoke a token',
  description:
    'Here it is refused from the next request on, by every other process and on open streams within a second. Revoking it again changes nothing.',
  params: byId,
  answers: { 200: { description: 'The token.', schema: tokenWire, headers: etagHeader }, 404: notFound },
});
