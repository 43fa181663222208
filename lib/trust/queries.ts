import { queryOptions } from '@tanstack/react-query';
import { ask, ifMatch } from '@/lib/http/client';
import type { TrustRuleListWire } from './operations';
import type { TrustCheckWire, TrustRuleInput, TrustRuleWire } from './schemas';

/** What pages ask about trust rules. Client-safe. */

export const trustKeys = {
  all: ['trust-rules'] as const,
  list: ['trust-rules', 'list'] as const,
  one: (id: string) => ['trust-rules', 'one', id] as const,
};

const root = '/api/v2/trust-rules';
const path = (id: string) => `${root}/${encodeURIComponent(id)}`;

export const trustListOptions = () =>
  queryOptions({
    queryKey: trustKeys.list,
    queryFn: ({ signal }) => ask<TrustRuleListWire>(root, { signal }),
  });

export const trustRuleOptions = (id: string) =>
  queryOptions({
    queryKey: trustKeys.one(id),
    queryFn: ({ signal }) => ask<TrustRuleWire>(path(id), { signal }),
  });

export const createTrustRule = (body: TrustRuleInput) => ask<TrustRuleWire>(root, { method: 'POST', body });

/** Replaces a rule if nobody else was faster; 412 otherwise. */
export const replaceTrustRule = (id: string, revision: number, body: TrustRuleInput) =>
  ask<TrustRuleWire>(path(id), { method: 'PUT', body, headers: ifMatch(revision) });

/** Deletes a rule if nobody has changed it; 412 otherwise. */
export const deleteTrustRule = (id: string, revision: number) =>
  ask<null>(path(id), { method: 'DELETE', headers: ifMatch(revision) });

/** Why a token is let in or not. */
export const checkTrust = (token: string) =>
  ask<TrustCheckWire>(`${root}/check`, { method: 'POST', body: { token } });
