import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answeredIdHeader, requestIdHeader } from '@/lib/http/request-id';

/**
 * What only this process may say to Next and to handlers: nobody outside gets to claim it. Whole families rather than names, so
 * that what Next comes to trust in a later release is among them; a test holds them to the names that Next knows.
 */
const internal =
  /^(?:x-(?:middleware|next|nextjs|now|vercel|matched|invoke|invocation|action|prerender|deployment|edge|shiplog)(?:-|$)|next-(?!router-|url$|hmr-)|content-security-policy)/i;

/** By these the dev server pairs a page with what it tells over its web socket; without them no link leads anywhere there. */
const ofDevServer = /^x-nextjs-(?:html-)?request-id$/i;

/** Whether a header is stripped from what comes in. @param dev whether Next's dev server answers */
export function isInternalHeader(name: string, dev: boolean): boolean {
  return internal.test(name) && !(dev && ofDevServer.test(name));
}

/** Removes internal headers from what came in. */
export function stripInternalHeaders(req: IncomingMessage, dev: boolean): void {
  dropHeaders(req, (name) => isInternalHeader(name, dev));
}

/** Removes the headers that `isDropped` says from a request. @param isDropped is asked with names in lower case */
export function dropHeaders(req: IncomingMessage, isDropped: (name: string) => boolean): void {
  const { headers, rawHeaders } = req;
  for (const name in headers) if (isDropped(name)) delete headers[name];
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (isDropped((rawHeaders[index] as string).toLowerCase())) rawHeaders.splice(index, 2);
  }
}

/** Gives a request a header of ours, as if it had come in with it. */
export function setRequestHeader(req: IncomingMessage, name: string, value: string): void {
  req.headers[name] = value;
  req.rawHeaders.push(name, value);
}

/** Headers that every answer carries. */
const securityHeaders: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Gives an answer what every one carries: the headers above and the id of its request. */
export function setSecurityHeaders(res: ServerResponse): void {
  const id = res.req.headers[requestIdHeader];
  if (id !== undefined) res.setHeader(answeredIdHeader, id);
  for (const [name, value] of Object.entries(securityHeaders)) res.setHeader(name, value);
}

/** What an answer of the API may load when somebody opens it in a browser: nothing. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** What every answer of the API carries, to be written at once: headers that are set one by one cost more. */
export const apiHeaders: Record<string, string> = {
  ...securityHeaders,
  'content-security-policy': apiPolicy,
};

/**
 * Has browsers come by TLS alone from now on, for a year, where people reach this server by `publicUrl`. Told once, at the start.
 * Other names of the same domain are not ours to speak for.
 */
export function insistOnTls(publicUrl: string | undefined): void {
  for (const headers of [securityHeaders, apiHeaders]) {
    if (publicUrl?.startsWith('https:')) headers['strict-transport-security'] = 'max-age=31536000';
    else delete headers['strict-transport-security'];
  }
}

/**
 * What a page may load: only from here, and only the scripts and style elements that carry the nonce. Style attributes are blocked,
 * too: those of the server's HTML reach their elements by way of the boot script (docs/adr/0061-content-security-policy.md).
 * @param dev Next's dev server evaluates code, reloads over a web socket and shows errors in styles without a nonce
 */
export function pagePolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    // A nonce beside it would switch 'unsafe-inline' off.
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `img-src 'self'${dev ? ' data: blob:' : ''}`,
    `font-src 'self'${dev ? ' data:' : ''}`,
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    ...(dev ? ["worker-src 'self' blob:"] : []),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const newNonce = () => randomBytes(16).toString('base64');
