import { z } from 'zod';
import { boundedTotal, etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { type Answer, operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { flag, many, one, wholeNumber } from '@/lib/http/query';
import { catalogExamples, describeExamples, graphExamples, importExamples, patchExamples } from './examples';
import { maxNameLength } from './fields';
import { catalogFacetNames, catalogFilters, catalogListQuery } from './filters';
import { entryBody, entryName, entryPatch, entrySummaryWire, entryWire } from './schemas';
import { entryTypes, platforms, slaLevels } from './vocabulary';

/** The native API of the catalog, declared. Client-safe. */

const tag = 'Catalog';
const notFound = problemAnswer('Nobody knows a service of this name.');
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
  tag,
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
  tag,
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
  tag,
  summary: 'Read what is known of a service',
  description: 'Also of one that was deleted: it says `gone`.',
  params: entryName,
  answers: { 200: oneEntry('The entry.'), 404: notFound, 422: invalidInput },
});

export const putEntryOperation = operation({
  id: 'putCatalogEntry',
  method: 'PUT',
  path: '/api/v2/catalog/{name}',
  scope: 'catalog:write',
  dialect: native,
  tag,
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
  tag,
  summary: 'Change what is said of a service',
  description:
    'Merges: what is left out stays, null or an empty value clears. A discovered service is described by this; one that was deleted comes back with what was said of it.',
  params: entryName,
  body: entryPatch,
  conditional: true,
  answers: {
    200: oneEntry('The entry as it is now.'),
    400: malformedBody,
    404: notFound,
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
  tag,
  summary: 'Delete a service from the catalog',
  description:
    'Its events stay, and so does what was said of it, marked gone. An event that is newer than the deletion shows it as discovered again.',
  params: entryName,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: notFound, 412: stale, 422: invalidInput },
});

const graphNodeWire = z
  .object({
    name: z.string(),
    type: z.enum(entryTypes).nullable(),
    platform: z.enum(platforms).nullable(),
    slaLevel: z.enum(slaLevels).nullable(),
    owner: z.string(),
    discovered: z.boolean(),
    gone: z.boolean(),
    distance: z.int().nullable().meta({ description: 'Steps from the root; null without one.' }),
  })
  .meta({ id: 'CatalogGraphNode' });
export type GraphNodeWire = z.output<typeof graphNodeWire>;

export const graphWire = z
  .object({
    nodes: z.array(graphNodeWire),
    edges: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .meta({ description: '`from` depends on `to`.' }),
    truncated: z.boolean().meta({ description: 'There is more than depth and limit let through.' }),
  })
  .meta({ id: 'CatalogGraph' });
export type GraphWire = z.output<typeof graphWire>;

const graphDirections = ['out', 'in', 'both'] as const;
export const graphQuery = z.strictObject({
  root: one(z.string().max(maxNameLength, { error: `is longer than ${maxNameLength} characters` }))
    .optional()
    .meta({ description: 'Where to begin; without it the whole graph is answered.' }),
  direction: one(z.enum(graphDirections, { error: `allowed are ${graphDirections.join(', ')}` }))
    .default('both')
    .meta({ description: '`out` is what the root depends on, `in` what depends on it.' }),
  depth: wholeNumber(1, 20).default(3),
  limit: wholeNumber(1, 2000).default(500).meta({ description: 'Most services.' }),
});
export type GraphQuery = z.output<typeof graphQuery>;

export const graphOperation = operation({
  id: 'catalogGraph',
  method: 'GET',
  path: '/api/v2/catalog/graph',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read the graph of dependencies',
  description:
    'With `both`, what the root depends on and what depends on it, each way by itself. Circles are allowed and every walk ends.',
  query: graphQuery,
  answers: {
    200: { description: 'The graph, by distance and name.', schema: graphWire },
    404: notFound,
    422: invalidInput,
  },
  examples: graphExamples,
});

export const blastRadiusWire = z
  .object({
    name: z.string(),
    items: z.array(
      graphNodeWire.omit({ distance: true }).extend({
        distance: z.int(),
        direct: z.boolean(),
        via: z.string().meta({ description: 'The neighbour, one step nearer, through which it depends.' }),
      }),
    ),
    direct: z.int(),
    total: z.int(),
    truncated: z.boolean(),
  })
  .meta({ id: 'BlastRadius' });
export type BlastRadiusWire = z.output<typeof blastRadiusWire>;

export const blastRadiusOperation = operation({
  id: 'catalogBlastRadius',
  method: 'GET',
  path: '/api/v2/catalog/{name}/blast-radius',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read what depends on a service, directly and through others',
  params: entryName,
  query: z.strictObject({ depth: wholeNumber(1, 50).default(20), limit: wholeNumber(1, 2000).default(1000) }),
  answers: {
    200: { description: 'What is affected, nearest first.', schema: blastRadiusWire },
    404: notFound,
    422: invalidInput,
  },
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
  tag,
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

/** Most entries in one export or import. */
export const transferLimit = 5000;

export const exportOperation = operation({
  id: 'exportCatalog',
  method: 'GET',
  path: '/api/v2/catalog/export',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Export the catalog as YAML',
  description: `One document for each service of which something was said, by name, up to ${transferLimit}. What is exported can be imported again and then changes nothing.`,
  query: catalogFilters,
  answers: {
    200: { description: 'YAML, many documents.', contentType: 'application/yaml' },
    422: invalidInput,
  },
});

const importResultWire = z
  .object({
    name: z.string().nullable().meta({ description: 'Null when not even the name can be read.' }),
    document: z.int().meta({ description: 'Which document of the text, from 1.' }),
    outcome: z.enum(['created', 'updated', 'unchanged', 'refused', 'skipped']),
    issues: z
      .array(z.object({ path: z.string(), detail: z.string() }))
      .meta({ description: 'Why it was refused, or what of it was left out.' }),
  })
  .meta({ id: 'CatalogImportResult' });
export type ImportResultWire = z.output<typeof importResultWire>;

export const importWire = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    skipped: z.int(),
    results: z.array(importResultWire),
  })
  .meta({ id: 'CatalogImport' });
export type ImportWire = z.output<typeof importWire>;

export const importOperation = operation({
  id: 'importCatalog',
  method: 'POST',
  path: '/api/v2/catalog/import',
  scope: 'catalog:write',
  dialect: native,
  tag,
  summary: 'Import services from YAML',
  description:
    'Documents of `GET /api/v2/catalog/export`, and `catalog-info.yaml` of Backstage (components, APIs and resources), any number and mixed. Own documents replace an entry, those of Backstage change what they speak of. Each document has its own result: the good ones are stored, whatever the others are.',
  query: z.strictObject({
    dryRun: flag.default(false).meta({ description: 'Answer what would happen and store nothing.' }),
  }),
  body: z.strictObject({
    yaml: z
      .string({ error: 'is required: the YAML text' })
      .meta({ description: 'One or more YAML documents.' }),
    dryRun: z.boolean({ error: 'must be true or false' }).default(false),
  }),
  textBody: { types: ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'], as: 'yaml' },
  bodyLimit: 4 * 1024 * 1024,
  answers: {
    200: { description: 'What became of each document.', schema: importWire },
    400: malformedBody,
    422: problemAnswer('The text is not YAML, or too much of it.'),
  },
  examples: importExamples,
});
