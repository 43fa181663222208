import { DomainError } from '@/lib/errors';
import type { Dialect } from '@/lib/http/operation';
import { headersOf, statusOf } from '@/lib/http/problem';

/**
 * The words of Tracker's quick links, which are no part of its gRPC: `{error}` with an honest status. Input that is not valid is
 * 400; a dashboard that cannot be read is a bad gateway.
 */
export const trackerLinks: Dialect = {
  name: 'tracker',
  anyContentType: true,
  renderError: (error) => {
    const code = error instanceof DomainError ? error.code : null;
    const upstream = error instanceof DomainError && error.details.upstream === true;
    const status = code === 'invalid' ? 400 : upstream ? 502 : statusOf(error);
    const texts =
      error instanceof DomainError && error.details.issues
        ? error.details.issues.map(({ detail }) => detail).join('; ')
        : error.message;
    return { status, headers: headersOf(error), body: { error: texts } };
  },
};
