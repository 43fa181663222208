import { z } from 'zod';
import { choice, filterName, pageCursor, timePoint } from '@/lib/http/filter-values';
import { many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { timeFormats } from '@/lib/time/expressions';
import { lockEndings, lockStates } from './schemas';

/** What locks can be narrowed by. Client-safe. */

const scopeFilterShape = {
  environment: manyTexts(filterName).optional(),
  service: manyTexts(filterName).optional(),
  resource: manyTexts(filterName).optional(),
  holder: manyTexts(filterName).optional(),
};

const pageShape = {
  limit: wholeNumber(1, 500).default(100),
  cursor: pageCursor,
};

export const lockListQuery = z.strictObject({
  ...scopeFilterShape,
  state: many(choice(lockStates))
    .optional()
    .meta({ description: 'held, when left out; queued are those who wait.' }),
  ...pageShape,
});
export type LockListQuery = z.output<typeof lockListQuery>;

export const lockHistoryQuery = z.strictObject({
  ...scopeFilterShape,
  endedAs: many(choice(lockEndings)).optional(),
  from: timePoint.optional().meta({ description: `Terms that had not ended before this: ${timeFormats}.` }),
  to: timePoint.optional().meta({ description: 'Terms that began before this, written like `from`.' }),
  ...pageShape,
});
export type LockHistoryQuery = z.output<typeof lockHistoryQuery>;

export const availabilityQuery = z.strictObject({
  environment: one(filterName).optional(),
  service: one(filterName).optional(),
  resource: one(filterName)
    .default('deployment')
    .meta({ description: 'What is to be done; other resources of the service do not stand in its way.' }),
});
export type AvailabilityQuery = z.output<typeof availabilityQuery>;
