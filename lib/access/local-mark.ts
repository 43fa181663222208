import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from '@/lib/runtime';

/** The header by which the server tells handlers that it found a request to come from this machine. */
export const localMarkHeader = 'x-shiplog-local';

/** What the mark says; made anew by each process and never sent out. */
export function localSecret(): string {
  return once('local-secret', () => randomBytes(32).toString('base64url'));
}

/**
 * Whether the server has marked this request as coming from this machine (see {@link checkLocalRequest}).
 *
 * The server strips the header from what comes in and sets it itself, in both lanes. Under a bare `next start` nobody
 * does: the mark is missing and handlers must refuse, which is the safe side.
 */
export function isMarkedLocal(headers: Headers): boolean {
  const mark = Buffer.from(headers.get(localMarkHeader) ?? '');
  const secret = Buffer.from(localSecret());
  return mark.length === secret.length && timingSafeEqual(mark, secret);
}
