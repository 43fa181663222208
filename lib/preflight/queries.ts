import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, ifMatch, withQuery } from '@/lib/http/client';
import type { RuleListWire, ViolationPageWire } from './operations';
import type { RuleInput, RuleWire } from './rule-schemas';
import type { PreflightWire } from './schemas';

/** What pages ask about deployment rules and preflight: one key and one request for each question. Client-safe. */

export const deploymentRuleKeys = {
  all: ['deployment-rules'] as const,
  list: ['deployment-rules', 'list'] as const,
  one: (id: string) => ['deployment-rules', 'one', id] as const,
  violations: (query: string) => ['deployment-rules', 'violations', query] as const,
  preflight: (asked: PreflightQuestion) => ['deployment-rules', 'preflight', asked] as const,
};

const root = '/api/v2/deployment-rules';

/** All rules, by kind and name. */
export const deploymentRuleListOptions = () =>
  queryOptions({
    queryKey: deploymentRuleKeys.list,
    queryFn: ({ signal }) => ask<RuleListWire>(root, { signal }),
  });

/** One rule. */
export const deploymentRuleOptions = (id: string) =>
  queryOptions({
    queryKey: deploymentRuleKeys.one(id),
    queryFn: ({ signal }) => ask<RuleWire>(`${root}/${encodeURIComponent(id)}`, { signal }),
  });

/** What rules stopped or would have stopped, page after page. The query is the API's own query string. */
export const violationListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: deploymentRuleKeys.violations(query),
    queryFn: ({ pageParam, signal }) =>
      ask<ViolationPageWire>(withQuery(`${root}/violations`, query, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** What somebody wants to know before they deploy. */
export interface PreflightQuestion {
  service: string;
  environment: string;
  version?: string;
  /** RFC 3339; now when left out. */
  at?: string;
  durationMinutes?: number;
}

/** May this be deployed? The answer is of the moment: asked again whenever somebody looks. */
export const preflightOptions = (asked: PreflightQuestion) =>
  queryOptions({
    queryKey: deploymentRuleKeys.preflight(asked),
    queryFn: ({ signal }) =>
      ask<PreflightWire>('/api/v2/deployments/preflight', { method: 'POST', body: asked, signal }),
    staleTime: 0,
  });

export const createDeploymentRule = (body: RuleInput) => ask<RuleWire>(root, { method: 'POST', body });

/** Replaces a rule if nobody else was faster; 412 otherwise. */
export const replaceDeploymentRule = (id: string, revision: number, body: RuleInput) =>
  ask<RuleWire>(`${root}/${encodeURIComponent(id)}`, { method: 'PUT', body, headers: ifMatch(revision) });

/** Deletes a rule if nobody has changed it; 412 otherwise. */
export const deleteDeploymentRule = (id: string, revision: number) =>
  ask<null>(`${root}/${encodeURIComponent(id)}`, { method: 'DELETE', headers: ifMatch(revision) });
