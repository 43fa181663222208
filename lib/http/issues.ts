import type { z } from 'zod';
import type { InputIssue } from '@/lib/errors';

/** Zod's issues in the domain's form. */
export function issuesOf(error: z.ZodError, where: InputIssue['in']): InputIssue[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        in: where,
        path: [...path, key],
        detail: where === 'query' ? 'is not a parameter of this operation' : 'is not a field of this object',
      }));
    }
    return [{ in: where, path, detail: issue.message }];
  });
}
