import type { IncomingMessage } from 'node:http';
import { type BlockList, isIPv6 } from 'node:net';
import { authenticate, keptOut } from '@/lib/access/authenticate';
import { decideScope } from '@/lib/access/decide';
import { checkLocalRequest } from '@/lib/access/local-request';
import type { AccessMode } from '@/lib/access/mode';
import type { RequestOrigin } from '@/lib/access/origin';
import { DomainError } from '@/lib/errors';
import type { Refusal } from './refusals';

/** What becomes of a request at the door: it goes on, is refused, or is sent to sign in. */
export type Entry = { origin: RequestOrigin; refusal?: Refusal; redirect?: string };
export type Gate = (req: IncomingMessage, isApi: boolean) => Entry | Promise<Entry>;

export interface GateOptions {
  mode: () => AccessMode | Promise<AccessMode>;
  trustedProxies: BlockList;
}

/** What a page needs before anybody has signed in: the way to do it, and what pages are made of. */
const openToAll =
  /^\/(?:sign-in|set-up|join)(?:[/?]|$)|^\/_next\/static\/|^\/(?:favicon\.ico|icon\.svg|apple-touch-icon\.png)(?:\?|$)/;

/**
 * The door, the same for pages and API. In protected mode nobody but this machine comes in. Where people sign in, pages are for those
 * who did; the API asks for itself, operation by operation.
 */
export function gateOf({ mode, trustedProxies }: GateOptions): Gate {
  return (req, isApi) => {
    const origin = originOf(req, isApi, trustedProxies);
    const now = mode();
    if (typeof now !== 'string') return now.then((known) => enter(req, isApi, origin, known));
    return enter(req, isApi, origin, now);
  };
}

function enter(
  req: IncomingMessage,
  isApi: boolean,
  origin: RequestOrigin,
  mode: AccessMode,
): Entry | Promise<Entry> {
  if (mode === 'protected' && origin.notLocal !== null)
    return {
      origin,
      refusal: { status: 403, title: 'Only this machine is served', detail: keptOut(origin.notLocal) },
    };
  const url = req.url as string;
  if (isApi || mode !== 'signed-in' || openToAll.test(url)) return { origin };
  return enterPage(req, origin, url);
}

async function enterPage(req: IncomingMessage, origin: RequestOrigin, url: string): Promise<Entry> {
  if (await mayRead(req, origin)) return { origin };
  // A part of a page, which the browser asks for by itself: refused, it asks for the whole when somebody goes there, and nobody is
  // led to sign in by what was fetched in advance.
  if (req.headers.rsc !== undefined)
    return { origin, refusal: { status: 401, title: 'Not signed in', detail: 'Sign in to see this page.' } };
  const next = url.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '');
  return { origin, redirect: next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}` };
}

/** Whether somebody is known who may see what pages show: a token that only reports may not. */
async function mayRead(req: IncomingMessage, origin: RequestOrigin): Promise<boolean> {
  try {
    const header = (name: string) => req.headers[name] as string | undefined;
    return decideScope(await authenticate({ header, origin }), 'read').allowed;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unauthenticated') return false;
    throw error;
  }
}

function originOf(req: IncomingMessage, isApi: boolean, trustedProxies: BlockList): RequestOrigin {
  const verdict = checkLocalRequest({
    peerAddress: req.socket.remoteAddress,
    headers: req.headers,
    method: req.method ?? '',
    page: !isApi,
  });
  const address = plain(req.socket.remoteAddress ?? 'unknown');
  if (verdict.local) return { address, notLocal: null };
  return {
    address: clientAddress(address, req.headers['x-forwarded-for'], trustedProxies),
    notLocal: verdict.reason,
  };
}

/** The last address of the chain that no trusted proxy vouches for; the peer where it is no trusted proxy itself. */
function clientAddress(peer: string, forwarded: string | string[] | undefined, trusted: BlockList): string {
  const isTrusted = (address: string) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  const chain = [...String(forwarded ?? '').split(','), peer].map((one) => plain(one.trim())).filter(Boolean);
  let client = peer;
  for (const address of chain.reverse()) {
    client = address.slice(0, 45);
    if (!isTrusted(address)) break;
  }
  return client;
}

/** An IPv4 address that came over an IPv6 socket, as itself. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');
