import { z } from 'zod';

/**
 * Pieces of query schemas. A query arrives as lists of strings, one list for each name: these read them as single values,
 * as lists (repeated or comma-separated) and as typed values. Client-safe.
 */

/** A parsed query string: every value of every name, in order. */
export type RawQuery = Record<string, readonly string[]>;

/** The raw query of a URL's search part. Names like `__proto__` are names like any other. */
export function rawQuery(search: URLSearchParams): RawQuery {
  const query = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of search) {
    const values = query[name];
    if (values) values.push(value);
    else query[name] = [value];
  }
  return query;
}

const single = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);

const repeated = 'is given more than once; give it once';

/** A value that may be given once. */
export function one<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, context) => {
    if (Array.isArray(value) && value.length > 1) {
      context.addIssue({ code: 'custom', message: repeated });
      return z.NEVER;
    }
    return single(value);
  }, schema);
}

/** A list given by repeating the name, by commas, or both. Empty parts are left out. */
export function many<T extends z.ZodType>(schema: T, max = 100) {
  return z.preprocess(
    (value) =>
      Array.isArray(value)
        ? value
            .flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : [part]))
            .filter((part) => part !== '')
        : value,
    z.array(schema).max(max, { error: `has more than ${max} values` }),
  );
}

/** A list given by repeating the name only: for free texts, in which a comma is a character. */
export function manyTexts<T extends z.ZodType>(schema: T, max = 100) {
  return z.preprocess(
    (value) => (Array.isArray(value) ? value.filter((part) => part !== '') : value),
    z.array(schema).max(max, { error: `has more than ${max} values` }),
  );
}

/** A whole number between `min` and `max`. */
export function wholeNumber(min: number, max: number) {
  const allowed = `must be a whole number from ${min} to ${max}`;
  return one(
    z
      .string()
      .regex(/^-?\d{1,10}$/, { error: allowed })
      .transform(Number)
      .pipe(z.int({ error: allowed }).min(min, { error: allowed }).max(max, { error: allowed })),
  );
}

/** `true` or `false`. */
export const flag = one(
  z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true'),
);
