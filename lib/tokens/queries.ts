import { queryOptions } from '@tanstack/react-query';
import { ask, ifMatch } from '@/lib/http/client';
import type { TokenListWire } from './operations';
import type { NewTokenWire, TokenInput, TokenPatchInput, TokenWire } from './schemas';

/** What pages ask about tokens. Secrets never go into a cache: they are answers of changes, and are kept by whoever shows them. Client-safe. */

export const tokenKeys = {
  all: ['tokens'] as const,
  list: ['tokens', 'list'] as const,
  one: (id: string) => ['tokens', 'one', id] as const,
};

const root = '/api/v2/tokens';
const path = (id: string, verb = '') => `${root}/${encodeURIComponent(id)}${verb}`;

export const tokenListOptions = () =>
  queryOptions({
    queryKey: tokenKeys.list,
    queryFn: ({ signal }) => ask<TokenListWire>(root, { signal }),
  });

export const tokenOptions = (id: string) =>
  queryOptions({
    queryKey: tokenKeys.one(id),
    queryFn: ({ signal }) => ask<TokenWire>(path(id), { signal }),
  });

export const createToken = (body: TokenInput) => ask<NewTokenWire>(root, { method: 'POST', body });

/** Changes a token if nobody else was faster; 412 otherwise. */
export const updateToken = (id: string, revision: number, body: TokenPatchInput) =>
  ask<TokenWire>(path(id), { method: 'PATCH', body, headers: ifMatch(revision) });

/** Gives it a new secret if nobody else was faster: two at once would each end what the other one shows. */
export const rotateToken = (id: string, revision: number, overlapMinutes: number) =>
  ask<NewTokenWire>(path(id, '/rotate'), {
    method: 'POST',
    body: { overlapMinutes },
    headers: ifMatch(revision),
  });

export const revokeToken = (id: string) => ask<TokenWire>(path(id, '/revoke'), { method: 'POST' });

export const deleteToken = (id: string) => ask<null>(path(id), { method: 'DELETE' });
