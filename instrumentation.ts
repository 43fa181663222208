import type { Instrumentation } from 'next';

/**
 * What Next calls when a page or a route fails. It has printed the error by then, which the server turns into a line of the log
 * (server/console.ts); this tells of those that it keeps to itself, and of those that it prints outside of their request.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  // The development server's own words are for the person in front of it.
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NODE_ENV !== 'production') return;
  const [{ logFailedRequest }, { requestIdHeader }] = await Promise.all([
    import('@/lib/log-failed-request'),
    import('@/lib/http/request-id'),
  ]);
  logFailedRequest(error, {
    requestId: String(request.headers[requestIdHeader]),
    method: request.method,
    path: request.path.split('?', 1)[0],
    route: routePath,
  });
};
