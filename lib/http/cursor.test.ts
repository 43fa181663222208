import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { decodeCursor, decodeTextCursor, encodeCursor, encodeTextCursor } from './cursor';
import { pageCursor } from './filter-values';

describe('a cursor', () => {
  it('comes back as it was given', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uuid(), fc.string(), (key, id, scope) => {
        expect(decodeCursor(encodeCursor({ key, id }, scope), scope)).toEqual({ key, id });
      }),
    );
  });

  it('is refused when any character of it was changed, cut or added', () => {
    const cursor = encodeCursor(
      { key: 1_700_000_000_000, id: '01890000-0000-7000-8000-000000000000' },
      'events -at',
    );
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom('A', 'b', '_', '', '%', 'zz'), (at, char) => {
        const changed = cursor.slice(0, at) + char + cursor.slice(at + 1);
        if (changed !== cursor) expect(() => decodeCursor(changed, 'events -at')).toThrow(/was not given/);
      }),
    );
  });

  it('is refused with anything behind it', () => {
    const cursor = encodeCursor({ key: 1, id: '01890000-0000-7000-8000-000000000000' }, 'events -at');
    for (const tail of ['.', '.x', `.${cursor}`])
      expect(() => decodeCursor(cursor + tail, 'events -at')).toThrow(/was not given/);
  });

  it('is refused by a list in another order', () => {
    const cursor = encodeCursor({ key: 1, id: '01890000-0000-7000-8000-000000000000' }, 'events -at');
    expect(() => decodeCursor(cursor, 'events at')).toThrow(/was not given/);
  });

  it('holds any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (key, scope) => {
        expect(decodeTextCursor(encodeTextCursor(key, scope), scope)).toBe(key);
      }),
    );
  });

  it('is taken back by the list that gave it, after the longest name in any script', () => {
    for (const letter of ['a', 'ж', '店', '🛒']) {
      const cursor = encodeTextCursor(letter.repeat(200 / letter.length), 'catalog');
      expect(pageCursor.parse([cursor])).toBe(cursor);
    }
  });
});
