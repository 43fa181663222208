import { z } from 'zod';
import * as audit from '@/lib/audit/operations';
import * as catalogGraph from '@/lib/catalog/graph-operations';
import * as catalog from '@/lib/catalog/operations';
import * as catalogTransfer from '@/lib/catalog/transfer-operations';
import * as delivery from '@/lib/delivery/operations';
import * as deployments from '@/lib/deployments/operations';
import * as versions from '@/lib/deployments/version-operations';
import * as opsAssist from '@/lib/dialects/ops-assist/operations';
import * as trackerCatalog from '@/lib/dialects/tracker/catalog-operations';
import * as links from '@/lib/dialects/tracker/links-operations';
import * as trackerLocks from '@/lib/dialects/tracker/lock-operations';
import * as tracker from '@/lib/dialects/tracker/operations';
import * as versionerEvents from '@/lib/dialects/versioner/event-operations';
import * as versionerPreferences from '@/lib/dialects/versioner/preference-operations';
import * as versionerResources from '@/lib/dialects/versioner/resource-operations';
import * as versionerRules from '@/lib/dialects/versioner/rule-operations';
import * as durations from '@/lib/durations/operations';
import * as environments from '@/lib/environments/operations';
import * as events from '@/lib/events/operations';
import * as timeline from '@/lib/events/timeline-operations';
import * as health from '@/lib/health/operations';
import { type Operation, operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import * as incidentCauses from '@/lib/incidents/cause-operations';
import * as incidentInsights from '@/lib/incidents/insight-operations';
import * as incidents from '@/lib/incidents/operations';
import * as detectionRules from '@/lib/incidents/rule-operations';
import * as live from '@/lib/live/operations';
import * as locks from '@/lib/locks/operations';
import * as me from '@/lib/people/me-operations';
import * as people from '@/lib/people/operations';
import * as signIn from '@/lib/people/sign-in-operations';
import * as preflight from '@/lib/preflight/operations';
import * as tokens from '@/lib/tokens/operations';
import * as trust from '@/lib/trust/operations';

/**
 * Every operation of the product, for whatever describes or calls the API as a whole. A test holds it against the route
 * files: an operation that is served and not listed here fails it. Client-safe.
 */

const openApiDocument = z
  .object({
    openapi: z.string(),
    info: z.record(z.string(), z.unknown()),
    paths: z.record(z.string(), z.unknown()),
  })
  .loose();

const declareDescription = (id: string, path: string, summary: string) =>
  operation({
    id,
    method: 'GET',
    path,
    scope: 'public',
    dialect: native,
    tag: 'API description',
    summary,
    answers: {
      200: { description: 'OpenAPI 3.1.', schema: openApiDocument, headers: { ETag: 'Of this text.' } },
      304: { description: 'The text that If-None-Match names is still the right one.' },
    },
  });

export const describeOperation = declareDescription('describeApi', '/openapi.json', 'Describe the API');
export const describeSwaggerOperation = declareDescription(
  'describeApiForSwagger',
  '/swagger.json',
  'Describe the API, under the name that Swagger tools look for',
);

const methods: readonly Operation['method'][] = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];

/** What is declared in modules of operations, by path and then writing before reading. */
function declaredIn(...modules: readonly Record<string, unknown>[]): Operation[] {
  return modules
    .flatMap((module) => Object.values(module))
    .filter(
      (value): value is Operation =>
        typeof value === 'object' &&
        value !== null &&
        'answers' in value &&
        'path' in value &&
        'method' in value,
    )
    .sort((a, b) =>
      a.path === b.path ? methods.indexOf(a.method) - methods.indexOf(b.method) : a.path < b.path ? -1 : 1,
    );
}

export const operations: readonly Operation[] = [
  ...declaredIn(events, timeline, live),
  ...declaredIn(incidents, incidentCauses, incidentInsights),
  ...declaredIn(deployments, versions, environments),
  ...declaredIn(preflight),
  ...declaredIn(durations, delivery),
  ...declaredIn(locks),
  ...declaredIn(catalog, catalogGraph, catalogTransfer),
  ...declaredIn(detectionRules),
  ...declaredIn(me, people),
  ...declaredIn(signIn),
  ...declaredIn(tokens, trust),
  ...declaredIn(audit),
  ...declaredIn(tracker),
  ...declaredIn(trackerLocks),
  ...declaredIn(trackerCatalog),
  ...declaredIn(versionerEvents, versionerResources, versionerRules, versionerPreferences),
  ...declaredIn(opsAssist),
  ...declaredIn(links),
  ...declaredIn(health),
  describeOperation,
  describeSwaggerOperation,
];
