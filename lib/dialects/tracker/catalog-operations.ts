import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import {
  catalogBody,
  dependenciesBody,
  trackerCatalogAnswer,
  trackerCatalogDeleted,
  trackerCatalogList,
  trackerCompliance,
  versionsBody,
} from './catalog-schemas';
import { enumParameter, pagingParameters, parameter, trackerFailure, trackerInvalid } from './declarations';
import { tracker } from './errors';

/** Tracker's catalog routes, declared. Client-safe. */

const tag = 'Tracker catalog';
const notFound = trackerFailure('No such entry.');
const oneEntry: Answer = { description: 'The entry as it is now.', schema: trackerCatalogAnswer };

const byName = z.strictObject({
  name: z.string().meta({ description: 'Percent-encoded: `terraform%2Faws-vpc`.' }),
});
const nameQuery = z.looseObject({ name: parameter('string', 'The name, in any case.') });

export const putTrackerCatalog = operation({
  id: 'trackerCreateUpdateCatalog',
  method: 'PUT',
  path: '/api/v1alpha1/catalog',
  scope: 'catalog:write',
  dialect: tracker,
  tag,
  summary: 'Create or update an entry',
  description:
    'Name, owner and version are required to create. An update merges: what is left out stays, null or an empty value clears.',
  body: catalogBody,
  answers: { 200: oneEntry, 400: trackerInvalid },
  examples: [
    {
      title: 'Describe a service',
      body: {
        name: 'payments-gateway',
        type: 'project',
        languages: 'golang',
        owner: 'team-payments',
        version: '4.2.0',
        platform: 'kubernetes',
        sla: { level: 'critical', uptimePercentage: 99.95 },
        dependenciesOut: ['payments-ledger'],
      },
    },
  ],
});

export const getTrackerCatalog = operation({
  id: 'trackerGetCatalog',
  method: 'GET',
  path: '/api/v1alpha1/catalog',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Read an entry',
  query: nameQuery,
  answers: { 200: oneEntry, 400: trackerInvalid, 404: notFound },
});

export const deleteTrackerCatalog = operation({
  id: 'trackerDeleteCatalog',
  method: 'DELETE',
  path: '/api/v1alpha1/catalog',
  scope: 'catalog:write',
  dialect: tracker,
  tag,
  summary: 'Delete an entry',
  query: nameQuery,
  answers: {
    200: { description: 'What was deleted.', schema: trackerCatalogDeleted },
    400: trackerInvalid,
    404: notFound,
  },
});

export const listTrackerCatalogs = operation({
  id: 'trackerListCatalogs',
  method: 'GET',
  path: '/api/v1alpha1/catalogs/list',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'List entries',
  description: 'By name. A list holds the newest 100 versions of each entry.',
  query: z.looseObject(pagingParameters('all')),
  answers: { 200: { description: 'The entries.', schema: trackerCatalogList }, 400: trackerInvalid },
});

export const trackerVersionCompliance = operation({
  id: 'trackerGetVersionCompliance',
  method: 'GET',
  path: '/api/v1alpha1/catalog/version-compliance',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Hold the versions that projects use against the reference versions',
  query: z.looseObject({ types: enumParameter('Types of deliverables that count') }),
  answers: { 200: { description: 'By name.', schema: trackerCompliance }, 400: trackerInvalid },
});

export const putTrackerVersions = operation({
  id: 'trackerUpdateVersions',
  method: 'PUT',
  path: '/api/v1alpha1/catalog/{name}/versions',
  scope: 'catalog:write',
  dialect: tracker,
  tag,
  summary: "Change an entry's versions",
  description: 'What is left out stays. Versions are kept newest first.',
  params: byName,
  body: versionsBody,
  answers: { 200: oneEntry, 400: trackerInvalid, 404: notFound },
});

export const putTrackerDependencies = operation({
  id: 'trackerUpdateDependencies',
  method: 'PUT',
  path: '/api/v1alpha1/catalog/{name}/dependencies',
  scope: 'catalog:write',
  dialect: tracker,
  tag,
  summary: "Change an entry's dependencies",
  description: 'What is left out stays. The other side of each dependency changes with it.',
  params: byName,
  body: dependenciesBody,
  answers: { 200: oneEntry, 400: trackerInvalid, 404: notFound },
});
