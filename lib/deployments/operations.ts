import { z } from 'zod';
import { histogramWire } from '@/lib/events/timeline-operations';
import { invalidInput, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { comparisonExamples, differenceExamples, listExamples, matrixExamples } from './examples';
import {
  comparisonQuery,
  deploymentHistogramQuery,
  deploymentListQuery,
  differenceQuery,
  matrixQuery,
} from './filters';
import {
  comparisonWire,
  deploymentDetailWire,
  deploymentPageWire,
  differenceWire,
  matrixWire,
} from './schemas';

/** The native API of deployments, declared: what runs where, and what happened. Client-safe. Rules and preflight are in `lib/preflight`. */

/** What the routes of deployments stand under in the API description. */
export const deploymentsTag = 'Deployments';
const notFound = problemAnswer('No such deployment.');

export const matrixOperation = operation({
  id: 'deploymentMatrix',
  method: 'GET',
  path: '/api/v2/deployments/matrix',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'What runs where, now or at any past instant',
  description:
    'Services by name, with a cell for each environment. `current` is what is in place; `attempt` is a later deployment that runs, failed or was aborted. The past is told as it is known today: a deployment that was reported late stands where it happened.',
  query: matrixQuery,
  answers: { 200: { description: 'A page of services.', schema: matrixWire }, 422: invalidInput },
  examples: matrixExamples,
});

export const differenceOperation = operation({
  id: 'deploymentDifference',
  method: 'GET',
  path: '/api/v2/deployments/difference',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'What differs between two instants, or between two environments',
  query: differenceQuery,
  answers: {
    200: { description: 'Only what differs, by service.', schema: differenceWire },
    422: invalidInput,
  },
  examples: differenceExamples,
});

export const listDeploymentsOperation = operation({
  id: 'listDeployments',
  method: 'GET',
  path: '/api/v2/deployments',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'List deployments',
  description:
    'Whichever way they were reported. Values of one filter are alternatives, filters narrow each other.',
  query: deploymentListQuery,
  answers: {
    200: { description: 'A page, last begun first.', schema: deploymentPageWire },
    422: invalidInput,
  },
  examples: listExamples,
});

export const deploymentHistogramOperation = operation({
  id: 'deploymentHistogram',
  method: 'GET',
  path: '/api/v2/deployments/histogram',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'Count deployments over time, by phase',
  description:
    'By when they began, in bins of a round width, aligned in UTC; the last 30 days when left open.',
  query: deploymentHistogramQuery,
  answers: { 200: { description: 'Bins of equal width.', schema: histogramWire }, 422: invalidInput },
});

export const compareDeploymentsOperation = operation({
  id: 'compareDeployments',
  method: 'GET',
  path: '/api/v2/deployments/compare',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'Compare two deployments of a service',
  query: comparisonQuery,
  answers: {
    200: { description: 'Both, the range of commits, and what lies between.', schema: comparisonWire },
    404: notFound,
    422: invalidInput,
  },
  examples: comparisonExamples,
});

export const getDeploymentOperation = operation({
  id: 'getDeployment',
  method: 'GET',
  path: '/api/v2/deployments/{id}',
  scope: 'read',
  dialect: native,
  tag: deploymentsTag,
  summary: 'Read a deployment',
  params: z.strictObject({ id: z.string() }),
  answers: {
    200: {
      description: 'With what was before, what came after and what it caused.',
      schema: deploymentDetailWire,
    },
    404: notFound,
  },
});
