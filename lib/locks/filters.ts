import { z } from 'zod';
import { many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { lockEndings, lockStates } from './schemas';

/** What locks can be narrowed by. Client-safe. */

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });
const name = z.string().max(500, { error: 'is longer than 500 characters' });

const point = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);

const scopeFilterShape = {
  environment: manyTexts(name).optional(),
  service: manyTexts(name).optional(),
  resource: manyTexts(name).optional(),
  holder: manyTexts(name).optional(),
};

const pageShape = {
  limit: wholeNumber(1, 500).default(100),
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
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
  from: point.optional().meta({ description: `Terms that had not ended before this: ${timeFormats}.` }),
  to: point.optional().meta({ description: 'Terms that began before this, written like `from`.' }),
  ...pageShape,
});
export type LockHistoryQuery = z.output<typeof lockHistoryQuery>;

export const availabilityQuery = z.strictObject({
  environment: one(name).optional(),
  service: one(name).optional(),
  resource: one(name)
    .default('deployment')
    .meta({ description: 'What is to be done; other resources of the service do not stand in its way.' }),
});
export type AvailabilityQuery = z.output<typeof availabilityQuery>;
