import { type Answer, operation } from '@/lib/http/operation';
import { versioner } from './errors';
import {
  buildEventBody,
  deploymentEventBody,
  versionerBlocked,
  versionerBuild,
  versionerDeployment,
  versionerError,
} from './event-schemas';

/**
 * Versioner's event routes, declared: at the root, where its clients post, and under `/api/versioner`. A trailing slash makes no
 * difference. Client-safe.
 */

const tag = 'Versioner';

/** A failure in Versioner's words. */
export const versionerFailure = (description: string): Answer => ({ description, schema: versionerError });

const malformed = versionerFailure('The body is not well-formed JSON.');
const invalid = versionerFailure('A field breaks its schema; `detail` has an entry for each.');
const blocked = (description: string): Answer => ({ description, schema: versionerBlocked });

const deploymentExamples = [
  {
    title: 'It has begun',
    body: {
      product_name: 'shop',
      version: '1.2.3',
      environment_name: 'production',
      status: 'started',
      source_system: 'github',
      invoke_id: '7421',
    },
  },
  {
    title: 'It is done',
    body: {
      product_name: 'shop',
      version: '1.2.3',
      environment_name: 'production',
      status: 'success',
      source_system: 'github',
      invoke_id: '7421',
    },
  },
];

const declareDeployment = (id: string, path: string) =>
  operation({
    id,
    method: 'POST',
    path,
    scope: 'deployments:write',
    dialect: versioner,
    tag,
    summary: 'Report where a deployment stands',
    description:
      'All posts of one run are one deployment that moves, whatever their order; a repeated post changes nothing. Product, version and environment are created on first sight. Only `started` is judged by rules and locks.',
    body: deploymentEventBody,
    idempotent: true,
    answers: {
      200: { description: 'The deployment as it stands.', schema: versionerDeployment },
      400: malformed,
      409: blocked('Another deployment runs there; or, as a sentence, the version has another SHA.'),
      422: invalid,
      423: blocked('A no-deploy window is open, or somebody holds the lock.'),
      428: blocked('It has not been where it must be before, or not for long enough, or not approved.'),
    },
    examples: deploymentExamples,
  });

const declareBuild = (id: string, path: string) =>
  operation({
    id,
    method: 'POST',
    path,
    scope: 'deployments:write',
    dialect: versioner,
    tag,
    summary: 'Report where a build stands',
    description: 'As deployments, without an environment and without rules.',
    body: buildEventBody,
    idempotent: true,
    answers: {
      200: { description: 'The build as it stands.', schema: versionerBuild },
      400: malformed,
      409: versionerFailure('The version has another SHA.'),
      422: invalid,
    },
    examples: [
      {
        title: 'It is built',
        body: { product_name: 'shop', version: '1.2.3', status: 'completed', scm_sha: 'abc123' },
      },
    ],
  });

export const postDeploymentEvent = declareDeployment('versionerDeploymentEvent', '/deployment-events');
export const postDeploymentEventBelow = declareDeployment(
  'versionerDeploymentEventBelow',
  '/api/versioner/deployment-events',
);
export const postBuildEvent = declareBuild('versionerBuildEvent', '/build-events');
export const postBuildEventBelow = declareBuild('versionerBuildEventBelow', '/api/versioner/build-events');
/** The old name of build events. */
export const postVersionEvent = declareBuild('versionerVersionEvent', '/version-events');
export const postVersionEventBelow = declareBuild(
  'versionerVersionEventBelow',
  '/api/versioner/version-events',
);
