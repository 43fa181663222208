import { z } from 'zod';
import { phases } from '@/lib/events/vocabulary';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { changeKinds } from './vocabulary';

/** What deployments, the matrix and versions can be narrowed by: the API's query and the page's URL. Client-safe. */

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });
const name = z.string().max(500, { error: 'is longer than 500 characters' });
const point = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);
const cursor = one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' });

const deploymentFilterShape = {
  service: manyTexts(name).optional(),
  environment: manyTexts(name).optional(),
  phase: many(choice(phases)).optional(),
  version: manyTexts(name).optional().meta({ description: 'With a leading `v` or without.' }),
  by: manyTexts(name).optional().meta({ description: 'Who deployed.' }),
  team: manyTexts(name).optional().meta({ description: 'Owners of services, from the catalog.' }),
  change: many(choice(changeKinds)).optional(),
  from: point.optional().meta({ description: `That had not ended before this: ${timeFormats}.` }),
  to: point.optional().meta({ description: 'That began before this, written like `from`.' }),
};

export const deploymentFilters = z.strictObject(deploymentFilterShape);
export type DeploymentFilters = z.output<typeof deploymentFilters>;

export const deploymentListQuery = z.strictObject({
  ...deploymentFilterShape,
  limit: wholeNumber(1, 500).default(50),
  cursor,
  total: flag.default(false).meta({ description: 'Answer how many there are, exact up to 10,000.' }),
});
export type DeploymentListQuery = z.output<typeof deploymentListQuery>;

export const deploymentHistogramQuery = z.strictObject({
  ...deploymentFilterShape,
  bins: wholeNumber(1, 500).default(60),
});
export type DeploymentHistogramQuery = z.output<typeof deploymentHistogramQuery>;

/** Most environments of one matrix. */
export const maxColumns = 50;

const columns = manyTexts(name, maxColumns).optional().meta({
  description: 'Which, in this order; those that were ever deployed to, in their own order, when left out.',
});

export const matrixQuery = z.strictObject({
  at: point.optional().meta({ description: `As of this instant: ${timeFormats}; now when left out.` }),
  environment: columns,
  service: manyTexts(name).optional(),
  team: manyTexts(name).optional(),
  q: one(name).optional().meta({ description: 'A part of the name of the service.' }),
  differs: flag
    .optional()
    .meta({ description: 'Only rows whose environments differ, or only those that do not.' }),
  limit: wholeNumber(1, 500).default(200),
  cursor,
});
export type MatrixQuery = z.output<typeof matrixQuery>;

export const differenceQuery = z
  .strictObject({
    from: point.optional().meta({ description: `Between two instants: the earlier one, ${timeFormats}.` }),
    to: point.optional().meta({ description: 'The later one; now when left out.' }),
    left: one(name).optional().meta({ description: 'Between two environments: one of them.' }),
    right: one(name).optional(),
    at: point
      .optional()
      .meta({ description: 'Between two environments: as of this instant; now when left out.' }),
    environment: columns,
    service: manyTexts(name).optional(),
    team: manyTexts(name).optional(),
  })
  .refine(({ left, right }) => (left === undefined) === (right === undefined), {
    path: ['right'],
    error: 'left and right are given together',
  })
  .refine(({ from, left }) => (from === undefined) !== (left === undefined), {
    path: ['from'],
    error: 'give from (two instants) or left and right (two environments)',
  });
export type DifferenceQuery = z.output<typeof differenceQuery>;

export const comparisonQuery = z.strictObject({
  from: one(z.guid({ error: 'must be the id of a deployment' })),
  to: one(z.guid({ error: 'must be the id of a deployment' })),
});
export type ComparisonQuery = z.output<typeof comparisonQuery>;

export const versionListQuery = z.strictObject({
  service: manyTexts(name).optional(),
  sha: one(
    z.string().regex(/^[0-9A-Fa-f]{4,100}$/, { error: 'must be a commit or the beginning of one' }),
  ).optional(),
  q: one(name).optional().meta({ description: 'A part of the version.' }),
  limit: wholeNumber(1, 500).default(50),
  cursor,
});
export type VersionListQuery = z.output<typeof versionListQuery>;
