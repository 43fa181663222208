import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from '@/lib/runtime';

/** Where a request comes from, as the server found it. */
export interface RequestOrigin {
  /** The client's address: the peer, or what a trusted proxy says. */
  address: string;
  /** Why it does not truly come from this machine; null when it does. */
  notLocal: string | null;
}

/** The header by which the server tells handlers inside Next the origin; it strips it from what comes in. */
export const originHeader = 'x-shiplog-origin';

/** Made anew by each process and never sent out. */
const markSecret = () => once('access.mark', () => randomBytes(32).toString('base64url'));

/** What the header says: a secret of this process, then the origin. */
export function markOrigin(origin: RequestOrigin): string {
  return `${markSecret()}.${Buffer.from(JSON.stringify(origin)).toString('base64url')}`;
}

/**
 * Reads the mark. Under a bare `next start` no server of ours sets it: such a request counts as coming from elsewhere, which is the
 * safe side.
 */
export function readOrigin(mark: string | null | undefined): RequestOrigin {
  const [secret = '', told = ''] = (mark ?? '').split('.');
  const given = Buffer.from(secret);
  const expected = Buffer.from(markSecret());
  if (given.length === expected.length && timingSafeEqual(given, expected))
    return JSON.parse(Buffer.from(told, 'base64url').toString('utf8')) as RequestOrigin;
  return { address: 'unknown', notLocal: 'it did not come through the server of Shiplog' };
}
