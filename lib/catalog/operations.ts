import { z } from 'zod';
import { boundedTotal, etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { type Answer, operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { many } from '@/lib/http/query';
import { catalogExamples, describeExamples, patchExamples } from './examples';
import { catalogFacetNames, catalogFilters, catalogListQuery } from './filters';
import { entryBody, entryName, entryPatch, entrySummaryWire, entryWire } from './schemas';
import { entryTypes } from './vocabulary';

/**
 * The native API of the catalog, declared: the list, one entry, compliance. Client-safe. The graph is in `graph-operations.ts`,
 * YAML in `transfer-operations.ts`.
 */

/** What the catalog's routes stand under in the API description. */
export const catalogTag = 'Catalog';
/** What every route of one service answers for a name that nobody knows. */
export const entryNotFound = problemAnswer('Nobody knows a service of this name.');
const stale = problemAnswer('The entry has another revision than If-Match says.');
const oneEntry = (description: string): Answer => ({ description, schema: entryWire, headers: etagHeader });

export const entryPageWire = z
  .object({
    items: z.array(entrySummaryWire),
    nextCursor: z.string().nullable(),
    total: boundedTotal,
  })
  .meta({ id: 'CatalogPage' });
export type EntryPageWire = z.output<typeof entryPageWire>;

export const listCatalogOperation = operation({
  id: 'listCatalog',
  method: 'GET',
  path: '/api/v2/catalog',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'List services',
  description:
    'By name. Services that were seen in events are there without anybody having entered them. Values of one filter are alternatives, filters narrow each other.',
  query: catalogListQuery,
  answers: { 200: { description: 'A page, by name.', schema: entryPageWire }, 422: invalidInput },
  examples: catalogExamples,
});

export const catalogFacetsWire = z
  .object({
    facets: z.record(
      z.enum(catalogFacetNames),
      z.array(z.object({ value: z.string().nullable(), count: z.int() })),
    ),
    total: z.int(),
  })
  .meta({ id: 'CatalogFacets' });
export type CatalogFacetsWire = z.output<typeof catalogFacetsWire>;

export const catalogFacetsOperation = operation({
  id: 'countCatalogFacets',
  method: 'GET',
  path: '/api/v2/catalog/facets',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'Count services by each facet',
  description:
    'The counts of one facet ignore the filter on that same facet, so that alternatives stay visible; at most 200 values of each.',
  query: catalogFilters,
  answers: {
    200: { description: 'Values with counts, most first.', schema: catalogFacetsWire },
    422: invalidInput,
  },
});

export const getEntryOperation = operation({
  id: 'getCatalogEntry',
  method: 'GET',
  path: '/api/v2/catalog/{name}',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'Read what is known of a service',
  description: 'Also of one that was deleted: it says `gone`.',
  params: entryName,
  answers: { 200: oneEntry('The entry.'), 404: entryNotFound, 422: invalidInput },
});

export const putEntryOperation = operation({
  id: 'putCatalogEntry',
  method: 'PUT',
  path: '/api/v2/catalog/{name}',
  scope: 'catalog:write',
  dialect: native,
  tag: catalogTag,
  summary: 'Describe a service',
  description:
    'The whole description: what is left out is cleared, apart from `dependents`, which is what others say. A discovered service is described by this; one that was deleted begins anew.',
  params: entryName,
  body: entryBody,
  conditional: true,
  answers: {
    200: oneEntry('The entry as it is now.'),
    201: oneEntry('Nobody had described the service before.'),
    400: malformedBody,
    412: stale,
    422: invalidInput,
  },
  examples: describeExamples,
});

export const patchEntryOperation = operation({
  id: 'patchCatalogEntry',
  method: 'PATCH',
  path: '/api/v2/catalog/{name}',
  scope: 'catalog:write',
  dialect: native,
  tag: catalogTag,
  summary: 'Change what is said of a service',
  description:
    'Merges: what is left out stays, null or an empty value clears. A discovered service is described by this; one that was deleted comes back with what was said of it.',
  params: entryName,
  body: entryPatch,
  conditional: true,
  answers: {
    200: oneEntry('The entry as it is now.'),
    400: malformedBody,
    404: entryNotFound,
    412: stale,
    422: invalidInput,
  },
  examples: patchExamples,
});

export const deleteEntryOperation = operation({
  id: 'deleteCatalogEntry',
  method: 'DELETE',
  path: '/api/v2/catalog/{name}',
  scope: 'catalog:write',
  dialect: native,
  tag: catalogTag,
  summary: 'Delete a service from the catalog',
  description:
    'Its events stay, and so does what was said of it, marked gone. An event that is newer than the deletion shows it as discovered again.',
  params: entryName,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: entryNotFound, 412: stale, 422: invalidInput },
});

const percentage = z.number().nullable().meta({ description: 'Null when there is nothing to count.' });

export const complianceWire = z
  .object({
    projects: z.array(
      z.object({
        name: z.string(),
        deliverables: z.array(
          z.object({
            name: z.string(),
            type: z.enum(entryTypes),
            currentVersion: z.string(),
            latestVersion: z.string(),
            referenceVersion: z.string(),
            isOutdated: z.boolean(),
            isLatest: z.boolean(),
          }),
        ),
        unknownDeliverables: z
          .array(z.string())
          .meta({ description: 'Used, and not in the catalog as something that can be used.' }),
        outdatedCount: z.int(),
        totalCount: z.int(),
        compliancePercentage: percentage,
        compliant: z.boolean(),
      }),
    ),
    summary: z.object({
      totalProjects: z.int(),
      compliantProjects: z.int(),
      nonCompliantProjects: z.int(),
      compliancePercentage: percentage,
      deliverables: z.array(
        z.object({
          name: z.string(),
          type: z.enum(entryTypes),
          projectsUsing: z.int(),
          projectsOutdated: z.int(),
          latestVersion: z.string(),
          referenceVersion: z.string(),
        }),
      ),
    }),
  })
  .meta({ id: 'VersionCompliance' });
export type ComplianceWire = z.output<typeof complianceWire>;

export const complianceOperation = operation({
  id: 'catalogCompliance',
  method: 'GET',
  path: '/api/v2/catalog/compliance',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'Hold the versions that projects use against the reference versions',
  description:
    'Packages, charts, containers, modules and libraries count. Versions compare as versions: what is newer than the reference is not outdated.',
  query: z.strictObject({
    types: many(
      z.enum(entryTypes, {
        error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${entryTypes.join(', ')}`,
      }),
    )
      .optional()
      .meta({ description: 'Types of deliverables that count; all of them when left out.' }),
  }),
  answers: {
    200: { description: 'Projects and deliverables, by name.', schema: complianceWire },
    422: invalidInput,
  },
});
