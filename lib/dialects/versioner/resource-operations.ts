import { z } from 'zod';
import { operation } from '@/lib/http/operation';
import { versioner } from './errors';
import { versionerFailure } from './event-operations';
import { versionerDeployment } from './event-schemas';
import {
  byId,
  deploymentsQuery,
  environmentsQuery,
  productBody,
  productPatch,
  productsQuery,
  versionerEnvironment,
  versionerProduct,
  versionerVersion,
  versionsQuery,
} from './resource-schemas';

/** What else Versioner's wire has, declared: under `/api/versioner` only, since pages live at the root. Client-safe. */

const tag = 'Versioner';
const reading = { method: 'GET', scope: 'read', dialect: versioner, tag } as const;
const notFound = versionerFailure('There is no such thing.');
const invalid = versionerFailure('A parameter or field is not valid; `detail` has an entry for each.');
const malformed = versionerFailure('The body is not well-formed JSON.');

export const listVersionerDeploymentsOperation = operation({
  ...reading,
  id: 'versionerListDeployments',
  path: '/api/versioner/deployments',
  summary: 'List deployments',
  description: 'Of all dialects, last begun first.',
  query: deploymentsQuery,
  answers: { 200: { description: 'The deployments.', schema: z.array(versionerDeployment) }, 422: invalid },
  examples: [{ title: 'What failed in production', query: { environment: 'production', status: 'failed' } }],
});

export const getVersionerDeploymentOperation = operation({
  ...reading,
  id: 'versionerGetDeployment',
  path: '/api/versioner/deployments/{id}',
  summary: 'Read a deployment',
  params: byId,
  answers: { 200: { description: 'The deployment.', schema: versionerDeployment }, 404: notFound },
});

export const listVersionerVersionsOperation = operation({
  ...reading,
  id: 'versionerListVersions',
  path: '/api/versioner/versions',
  summary: 'List versions',
  query: versionsQuery,
  answers: {
    200: { description: 'The versions, first seen last first.', schema: z.array(versionerVersion) },
    422: invalid,
  },
  examples: [{ title: 'Which version a commit is', query: { product: 'shop', scm_sha: 'abc123' } }],
});

export const getVersionerVersionOperation = operation({
  ...reading,
  id: 'versionerGetVersion',
  path: '/api/versioner/versions/{id}',
  summary: 'Read a version',
  params: byId,
  answers: { 200: { description: 'The version.', schema: versionerVersion }, 404: notFound },
});

export const listVersionerEnvironmentsOperation = operation({
  ...reading,
  id: 'versionerListEnvironments',
  path: '/api/versioner/environments',
  summary: 'List environments',
  query: environmentsQuery,
  answers: {
    200: { description: 'The environments, in their order.', schema: z.array(versionerEnvironment) },
    422: invalid,
  },
});

export const getVersionerEnvironmentOperation = operation({
  ...reading,
  id: 'versionerGetEnvironment',
  path: '/api/versioner/environments/{id}',
  summary: 'Read an environment',
  params: byId,
  answers: { 200: { description: 'The environment.', schema: versionerEnvironment }, 404: notFound },
});

export const listProductsOperation = operation({
  ...reading,
  id: 'versionerListProducts',
  path: '/api/versioner/products',
  summary: 'List products',
  query: productsQuery,
  answers: { 200: { description: 'By name.', schema: z.array(versionerProduct) }, 422: invalid },
});

export const createProductOperation = operation({
  id: 'versionerCreateProduct',
  method: 'POST',
  path: '/api/versioner/products',
  scope: 'catalog:write',
  dialect: versioner,
  tag,
  summary: 'Create a product',
  description: 'Seldom needed: the first event of a product creates it.',
  body: productBody,
  answers: {
    201: { description: 'The product.', schema: versionerProduct },
    400: malformed,
    409: versionerFailure('There is one of this name.'),
    422: invalid,
  },
  examples: [
    { title: 'Describe a product', body: { name: 'basket', description: 'What people want to buy' } },
  ],
});

export const getProductOperation = operation({
  ...reading,
  id: 'versionerGetProduct',
  path: '/api/versioner/products/{id}',
  summary: 'Read a product',
  params: byId,
  answers: { 200: { description: 'The product.', schema: versionerProduct }, 404: notFound },
});

export const changeProductOperation = operation({
  id: 'versionerChangeProduct',
  method: 'PATCH',
  path: '/api/versioner/products/{id}',
  scope: 'catalog:write',
  dialect: versioner,
  tag,
  summary: 'Change a product',
  params: byId,
  body: productPatch,
  answers: {
    200: { description: 'The product as it is now.', schema: versionerProduct },
    400: malformed,
    404: notFound,
    422: invalid,
  },
});

export const deleteProductOperation = operation({
  id: 'versionerDeleteProduct',
  method: 'DELETE',
  path: '/api/versioner/products/{id}',
  scope: 'catalog:write',
  dialect: versioner,
  tag,
  summary: 'Delete a product with its deployments, builds and versions',
  description: 'Other events of the service stay. It comes back with the next event that names it.',
  params: byId,
  answers: { 204: { description: 'It is gone.' }, 404: notFound },
});

export const versionerHealthOperation = operation({
  id: 'versionerHealth',
  method: 'GET',
  path: '/api/versioner/health',
  scope: 'public',
  dialect: versioner,
  tag,
  summary: 'Is the process up',
  answers: { 200: { description: 'It is.', schema: z.object({ status: z.literal('healthy') }) } },
});
