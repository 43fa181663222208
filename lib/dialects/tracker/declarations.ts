import { z } from 'zod';
import type { Answer } from '@/lib/http/operation';
import { defaultPerPage, listCap, maxPerPage } from './paging';
import { trackerError } from './schemas';

/** What the declarations of Tracker's routes share. Client-safe. */

/** A failure in Tracker's words. */
export const trackerFailure = (description: string): Answer => ({ description, schema: trackerError });

export const trackerInvalid = trackerFailure(
  'The input is not valid; `message` names each field and what is allowed.',
);

/** A parameter as it is described; queries are read by `search.ts` and `paging.ts`, in both spellings of every name. */
export const parameter = (type: string, description: string) =>
  z.unknown().optional().meta({ type, description });

/** The same for names or numbers of an enum. */
export const enumParameter = (description: string) =>
  z
    .unknown()
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string' },
      description: `${description}, by name or number; several by repetition.`,
    });

/** The parameters of a list that answers everything when nobody asks for a page. */
export const pagingParameters = (everything: string) => ({
  per_page: parameter('integer', `1 to ${maxPerPage}; ${defaultPerPage} when only the page is given.`),
  page: parameter(
    'integer',
    `From 1. Without page and per_page ${everything} are answered, up to ${listCap}.`,
  ),
});
