import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { flag } from '@/lib/http/query';
import { importExamples } from './examples';
import { catalogFilters } from './filters';
import { catalogTag } from './operations';

/** The catalog as YAML, declared: out and in. Client-safe. */

/** Most entries in one export or import. */
export const transferLimit = 5000;

export const exportOperation = operation({
  id: 'exportCatalog',
  method: 'GET',
  path: '/api/v2/catalog/export',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
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
  tag: catalogTag,
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
