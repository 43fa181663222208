import { z } from 'zod';
import { choice, filterName, pageCursor, timePoint } from '@/lib/http/filter-values';
import { manyTexts, one, wholeNumber } from '@/lib/http/query';
import { metrics } from './schemas';

/** What the delivery metrics can be narrowed by. Client-safe. */

const shape = {
  service: manyTexts(filterName).optional(),
  team: manyTexts(filterName).optional().meta({ description: 'Owners of services, from the catalog.' }),
  environment: manyTexts(filterName)
    .optional()
    .meta({ description: 'Instead of those of the tiers that the rule names.' }),
  from: timePoint.optional().meta({ description: '90 days ago when left out; 400 days at most.' }),
  to: timePoint.optional(),
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
  cursor: pageCursor,
  format,
});
export type DeliveryRowsQuery = z.output<typeof deliveryRowsQuery>;
