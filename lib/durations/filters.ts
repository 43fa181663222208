import { z } from 'zod';
import { many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { durationGroups, linkKinds } from './vocabulary';

/** What durations can be narrowed by. Client-safe. */

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });
const name = z.string().max(500, { error: 'is longer than 500 characters' });
const point = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);

const shape = {
  service: manyTexts(name).optional(),
  environment: manyTexts(name).optional().meta({ description: 'Where a link ends.' }),
  team: manyTexts(name).optional().meta({ description: 'Owners of services, from the catalog.' }),
  linkKind: many(choice(linkKinds)).optional(),
  from: point
    .optional()
    .meta({ description: 'Links that end from here on; 30 days ago when left out, 400 days at most.' }),
  to: point.optional(),
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
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
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
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
});
export type ChainListQuery = z.output<typeof chainListQuery>;
