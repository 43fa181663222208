import type { IncomingMessage } from 'node:http';
import { dropHeaders } from './headers';
import type { Refusal } from './refusals';
import { isRouterState } from './router-state';

/**
 * What reaches Next of a request for a page. Pages are read and nothing else: there are no server actions, no optimiser of
 * pictures, no data routes. What Next has for those is never reached, and what it believes of a request's headers is only what
 * its own client in the browser sends.
 */

/** The headers that a page may be told. All others are left out, so that none that Next trusts in a later release comes through. */
const told: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'cache-control',
  'connection',
  'content-length',
  'cookie',
  'host',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'origin',
  'pragma',
  'range',
  'referer',
  'user-agent',
  'x-forwarded-proto',
]);

/** What Next's client in the browser says of the part of a page it wants, and what that looks like. */
const ofClient: Record<string, (value: string) => boolean> = {
  rsc: (value) => value === '1',
  'next-router-prefetch': (value) => /^[1-3]$/.test(value),
  'next-router-segment-prefetch': (value) => /^\/[\x21-\x7e]{0,1024}$/.test(value),
  'next-router-state-tree': isRouterState,
  'next-url': (value) => /^\/(?![/\\])[\x21-\x7e]{0,2048}$/.test(value),
};

/** What the dev server serves besides pages, by more than GET. */
const ofDevServer = /^\/(?:_next\/|__nextjs)/;

/** Why a request for a page is refused, or null when Next may make the page. */
export function pageFault(req: IncomingMessage, dev: boolean): Refusal | null {
  const [path, search] = split(req.url ?? '');
  if (dev && ofDevServer.test(path)) return null;
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return {
      status: 405,
      title: 'Pages are only read',
      detail: 'A page takes GET and HEAD. What changes something has its place under /api.',
      headers: { allow: 'GET, HEAD' },
    };
  const length = req.headers['content-length'];
  if (req.headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) !== 0))
    return bad('A request for a page has no body.');
  if (!isEncoded(path)) return bad('The path is not valid percent-encoding.');
  if (/%(?:[01][0-9a-f]|7f)/i.test(path)) return bad('The path has control characters.');
  // What lies there has no such names, and is open to everybody.
  if (path.startsWith('/_next/') && /%(?:2f|5c)/i.test(path)) return notFound;
  // Pages in the forms in which a host of Next keeps them, its data routes and its optimiser: none of them is in use.
  if (
    /\.rsc$|\.segments(?:\/|$)/.test(path) ||
    (path.startsWith('/_next') && !path.startsWith('/_next/static/'))
  )
    return notFound;
  if (namesInternals(search)) return bad('The query has a name that is reserved.');
  for (const name in ofClient) {
    const value = req.headers[name];
    if (value !== undefined && !ofClient[name]?.(String(value)))
      return bad(`The header ${name} is not what a browser sends.`);
  }
  return null;
}

/** Leaves of a request only what pages may be told. What the server itself said, it keeps. */
export function keepPageHeaders(req: IncomingMessage): void {
  const [, search] = split(req.url ?? '');
  // Without the parameter, the answer would share its address with the page itself, and a cache would mix them up.
  const isPart = new URLSearchParams(search).has('_rsc');
  dropHeaders(
    req,
    (name) => !(told.has(name) || /^(?:sec|x-shiplog)-/.test(name) || (isPart && name in ofClient)),
  );
}

/** Removes from a request of the API that Next answers what concerns pages alone, and what only a proxy may say. */
export function dropPageHeaders(req: IncomingMessage): void {
  dropHeaders(req, (name) => name in ofClient || /^x-forwarded-(?!for$|proto$)/.test(name));
}

/** Whether a query has parameters by which Next tells itself about routes (nxtP, nxtI, __next). */
function namesInternals(search: string): boolean {
  if (!/nxt|_next|%/i.test(search)) return false;
  for (const name of new URLSearchParams(search).keys()) if (/^(?:nxt[PI]|__next)/i.test(name)) return true;
  return false;
}

/** Whether the path stands for some text. Next answers 500 where it does not. */
function isEncoded(path: string): boolean {
  try {
    return !path.includes('%') || decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

function split(url: string): [path: string, search: string] {
  const index = url.indexOf('?');
  return index < 0 ? [url, ''] : [url.slice(0, index), url.slice(index + 1)];
}

const notFound: Refusal = { status: 404, title: 'Not found', detail: 'There is no such page.' };
const bad = (detail: string): Refusal => ({ status: 400, title: 'Not a request for a page', detail });
