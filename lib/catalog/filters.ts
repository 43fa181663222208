import { z } from 'zod';
import { choice, filterName, pageCursor, searchWords } from '@/lib/http/filter-values';
import { flag, many, manyTexts, wholeNumber } from '@/lib/http/query';
import { entryTypes, languages, platforms, slaLevels } from './vocabulary';

/** What the catalog can be narrowed by. One schema serves the API's query and the page's address. Client-safe. */

/** Values of one filter are alternatives, filters narrow each other. */
export const catalogFilterShape = {
  name: manyTexts(filterName).optional().meta({ description: 'Exactly these names, in any case.' }),
  type: many(choice(entryTypes)).optional(),
  language: many(choice(languages)).optional(),
  platform: many(choice(platforms)).optional(),
  slaLevel: many(choice(slaLevels)).optional(),
  lifecycle: manyTexts(filterName).optional(),
  owner: manyTexts(filterName)
    .optional()
    .meta({ description: 'The owner that is answered, entered or from events.' }),
  discovered: flag.optional().meta({ description: 'Only what nobody has described yet, or only the rest.' }),
  gone: flag.default(false).meta({ description: 'What was deleted, instead of what is there.' }),
  q: searchWords
    .optional()
    .meta({ description: 'Words that must all occur in name, description, owner or repository.' }),
};
export const catalogFilters = z.strictObject(catalogFilterShape);
export type CatalogFilters = z.output<typeof catalogFilters>;

export const catalogListQuery = z.strictObject({
  ...catalogFilterShape,
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
  total: flag.default(false).meta({ description: 'Answer how many there are, exact up to 10,000.' }),
});
export type CatalogListQuery = z.output<typeof catalogListQuery>;

export const catalogFacetNames = [
  'type',
  'language',
  'platform',
  'slaLevel',
  'lifecycle',
  'owner',
  'discovered',
] as const;
export type CatalogFacetName = (typeof catalogFacetNames)[number];
