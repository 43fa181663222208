import { createHash } from 'node:crypto';
import { DomainError } from '@/lib/errors';

/**
 * Keyset cursors: the sort key and id of the last row of a page, opaque to the client. A checksum over them and what they
 * belong to tells a tampered or misplaced cursor from a true one; it is no secret, a forged cursor shows nothing that
 * the list itself would not.
 */
export interface Cursor {
  /** Sort key of the last row, milliseconds since the epoch. */
  key: number;
  id: string;
}

const checksum = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 8);

/** @param scope what the cursor belongs to, such as the list's name and order: it is refused anywhere else. */
export function encodeCursor(cursor: Cursor, scope: string): string {
  const body = Buffer.from(`${cursor.key}~${cursor.id}`).toString('base64url');
  return `${body}.${checksum(`${scope}~${body}`)}`;
}

/** Throws `invalid` for a cursor that this list in this order did not give. */
export function decodeCursor(text: string, scope: string): Cursor {
  const [body = '', sum, ...more] = text.split('.');
  const [key = '', id = ''] = Buffer.from(body, 'base64url').toString().split('~');
  const genuine = more.length === 0 && sum === checksum(`${scope}~${body}`);
  if (!genuine || !/^-?\d+$/.test(key) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new DomainError('invalid', 'The cursor was not given by this list in this order.', {
      issues: [
        {
          in: 'query',
          path: ['cursor'],
          detail: 'was not given by this list in this order; start without a cursor',
        },
      ],
    });
  }
  return { key: Number(key), id };
}
