import { z } from 'zod';
import type { Answer } from './operation';
import { problemWire } from './problem';

/** Answers and wires that many operations of the native API share. Client-safe. */

/** An answer that is a problem document. */
export const problemAnswer = (description: string): Answer => ({
  description,
  schema: problemWire,
  contentType: 'application/problem+json',
});

export const invalidInput = problemAnswer('The input breaks its schema; `errors` lists each field.');
export const malformedBody = problemAnswer('The body is not well-formed JSON.');

/** The header of an answer whose next change may be conditional. */
export const etagHeader = { ETag: 'Its revision, for If-Match.' };

/** How many there are in all, where a list was asked to say so. */
export const boundedTotal = z
  .object({ count: z.int(), exact: z.boolean() })
  .optional()
  .meta({ description: 'Exact up to 10,000; with `exact: false` there are more.' });
