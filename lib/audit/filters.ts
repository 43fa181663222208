import { z } from 'zod';
import { choice, filterName, pageCursor, searchWords, timePoint } from '@/lib/http/filter-values';
import { many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { timeFormats } from '@/lib/time/expressions';
import { auditOutcomes } from './entry';
import { callerKinds } from './schemas';

/** What the audit log can be narrowed by, for the API and the page. Client-safe. */

const filters = {
  caller: manyTexts(filterName).optional().meta({ description: 'Names or ids of callers.' }),
  kind: many(choice(callerKinds)).optional().meta({ description: 'How callers were known.' }),
  operation: manyTexts(filterName).optional().meta({ description: 'Ids of operations.' }),
  outcome: many(choice(auditOutcomes)).optional(),
  subject: manyTexts(filterName)
    .optional()
    .meta({ description: 'What it was about, such as `incident:17`.' }),
  address: manyTexts(filterName).optional(),
  requestId: manyTexts(filterName).optional(),
  q: searchWords.optional().meta({
    description: 'A text that occurs in caller, operation, subject, reason, before or after.',
  }),
  from: timePoint.optional().meta({ description: `Not before this: ${timeFormats}.` }),
  to: timePoint.optional().meta({ description: 'Before this, written like `from`.' }),
};

export const auditFilters = z.strictObject(filters);
export type AuditFilters = z.output<typeof auditFilters>;

export const auditListQuery = z.strictObject({
  ...filters,
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
});
export type AuditListQuery = z.output<typeof auditListQuery>;

export const exportFormats = ['ndjson', 'csv'] as const;

export const auditExportQuery = z.strictObject({
  ...filters,
  format: one(choice(exportFormats)).default('ndjson'),
});
