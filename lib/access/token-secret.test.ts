import { describe, expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { hashSecret, isTokenSecret, newTokenSecret, randomText, tokenHint } from './token-secret';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('a token', () => {
  // The checksum is part of the format: a scanner of secrets outside computes it, too.
  test.each([
    ['slg_000000000000000000000000000000002P5UHl', true],
    ['slg_00000000000000000000000000000000', false],
    ['', false],
    ['slg_', false],
    ['ghp_000000000000000000000000000000002P5UHl', false],
  ])('%s can be one: %s', (text, can) => {
    expect(isTokenSecret(text)).toBe(can);
  });

  test('that was made is one, and no two are the same', () => {
    const made = Array.from({ length: 1000 }, newTokenSecret);
    expect(made.every(isTokenSecret)).toBe(true);
    expect(new Set(made).size).toBe(1000);
    expect(new Set(made.map((secret) => hashSecret(secret).toString('hex'))).size).toBe(1000);
    expect(made.every((secret) => secret.endsWith(tokenHint(secret)))).toBe(true);
  });

  test('with any one character changed, left out or added is none', () => {
    const secret = newTokenSecret();
    for (let place = 0; place < secret.length; place++) {
      for (const other of [...alphabet, '_', '-', ' ', 'é']) {
        if (secret[place] === other) continue;
        expect(isTokenSecret(secret.slice(0, place) + other + secret.slice(place + 1))).toBe(false);
      }
      expect(isTokenSecret(secret.slice(0, place) + secret.slice(place + 1))).toBe(false);
      expect(isTokenSecret(`${secret.slice(0, place)}0${secret.slice(place)}`)).toBe(false);
    }
  });

  test('is not found by chance in any text', () => {
    fc.assert(fc.property(fc.string(), (text) => !isTokenSecret(text)));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...alphabet), minLength: 38, maxLength: 38 }),
        (text) => !isTokenSecret(`slg_${text}`),
      ),
    );
  });
});

test('every character of a random text is equally likely', () => {
  const counts = new Map<string, number>();
  for (const char of randomText(62_000)) counts.set(char, (counts.get(char) ?? 0) + 1);
  expect([...counts.keys()].sort().join('')).toBe(alphabet);
  // 1000 each on average with a deviation of 31: seven deviations are met once in a hundred thousand million.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(230);
});
