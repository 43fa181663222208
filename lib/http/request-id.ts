import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { once } from '@/lib/runtime';

/**
 * Every request has an id of ours, so that an answer, the lines of the log and the audit can be held side by side. What a client
 * sends as an id is never taken: it could repeat one, or write into the log.
 */

/** By this the server tells handlers of either lane the id; it strips the header from what comes in. */
export const requestIdHeader = 'x-shiplog-request-id';

/** By this the caller is told. */
export const answeredIdHeader = 'x-request-id';

/** A new id, such as `9f86d081884c-1z`: 48 random bits of this process, then a count in base 36. Costs next to nothing. */
export function newRequestId(): string {
  const made = once('request-id', () => ({ prefix: randomBytes(6).toString('hex'), count: 0 }));
  return `${made.prefix}-${(++made.count).toString(36)}`;
}

/** A request that Next answers. */
export interface NextRequest {
  id: string;
  method: string;
  /** Without the query, which may hold secrets. */
  path: string;
  isPage: boolean;
}

const nextRequests = () => once('request-id.next', () => new AsyncLocalStorage<NextRequest>());

/**
 * Has Next answer a request. What a page logs while it is made carries the id of its request, because its code is not told of the
 * request. An operation is (`RequestContext.requestId`), and may start what outlives it and must not be logged in its name.
 */
export function asNextRequest<T>(request: NextRequest, answer: () => T): T {
  return nextRequests().run(request, answer);
}

/** The request that Next is answering, if this is a part of it: a page or a route. */
export const nextRequest = (): NextRequest | undefined => nextRequests().getStore();

/** The id of the request whose page is being made, if one is. */
export function pageRequestId(): string | undefined {
  const request = nextRequest();
  return request?.isPage ? request.id : undefined;
}
