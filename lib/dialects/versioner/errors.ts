import { DomainError, type InputIssue } from '@/lib/errors';
import type { HttpError } from '@/lib/http/http-error';
import type { Dialect } from '@/lib/http/operation';
import { headersOf, statusOf } from '@/lib/http/problem';

/**
 * Versioner's words for every failure: `detail` is a sentence, or for an input that breaks its schema the list that FastAPI makes of
 * it. What a preflight check stops is no failure of this kind: see `write-blocked.ts`.
 */

export interface ListedIssue {
  loc: (string | number)[];
  msg: string;
  type: string;
}

const missing = /^(?:is required|field required)/;

function listed({ in: where, path, detail }: InputIssue): ListedIssue {
  return missing.test(detail)
    ? { loc: [where, ...path], msg: 'field required', type: 'value_error.missing' }
    : { loc: [where, ...path], msg: detail, type: 'value_error' };
}

/** The documented sentence, with what is wrong behind it. */
function sentence(error: DomainError | HttpError): string {
  if (error instanceof DomainError) {
    // Word for word, since clients compare.
    if (error.code === 'unauthenticated') return 'Invalid authentication credentials';
    if (error.code === 'forbidden')
      return `You do not have permission to perform this action: ${error.message}`;
    return error.message;
  }
  switch (error.code) {
    case 'malformed_body':
      return `Invalid JSON in request body: ${error.message}`;
    case 'route_not_found':
      return 'Not found';
    case 'internal':
      return 'Internal server error';
    default:
      return error.message;
  }
}

/** The dialect of `/api/versioner`, and of the event routes at the root. */
export const versioner: Dialect = {
  name: 'versioner',
  renderError: (error) => {
    const issues = error instanceof DomainError ? error.details.issues : undefined;
    return {
      status: statusOf(error),
      headers: headersOf(error),
      body: { detail: issues && issues.length > 0 ? issues.map(listed) : sentence(error) },
    };
  },
};
