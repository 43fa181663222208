import { z } from 'zod';
import { phases } from '@/lib/events/vocabulary';
import { choice, filterName, pageCursor, timePoint } from '@/lib/http/filter-values';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { timeFormats } from '@/lib/time/expressions';
import { changeKinds } from './vocabulary';

/** What deployments, the matrix and versions can be narrowed by: the API's query and the page's URL. Client-safe. */

const deploymentFilterShape = {
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  phase: many(choice(phases)).optional(),
  version: manyTexts(filterName).optional().meta({ description: 'With a leading `v` or without.' }),
  by: manyTexts(filterName).optional().meta({ description: 'Who deployed.' }),
  team: manyTexts(filterName).optional().meta({ description: 'Owners of services, from the catalog.' }),
  change: many(choice(changeKinds)).optional(),
  from: timePoint.optional().meta({ description: `That had not ended before this: ${timeFormats}.` }),
  to: timePoint.optional().meta({ description: 'That began before this, written like `from`.' }),
};

export const deploymentFilters = z.strictObject(deploymentFilterShape);
export type DeploymentFilters = z.output<typeof deploymentFilters>;

export const deploymentListQuery = z.strictObject({
  ...deploymentFilterShape,
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
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

const columns = manyTexts(filterName, maxColumns).optional().meta({
  description: 'Which, in this order; those that were ever deployed to, in their own order, when left out.',
});

export const matrixQuery = z.strictObject({
  at: timePoint.optional().meta({ description: `As of this instant: ${timeFormats}; now when left out.` }),
  environment: columns,
  service: manyTexts(filterName).optional(),
  team: manyTexts(filterName).optional(),
  q: one(filterName).optional().meta({ description: 'A part of the name of the service.' }),
  differs: flag
    .optional()
    .meta({ description: 'Only rows whose environments differ, or only those that do not.' }),
  limit: wholeNumber(1, 500).default(200),
  cursor: pageCursor,
});
export type MatrixQuery = z.output<typeof matrixQuery>;

export const differenceQuery = z
  .strictObject({
    from: timePoint
      .optional()
      .meta({ description: `Between two instants: the earlier one, ${timeFormats}.` }),
    to: timePoint.optional().meta({ description: 'The later one; now when left out.' }),
    left: one(filterName).optional().meta({ description: 'Between two environments: one of them.' }),
    right: one(filterName).optional(),
    at: timePoint
      .optional()
      .meta({ description: 'Between two environments: as of this instant; now when left out.' }),
    environment: columns,
    service: manyTexts(filterName).optional(),
    team: manyTexts(filterName).optional(),
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
  service: manyTexts(filterName).optional(),
  sha: one(
    z.string().regex(/^[0-9A-Fa-f]{4,100}$/, { error: 'must be a commit or the beginning of one' }),
  ).optional(),
  q: one(filterName).optional().meta({ description: 'A part of the version.' }),
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
});
export type VersionListQuery = z.output<typeof versionListQuery>;
