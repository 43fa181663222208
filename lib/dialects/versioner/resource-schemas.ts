import { z } from 'zod';
import { serviceName } from '@/lib/catalog/fields';
import { entryPatch } from '@/lib/catalog/schemas';
import { canonicalStatus, statusWords } from '@/lib/deployments/status-synonyms';
import { environmentTiers } from '@/lib/events/vocabulary';
import { filterName } from '@/lib/http/filter-values';
import { manyTexts, one, wholeNumber } from '@/lib/http/query';

/** What else Versioner's wire knows: products, versions, environments. Client-safe. Unknown parameters are ignored. */

const time = z.iso.datetime();
const limit = wholeNumber(1, 500).default(50);

export const byId = z.strictObject({ id: z.string() });

const statusWord = filterName.transform((word, context) => {
  const canonical = canonicalStatus(word);
  if (canonical !== null) return canonical;
  context.addIssue({
    code: 'custom',
    message: `is ${JSON.stringify(word.slice(0, 60))}, allowed are ${statusWords('deployment').join(', ')}`,
  });
  return z.NEVER;
});

export const deploymentsQuery = z.looseObject({
  environment: manyTexts(filterName).optional(),
  product: manyTexts(filterName).optional(),
  status: manyTexts(statusWord).optional().meta({ description: 'In any of the words that posts take.' }),
  limit,
});
export type DeploymentsQuery = z.output<typeof deploymentsQuery>;

export const versionsQuery = z.looseObject({
  product: manyTexts(filterName).optional(),
  scm_sha: one(filterName).optional().meta({ description: 'The commit, or the beginning of it.' }),
  limit,
});
export type VersionsQuery = z.output<typeof versionsQuery>;

export const environmentsQuery = z.looseObject({
  type: manyTexts(
    z.enum(environmentTiers, {
      error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${environmentTiers.join(', ')}`,
    }),
  ).optional(),
});
export type EnvironmentsQuery = z.output<typeof environmentsQuery>;

export const productsQuery = z.looseObject({ limit });

const describing = {
  description: entryPatch.shape.description,
  repository: entryPatch.shape.repository,
  owner: entryPatch.shape.owner,
};

export const productBody = z
  .looseObject({ name: serviceName, ...describing })
  .meta({ id: 'VersionerProductCreate' });

export const productPatch = z
  .looseObject({
    name: serviceName.optional().meta({ description: 'Only in another spelling of the same name.' }),
    ...describing,
  })
  .meta({ id: 'VersionerProductUpdate' });

export const versionerProduct = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    repository: z.string(),
    owner: z.string(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'VersionerProduct' });
export type VersionerProduct = z.output<typeof versionerProduct>;

export const versionerVersion = z
  .object({
    id: z.string(),
    product_id: z.string(),
    product_name: z.string(),
    version: z.string(),
    scm_sha: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'VersionerVersion' });
export type VersionerVersion = z.output<typeof versionerVersion>;

export const versionerEnvironment = z
  .object({ id: z.string(), name: z.string(), type: z.enum(environmentTiers), created_at: time })
  .meta({ id: 'VersionerEnvironment' });
export type VersionerEnvironment = z.output<typeof versionerEnvironment>;
