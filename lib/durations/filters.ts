import { z } from 'zod';
import { choice, filterName, pageCursor, timePoint } from '@/lib/http/filter-values';
import { many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { durationGroups, linkKinds } from './vocabulary';

/** What durations can be narrowed by. Client-safe. */

const shape = {
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional().meta({ description: 'Where a link ends.' }),
  team: manyTexts(filterName).optional().meta({ description: 'Owners of services, from the catalog.' }),
  linkKind: many(choice(linkKinds)).optional(),
  from: timePoint
    .optional()
    .meta({ description: 'Links that end from here on; 30 days ago when left out, 400 days at most.' }),
  to: timePoint.optional(),
};
const format = one(choice(['json', 'csv'])).default('json');

export const durationStatsQuery = z.strictObject({
  ...shape,
  groupBy: one(choice(durationGroups)).default('linkKind'),
  bins: wholeNumber(1, 200).default(30).meta({ description: 'How many points over time, at most.' }),
  format,
});
export type DurationStatsQuery = z.output<typeof durationStatsQuery>;

export const linkListQuery = z.strictObject({
  ...shape,
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
  format,
});
export type LinkListQuery = z.output<typeof linkListQuery>;

export const chainListQuery = z.strictObject({
  service: shape.service,
  environment: shape.environment,
  team: shape.team,
  from: shape.from,
  to: shape.to,
  limit: wholeNumber(1, 100).default(25),
  cursor: pageCursor,
});
export type ChainListQuery = z.output<typeof chainListQuery>;
