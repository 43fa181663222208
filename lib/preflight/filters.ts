import { z } from 'zod';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { ruleKinds, ruleModes } from './vocabulary';

/** What rules and violations can be narrowed by. Client-safe. */

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });
const name = z.string().max(500, { error: 'is longer than 500 characters' });
const point = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);

export const ruleListQuery = z.strictObject({
  kind: many(choice(ruleKinds)).optional(),
  mode: many(choice(ruleModes)).optional(),
  service: one(name).optional().meta({ description: 'Rules that are for this service, also those for all.' }),
  environment: one(name).optional(),
});
export type RuleListQuery = z.output<typeof ruleListQuery>;

export const violationListQuery = z.strictObject({
  rule: many(z.guid({ error: 'must be the id of a rule' })).optional(),
  service: manyTexts(name).optional(),
  environment: manyTexts(name).optional(),
  blocked: flag.optional().meta({ description: 'Only what was stopped, or only what was reported.' }),
  from: point.optional(),
  to: point.optional(),
  limit: wholeNumber(1, 500).default(50),
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
});
export type ViolationListQuery = z.output<typeof violationListQuery>;
