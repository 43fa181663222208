import type { IncomingHttpHeaders } from 'node:http';

export type RequestFacts = {
  /** The address at the other end of the socket. */
  peerAddress: string | undefined;
  headers: IncomingHttpHeaders;
  method: string;
  /** Whether a page is asked for. Following a link from elsewhere to a page is fine; to the API it is not. */
  page?: boolean;
};

export type LocalVerdict = { local: true } | { local: false; reason: string };

/** What proxies add. Whoever comes through one is not known to be on this machine. */
const forwardingHeaders =
  /^(?:x-forwarded-.*|forwarded|x-forwarded|via|x-real-ip|x-client-ip|x-cluster-client-ip|x-original-.*|x-envoy-.*|cf-.*|true-client-ip|fastly-client-ip|x-azure-.*|x-amzn-.*|x-appengine-.*|fly-.*)$/;

/**
 * Decides whether a request truly comes from this machine, and from nobody else through it.
 *
 * A loopback socket alone says little: a proxy on this machine, or a web page of somebody else in this machine's browser,
 * opens one as well. The forwarding headers tell of the first, the `Host` of rebound names, and what the browser says about
 * the origin of the second.
 */
export function checkLocalRequest({
  peerAddress,
  headers,
  method,
  page = false,
}: RequestFacts): LocalVerdict {
  if (!isLoopbackAddress(peerAddress)) {
    return no(`it came from ${peerAddress ?? 'an unknown address'}, not from this machine`);
  }
  const forwarding = Object.keys(headers).find((name) => forwardingHeaders.test(name));
  if (forwarding) return no(`it came through a proxy (header ${forwarding})`);
  const { host } = headers;
  if (!host) return no('it has no Host header');
  if (!isLoopbackHost(host))
    return no(`it was sent to the host ${printable(host)}, which is not this machine's loopback name`);
  return checkOrigin(headers, host, method, page);
}

function checkOrigin(
  headers: IncomingHttpHeaders,
  host: string,
  method: string,
  page: boolean,
): LocalVerdict {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  // Without the header it is a command line tool, or a browser too old to say; such a browser still names the origin
  // of whatever can do harm.
  if (site === undefined || site === 'same-origin' || site === 'none') {
    if (origin === undefined || isSameOrigin(origin, host)) return yes;
    return no(`another web page sent it (origin ${printable(origin)})`);
  }
  const followsLink =
    page &&
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document';
  return followsLink ? yes : no('another web page sent it');
}

const yes: LocalVerdict = { local: true };
const no = (reason: string): LocalVerdict => ({ local: false, reason });

/** What a stranger wrote is repeated shortened and without control characters. */
const printable = (value: string) => value.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);

/** Whether an IP address, as a socket reports it, is of the loopback interface. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (!address) return false;
  return address === '::1' || isLoopbackV4(address.replace(/^::ffff:/i, ''));
}

function isLoopbackV4(address: string): boolean {
  const parts = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  return parts?.slice(1).every((part) => Number(part) <= 255) ?? false;
}

/** Whether a Host header names this machine's loopback interface, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  const name = /^(\[[^\]]*\]|[^:[\]]+)(?::\d{1,5})?$/.exec(host)?.[1]?.toLowerCase();
  return (
    name !== undefined &&
    (name === 'localhost' || name === 'localhost.' || name === '[::1]' || isLoopbackV4(name))
  );
}

function isSameOrigin(origin: string, host: string): boolean {
  return (
    origin.toLowerCase() === `http://${host.toLowerCase()}` ||
    origin.toLowerCase() === `https://${host.toLowerCase()}`
  );
}
