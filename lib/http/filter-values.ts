import { z } from 'zod';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { one } from './query';

/** The values that filters of lists are made of, with the same limits and the same words everywhere. Client-safe. */

/** One word of a closed vocabulary. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });

/** A name that something may have: one that nobody knows is no error, it finds nothing. */
export const filterName = z.string().max(500, { error: 'is longer than 500 characters' });

/** Words to look for. */
export const searchWords = one(z.string().max(200, { error: 'is longer than 200 characters' }));

/** A point in time as written, kept as written: relative ones move on with the clock, so they are resolved when used. */
export const timePoint = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);

/** Where a page begins. Long enough for the longest name that a list can be ordered by, in any script. */
export const pageCursor = one(z.string().max(1500))
  .optional()
  .meta({ description: '`nextCursor` of the page before.' });
