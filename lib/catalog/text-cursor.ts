import { createHash } from 'node:crypto';
import { invalid } from '@/lib/errors';

/** Keyset cursors of lists that are ordered by a text, as `lib/http/cursor.ts` has them for lists in time. */

const checksum = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 8);

/** The cursor of the page after `key`. `scope` names list, filters and order: no other list takes it. */
export function encodeTextCursor(key: string, scope: string): string {
  const body = Buffer.from(key).toString('base64url');
  return `${body}.${checksum(`${scope}~${body}`)}`;
}

/** The key after which the page begins. Throws `invalid` for a cursor that this list did not give. */
export function decodeTextCursor(cursor: string, scope: string): string {
  const [body = '', sum] = cursor.split('.');
  if (sum === checksum(`${scope}~${body}`)) return Buffer.from(body, 'base64url').toString();
  throw invalid([
    { in: 'query', path: ['cursor'], detail: 'was not given by this list; start without a cursor' },
  ]);
}
