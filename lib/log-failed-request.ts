import { log } from '@/lib/log';
import { once } from '@/lib/runtime';

/** Which request each error was told of under last. */
const told = () => once('log.told', () => new WeakMap<object, string>());

/**
 * Whether an error is not in the log yet, which it counts as from now on. One error comes by several ways: Next prints it, hands it to
 * instrumentation.ts, and for some passes it on to the server; Node tells of those that nobody caught twice.
 * @param requestId of the request that failed by it, if one did: a second one that does is news
 */
export function isNews(error: unknown, requestId = ''): boolean {
  if (typeof error !== 'object' || error === null) return true;
  if (told().get(error) === requestId) return false;
  told().set(error, requestId);
  return true;
}

export interface FailedRequest {
  /** The same as in the `X-Request-Id` of the answer. */
  requestId: string;
  method?: string;
  /** Without the query, which may hold secrets. */
  path?: string;
  /** Which file of `app/` it came to, such as `/incidents/[number]`. */
  route?: string;
}

/** Logs what kept a request from being answered, once however often it is told. The `digest` that a page shows is in `err`. */
export function logFailedRequest(error: unknown, request: FailedRequest): void {
  if (isNews(error, request.requestId)) log().error({ err: asError(error), ...request }, 'a request failed');
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
