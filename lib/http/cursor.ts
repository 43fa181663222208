import { createHash } from 'node:crypto';
import { DomainError } from '@/lib/errors';

/**
 * Keyset cursors: what the last row of a page is ordered by, opaque to the client. A checksum over it and what it belongs to
 * tells a tampered or misplaced cursor from a true one; it is no secret, a forged cursor shows nothing that the list itself
 * would not.
 */

const checksum = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 8);

/**
 * The cursor of the page after `key`, any text.
 * @param scope what the cursor belongs to, such as the list's name, filters and order: it is refused anywhere else.
 */
export function encodeTextCursor(key: string, scope: string): string {
  const body = Buffer.from(key).toString('base64url');
  return `${body}.${checksum(`${scope}~${body}`)}`;
}

/** The key after which the page begins. Throws `invalid` for a cursor that this list in this order did not give. */
export function decodeTextCursor(cursor: string, scope: string): string {
  const [body = '', sum, ...more] = cursor.split('.');
  if (more.length > 0 || sum !== checksum(`${scope}~${body}`)) throw notGiven();
  return Buffer.from(body, 'base64url').toString();
}

/** The cursor of a list in time. */
interface Cursor {
  /** Sort key of the last row, milliseconds since the epoch. */
  key: number;
  id: string;
}

/** The cursor of the page after the row with this key and id; `scope` as with {@link encodeTextCursor}. */
export function encodeCursor({ key, id }: Cursor, scope: string): string {
  return encodeTextCursor(`${key}~${id}`, scope);
}

/** Throws `invalid` for a cursor that this list in this order did not give. */
export function decodeCursor(text: string, scope: string): Cursor {
  const [key = '', id = ''] = decodeTextCursor(text, scope).split('~');
  if (!/^-?\d+$/.test(key) || !/^[0-9a-f-]{36}$/.test(id)) throw notGiven();
  return { key: Number(key), id };
}

function notGiven(): DomainError {
  return new DomainError('invalid', 'The cursor was not given by this list in this order.', {
    issues: [
      {
        in: 'query',
        path: ['cursor'],
        detail: 'was not given by this list in this order; start without a cursor',
      },
    ],
  });
}
