import { DomainError, type InputIssue } from '@/lib/errors';
import type { HttpError } from '@/lib/http/http-error';
import type { Dialect } from '@/lib/http/operation';
import { headersOf, statusOf } from '@/lib/http/problem';

/**
 * Ops-Assist's words for every failure, which are FastAPI's: `{"detail": "…"}`, and for input that is not valid a 422 whose `detail` lists
 * `{loc, msg, type}`.
 */

/** FastAPI's names for what can be wrong, by the messages that the schemas of this dialect give. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^Field required$/, 'missing'],
  [/^Input should be a valid string/, 'string_type'],
  [/^String should have at least/, 'string_too_short'],
  [/^String should have at most/, 'string_too_long'],
  [/unable to parse string as an integer$/, 'int_parsing'],
  [/^Input should be greater than or equal/, 'greater_than_equal'],
  [/^Input should be less than or equal/, 'less_than_equal'],
  [/^Input should be a valid dictionary/, 'model_attributes_type'],
  [/^Input should be '/, 'enum'],
  [/^JSON decode error/, 'json_invalid'],
];

const typeOf = (message: string) => types.find(([pattern]) => pattern.test(message))?.[1] ?? 'value_error';

/** At most this many are listed. */
const mostListed = 20;

function listed(issues: readonly InputIssue[]) {
  return issues.slice(0, mostListed).map(({ in: where, path, detail }) => ({
    loc: [where, ...path],
    msg: detail,
    type: typeOf(detail),
  }));
}

function issuesOf(error: DomainError | HttpError): readonly InputIssue[] | undefined {
  if (error instanceof DomainError) return error.code === 'invalid' ? error.details.issues : undefined;
  if (error.code !== 'malformed_body') return undefined;
  // A body that is no JSON is input that is not valid, as FastAPI sees it.
  return error.extra.issues ?? [{ in: 'body', path: [], detail: `JSON decode error: ${error.message}` }];
}

/** The dialect of `/api/v1`. */
export const opsAssist: Dialect = {
  name: 'ops-assist',
  anyContentType: true,
  renderError: (error) => {
    const issues = issuesOf(error);
    if (issues && issues.length > 0)
      return { status: 422, headers: headersOf(error), body: { detail: listed(issues) } };
    const { code, message } = error;
    const detail =
      code === 'route_not_found'
        ? 'Not Found'
        : code === 'method_not_allowed'
          ? 'Method Not Allowed'
          : message;
    return { status: statusOf(error), headers: headersOf(error), body: { detail } };
  },
};

/** FastAPI's `HTTPException(400)`, for what Ops-Assist checks by hand. */
export const badRequest = (detail: string) => ({ status: 400, body: { detail } });
