import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { EnvironmentListWire } from '@/lib/environments/operations';
import type { EnvironmentPatch, EnvironmentWire } from '@/lib/environments/schemas';
import type { HistogramWire } from '@/lib/events/timeline-operations';
import { ask, withQuery } from '@/lib/http/client';
import type {
  ComparisonWire,
  DeploymentDetailWire,
  DeploymentPageWire,
  DifferenceWire,
  MatrixWire,
  VersionDetailWire,
} from './schemas';

/** What pages ask about deployments: one key and one request for each question. A `query` is the API's own query string. Client-safe. */

export const deploymentKeys = {
  all: ['deployments'] as const,
  matrix: (query: string) => ['deployments', 'matrix', query] as const,
  difference: (query: string) => ['deployments', 'difference', query] as const,
  list: (query: string) => ['deployments', 'list', query] as const,
  histogram: (query: string) => ['deployments', 'histogram', query] as const,
  deployment: (id: string) => ['deployments', 'one', id] as const,
  comparison: (from: string, to: string) => ['deployments', 'comparison', from, to] as const,
  version: (service: string, version: string) => ['deployments', 'version', service, version] as const,
  environments: ['deployments', 'environments'] as const,
};

/** What runs where. */
export const matrixOptions = (query: string) =>
  queryOptions({
    queryKey: deploymentKeys.matrix(query),
    queryFn: ({ signal }) => ask<MatrixWire>(withQuery('/api/v2/deployments/matrix', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** What differs between two instants or environments. */
export const differenceOptions = (query: string) =>
  queryOptions({
    queryKey: deploymentKeys.difference(query),
    queryFn: ({ signal }) =>
      ask<DifferenceWire>(withQuery('/api/v2/deployments/difference', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** The history, page after page. */
export const deploymentListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: deploymentKeys.list(query),
    queryFn: ({ pageParam, signal }) =>
      ask<DeploymentPageWire>(withQuery('/api/v2/deployments', query, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Deployments over time, by phase. */
export const deploymentHistogramOptions = (query: string) =>
  queryOptions({
    queryKey: deploymentKeys.histogram(query),
    queryFn: ({ signal }) =>
      ask<HistogramWire>(withQuery('/api/v2/deployments/histogram', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** One deployment with what is around it. */
export const deploymentOptions = (id: string) =>
  queryOptions({
    queryKey: deploymentKeys.deployment(id),
    queryFn: ({ signal }) =>
      ask<DeploymentDetailWire>(`/api/v2/deployments/${encodeURIComponent(id)}`, { signal }),
  });

/** Two deployments of a service. */
export const comparisonOptions = (from: string, to: string) =>
  queryOptions({
    queryKey: deploymentKeys.comparison(from, to),
    queryFn: ({ signal }) =>
      ask<ComparisonWire>(withQuery('/api/v2/deployments/compare', '', { from, to }), {
        signal,
      }),
  });

/** A version of a service. */
export const versionOptions = (service: string, version: string) =>
  queryOptions({
    queryKey: deploymentKeys.version(service, version),
    queryFn: ({ signal }) =>
      ask<VersionDetailWire>(
        `/api/v2/versions/${encodeURIComponent(service)}/${encodeURIComponent(version)}`,
        {
          signal,
        },
      ),
  });

/** All environments, in their order. */
export const environmentListOptions = () =>
  queryOptions({
    queryKey: deploymentKeys.environments,
    queryFn: ({ signal }) => ask<EnvironmentListWire>('/api/v2/environments', { signal }),
  });

/** Says how near to users an environment is, and where it stands; what is left out stays. */
export const changeEnvironment = (name: string, patch: EnvironmentPatch) =>
  ask<EnvironmentWire>(`/api/v2/environments/${encodeURIComponent(name)}`, { method: 'PATCH', body: patch });
