import { DomainError } from '@/lib/errors';
import type { RequestContext } from '@/lib/http/execute';
import { HttpError } from '@/lib/http/http-error';

/** What only browsers, prefetchers and crawlers send. */
const marks = [
  'cookie',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'sec-purpose',
  'purpose',
  'x-purpose',
  'x-moz',
  'next-router-prefetch',
];

/**
 * Refuses a state change over GET to everything that might send it by itself: a browser (which follows links, prefetches and
 * restores tabs), a crawler, a chat's link preview, a HEAD. Tracker's command line clients send none of these marks.
 * @param instead the request that does the same safely
 */
export function refuseBrowser(request: RequestContext, instead: string): void {
  if (request.method !== 'GET')
    throw new HttpError('method_not_allowed', `${request.method} does not unlock. Send ${instead} instead.`, {
      headers: { allow: 'GET, POST' },
    });
  const mark = marks.find((name) => request.header(name) !== undefined);
  const why =
    mark !== undefined
      ? `it carries the header ${mark}, as browsers send it`
      : /\btext\/html\b/i.test(request.header('accept') ?? '')
        ? 'it asks for a page'
        : /bot\b|crawl|spider|preview|slurp|facebookexternalhit/i.test(request.header('user-agent') ?? '')
          ? 'it looks like a crawler'
          : undefined;
  if (why !== undefined)
    throw new DomainError(
      'forbidden',
      `Nothing was unlocked: this GET is for command line clients, and ${why}. Send ${instead} instead.`,
    );
}
