import { DomainError, type DomainErrorCode, type InputIssue } from '@/lib/errors';
import type { HttpError, HttpErrorCode } from '@/lib/http/http-error';
import type { Dialect } from '@/lib/http/operation';
import { headersOf, statusOf } from '@/lib/http/problem';
import { wireDetail, wirePath } from './field-names';

/**
 * Tracker's words for every failure: `{code, message, details}` as grpc-gateway has it, with gRPC codes, and, unlike the
 * original, with an HTTP status that says whose mistake it was. Clients look for substrings of the message
 * (`already locked`, `cannot create event`, `no event found in tracker`), so texts of the domain go out as they are.
 */

/** The gRPC codes that are answered. */
const grpcCode = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const domainCodes: Record<DomainErrorCode, number> = {
  not_found: grpcCode.notFound,
  conflict: grpcCode.alreadyExists,
  stale_revision: grpcCode.failedPrecondition,
  invalid: grpcCode.invalidArgument,
  in_flight: grpcCode.aborted,
  key_reused: grpcCode.invalidArgument,
  unavailable: grpcCode.unavailable,
  lock_held: grpcCode.alreadyExists,
  stale_token: grpcCode.failedPrecondition,
  unauthenticated: grpcCode.unauthenticated,
  forbidden: grpcCode.permissionDenied,
  too_many_requests: grpcCode.resourceExhausted,
};

const httpCodes: Record<HttpErrorCode, number> = {
  malformed_body: grpcCode.invalidArgument,
  unsupported_media_type: grpcCode.invalidArgument,
  body_too_large: grpcCode.resourceExhausted,
  route_not_found: grpcCode.notFound,
  method_not_allowed: grpcCode.unimplemented,
  internal: grpcCode.internal,
};

/** Most issues that one message lists. */
const maxListed = 10;

/** `attributes.status is 99, allowed are …; title is required`. */
function listed(issues: readonly InputIssue[], place: typeof wirePath): string {
  const texts = issues.slice(0, maxListed).map((issue) => {
    const where = place(issue).join('.');
    return `${where}${where && ' '}${wireDetail(issue.detail)}`;
  });
  if (issues.length > maxListed) texts.push(`and ${issues.length - maxListed} more`);
  return texts.join('; ');
}

function messageOf(error: DomainError | HttpError, place: typeof wirePath): string {
  if (error instanceof DomainError) {
    const { issues } = error.details;
    return error.code === 'invalid' && issues && issues.length > 0 ? listed(issues, place) : error.message;
  }
  return error.code === 'route_not_found' ? 'Not Found' : error.message;
}

/** Where the native API has finer statuses: wrong input is 400 here, as the gateway has it, and a held lock a conflict. */
function httpStatus(error: DomainError | HttpError): number {
  if (error instanceof DomainError && error.code === 'invalid') return 400;
  return error instanceof DomainError && error.code === 'lock_held' ? 409 : statusOf(error);
}

/** @param place where a field stands on the wire */
function dialect(place: typeof wirePath): Dialect {
  return {
    name: 'tracker',
    anyContentType: true,
    renderError: (error) => ({
      status: httpStatus(error),
      headers: headersOf(error),
      body: {
        code: error instanceof DomainError ? domainCodes[error.code] : httpCodes[error.code],
        message: messageOf(error, place),
        details: [],
      },
    }),
  };
}

/** The dialect of `/api/v1alpha1`. */
export const tracker: Dialect = dialect(wirePath);

/** The same for bodies that are not events: their fields stand where the domain has them. */
export const trackerFlat: Dialect = dialect(({ path }) => path);
