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

const pageRequests = () => once('request-id.page', () => new AsyncLocalStorage<string>());

/**
 * Makes a page, and has what it logs carry the id of its request. Only for pages, whose code is not told of the request: an
 * operation is (`RequestContext.requestId`), and may start what outlives it and must not be logged in its name.
 */
export function asPageRequest<T>(id: string, make: () => T): T {
  return pageRequests().run(id, make);
}

/** The id of the request whose page is being made, if one is. */
export function pageRequestId(): string | undefined {
  return pageRequests().getStore();
}
