import type { IncomingMessage } from 'node:http';
import type { Refusal } from './refusals';

/**
 * What is wrong with a request before anybody asks what it is for: whatever this server, a proxy before it, the table of routes
 * and Next could read in different ways is refused rather than read. Node's parser already refuses most of it (see
 * docs/adr/0062-refused-at-the-door.md); here is what it lets through.
 */

/** More headers than this are nobody's; without a limit of ours Node drops the rest and says nothing. */
export const mostHeaders = 128;

/** What may be said only once. Node would take the first, or join them, where a proxy takes the last. */
const single = new Set([
  'host',
  'authorization',
  'cookie',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'origin',
  'expect',
  'upgrade',
  'if-match',
  'idempotency-key',
  'x-api-key',
  'x-auth-token',
]);

const hostName = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/** Why a request may not be read, or null when it may. @param dev whether Next's dev server answers, which has web sockets */
export function framingFault(req: IncomingMessage, dev: boolean): Refusal | null {
  return versionFault(req) ?? targetFault(req.url ?? '', req.method ?? '') ?? headerFault(req, dev);
}

function versionFault({ httpVersion }: IncomingMessage): Refusal | null {
  if (httpVersion === '1.1' || httpVersion === '1.0') return null;
  return { status: 505, title: 'Not this version', detail: 'Speak HTTP/1.1.' };
}

/** What is wrong with what stands on the request line. Exported for its table of tests. */
export function targetFault(target: string, method: string): Refusal | null {
  if (method === 'TRACE' || method === 'TRACK' || method === 'CONNECT')
    return {
      status: 405,
      title: 'Not this method',
      detail: `${method} is not served.`,
      headers: { allow: 'GET, HEAD' },
    };
  if (target === '*')
    return badTarget('It must name a path; there is nothing to say of the server as a whole.');
  if (!target.startsWith('/'))
    return badTarget('The request line must name a path of this server, not a whole address.');
  const search = target.indexOf('?');
  const path = search < 0 ? target : target.slice(0, search);
  if (/[^\x21-\x7e]/.test(target)) return badTarget('What is not ASCII must be percent-encoded.');
  if (target.includes('#'))
    return badTarget('A fragment stays with the client; percent-encode the # as %23.');
  if (path.includes('\\')) return badTarget('A backslash must be percent-encoded, as %5C.');
  if (path.includes('//')) return badTarget('The path has an empty segment: write each slash once.');
  // For the client to resolve. Behind an encoded slash dots are a part of a name: a service may be called ../../etc/passwd.
  if (/\/(?:\.|%2e){1,2}(?=\/|$)/i.test(path))
    return badTarget('The path has a segment of dots: resolve it before sending.');
  // Written out, `/%61pi` is no path of the API; decoded, as Next does, it is.
  if (/%(?:3\d|[46][1-9a-f]|[57][0-9a])/i.test(path))
    return badTarget('The path encodes letters or digits: write them plainly.');
  return null;
}

function headerFault(req: IncomingMessage, dev: boolean): Refusal | null {
  const { headers, rawHeaders } = req;
  if (rawHeaders.length > 2 * mostHeaders)
    return { status: 431, title: 'Too many headers', detail: `At most ${mostHeaders} are read.` };
  const { host } = headers;
  if (host === undefined ? req.httpVersion === '1.1' : !hostName.test(host))
    return bad('The Host header must name a host, with a port or without.');
  const repeated = repeatedHeader(req);
  if (repeated !== undefined) return bad(`The header ${repeated} may be sent only once.`);
  const encoding = headers['transfer-encoding'];
  // Node takes "gzip, chunked" as well and hands over the compressed bytes as if they were the body.
  if (encoding !== undefined && (encoding.toLowerCase() !== 'chunked' || req.httpVersion === '1.0'))
    return bad('The only Transfer-Encoding is chunked, in HTTP/1.1.');
  if (!dev && /websocket/i.test(headers.upgrade ?? '')) return bad('There are no web sockets here.');
  return null;
}

function repeatedHeader({ headers, rawHeaders }: IncomingMessage): string | undefined {
  // As many as there are names: the common case, on the path of everything that is posted.
  if (Object.keys(headers).length * 2 === rawHeaders.length) return;
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
}

const bad = (detail: string): Refusal => ({ status: 400, title: 'The request is ambiguous', detail });
const badTarget = (detail: string): Refusal => ({ status: 400, title: 'Not a path', detail });
