import { describe, expect, test } from 'vitest';
import { maskTokens } from '@/lib/redact';
import { fc } from '@/lib/testing/properties';
import { fitJson, fitText, mostBytes } from './fit';

describe('what the audit log keeps of before and after', () => {
  test('holds no password, token, code, cookie or hash, however deep it stands', () => {
    const text = fitJson({
      name: 'ci',
      password: 'hunter2hunter2',
      nested: [
        { accessToken: 'abc-def', 'Set-Cookie': 'x=1', codes: ['123456'], passwordHash: '$argon2id$v=19' },
      ],
      authorization: 'Basic YWxhZGRpbjpvcGVu',
    });
    for (const secret of ['hunter2', 'abc-def', 'x=1', '123456', 'argon2id', 'YWxhZGRpbj']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('"name":"ci"');
  });

  test('holds nothing that has the shape of a token, in any text', () => {
    const text = fitJson({
      message: 'sent slg_0123456789abcdefABCDEF and Bearer abcdefghijkl',
      link: 'https://u:geheim@example.com/',
      note: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    });
    expect(text).not.toMatch(/0123456789abcdef|abcdefghijkl|geheim|eyJhbGci/);
  });

  test('looks for tokens wherever one of the shapes that are masked could be', () => {
    for (const text of [
      'slg_0123456789',
      'Bearer abcdefgh',
      'Basic abcdefgh',
      'eyJhbGciOi.eyJzdWIi.x',
      'http://u:p@example.com',
      '?code=abc',
      '__Host-session=abcdefgh1',
    ]) {
      expect(fitText(text), text).toBe(maskTokens(text));
      expect(fitText(text), text).not.toBe(text);
    }
  });

  test('is JSON with sorted names, at most 8 kB, whatever is given', () => {
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 12, withDate: true, withMap: true, withSet: true, withBigInt: true }),
        (value) => {
          const text = fitJson(value);
          if (text === null) return;
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toContain('\\u0000');
          JSON.parse(text, (_, inner: unknown) => {
            if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
              // Whole numbers come first in an object of JavaScript, whatever the text says.
              const names = Object.keys(inner).filter((name) => !/^\d+$/.test(name));
              expect(names).toEqual([...names].sort());
            }
            return inner;
          });
        },
      ),
    );
  });

  test('says what was left out of something large', () => {
    const text =
      fitJson({ items: Array.from({ length: 5_000 }, (_, n) => ({ n, text: 'x'.repeat(50) })), z: 1 }) ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(text).toMatch(/… \d+ more/);
    const long = fitJson({ message: 'é'.repeat(100_000) }) ?? '';
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(mostBytes);
    expect(long).toContain('… (100000 characters)');
  });

  test('a text with NUL and half a character is kept without them', () => {
    expect(fitText('a\0b\ud800c')).toBe('a\ufffdb\ufffdc');
  });
});
