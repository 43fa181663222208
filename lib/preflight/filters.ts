import { z } from 'zod';
import { choice, filterName, pageCursor, timePoint } from '@/lib/http/filter-values';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { ruleKinds, ruleModes } from './vocabulary';

/** What rules and violations can be narrowed by. Client-safe. */

export const ruleListQuery = z.strictObject({
  kind: many(choice(ruleKinds)).optional(),
  mode: many(choice(ruleModes)).optional(),
  service: one(filterName)
    .optional()
    .meta({ description: 'Rules that are for this service, also those for all.' }),
  environment: one(filterName).optional(),
});
export type RuleListQuery = z.output<typeof ruleListQuery>;

export const violationListQuery = z.strictObject({
  rule: many(z.guid({ error: 'must be the id of a rule' })).optional(),
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  blocked: flag.optional().meta({ description: 'Only what was stopped, or only what was reported.' }),
  from: timePoint.optional(),
  to: timePoint.optional(),
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
});
export type ViolationListQuery = z.output<typeof violationListQuery>;
