import { z } from 'zod';
import { manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { metrics } from './schemas';

/** What the delivery metrics can be narrowed by. Client-safe. */

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
  team: manyTexts(name).optional().meta({ description: 'Owners of services, from the catalog.' }),
  environment: manyTexts(name)
    .optional()
    .meta({ description: 'Instead of those of the tiers that the rule names.' }),
  from: point.optional().meta({ description: '90 days ago when left out; 400 days at most.' }),
  to: point.optional(),
};
const format = one(choice(['json', 'csv'])).default('json');

export const deliveryQuery = z.strictObject({
  ...shape,
  groupBy: one(choice(['service', 'team', 'environment'])).default('service'),
  bins: wholeNumber(1, 200).default(30),
  format,
});
export type DeliveryQuery = z.output<typeof deliveryQuery>;

export const deliveryRowsQuery = z.strictObject({
  ...shape,
  metric: one(choice(metrics))
    .default('frequency')
    .meta({ description: 'Which rows: those that the figure rests on.' }),
  limit: wholeNumber(1, 500).default(50),
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
  format,
});
export type DeliveryRowsQuery = z.output<typeof deliveryRowsQuery>;
