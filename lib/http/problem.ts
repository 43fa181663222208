import { z } from 'zod';
import { DomainError, type DomainErrorCode, type InputIssue } from '@/lib/errors';
import type { HttpError } from './http-error';
import type { Dialect } from './operation';

/** RFC 9457 problem details, as the native API answers every failure. */
export const problemWire = z
  .object({
    type: z.string().meta({ description: 'Names the kind of problem; stable.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'The same as the last part of `type`.' }),
    requestId: z
      .string()
      .optional()
      .meta({ description: 'With a fault of the server: what its log says more under.' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().meta({ description: 'JSON pointer into the body (RFC 6901).' }),
          parameter: z
            .string()
            .optional()
            .meta({ description: 'Name of the query, path or header parameter.' }),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .loose()
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problemWire>;

const domain: Record<DomainErrorCode, { status: number; title: string }> = {
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  stale_revision: { status: 412, title: 'Stale revision' },
  invalid: { status: 422, title: 'The input is not valid' },
  in_flight: { status: 409, title: 'A request with this key is under way' },
  key_reused: { status: 422, title: 'The idempotency key belongs to another request' },
  unavailable: { status: 503, title: 'Not available' },
  lock_held: { status: 423, title: 'Locked' },
  stale_token: { status: 409, title: 'The term of this lock is over' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Forbidden' },
  too_many_requests: { status: 429, title: 'Too many requests' },
};

const titles: Record<HttpError['code'], string> = {
  malformed_body: 'The request is malformed',
  unsupported_media_type: 'Unsupported media type',
  body_too_large: 'The body is too large',
  route_not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  internal: 'Internal error',
};

/** The HTTP status of a failure, the same in every dialect that answers honest statuses. */
export function statusOf(error: DomainError | HttpError): number {
  return error instanceof DomainError ? domain[error.code].status : error.status;
}

/** Headers that belong to a failure whatever its body looks like. */
export function headersOf(error: DomainError | HttpError): Record<string, string> {
  if (error instanceof DomainError) {
    if (error.code === 'unavailable') return { 'retry-after': '1' };
    if (error.code === 'unauthenticated') return { 'www-authenticate': 'Bearer realm="shiplog"' };
    if (error.code === 'too_many_requests')
      return {
        ...(error.details.headers as Record<string, string> | undefined),
        'retry-after': String(error.details.retryAfterSeconds ?? 60),
      };
    if (error.code === 'lock_held') return { 'retry-after': String(error.details.retryAfterSeconds ?? 5) };
    return {};
  }
  return error.extra.headers ?? {};
}

function pointer(path: InputIssue['path']): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The problem document of a failure. */
export function problemOf(error: DomainError | HttpError): Problem {
  const { status, title } =
    error instanceof DomainError ? domain[error.code] : { status: error.status, title: titles[error.code] };
  const { issues, ...details } =
    error instanceof DomainError
      ? error.details
      : { issues: error.extra.issues, ...(error.extra.requestId && { requestId: error.extra.requestId }) };
  return {
    // First, so that no detail takes the place of a member of RFC 9457.
    ...details,
    type: `urn:shiplog:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(issues
      ? {
          errors: issues.map((issue) =>
            issue.in === 'body'
              ? { pointer: pointer(issue.path), detail: issue.detail }
              : { parameter: issue.path.join('.'), detail: issue.detail },
          ),
        }
      : {}),
  };
}

/** The native API's dialect: problem+json. */
export const native: Dialect = {
  name: 'native',
  renderError: (error) => ({
    status: statusOf(error),
    headers: { 'content-type': 'application/problem+json', ...headersOf(error) },
    body: problemOf(error),
  }),
};
