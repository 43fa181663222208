import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { fingerprintOf, normaliseMessage } from './fingerprint';

describe('whatever varies is taken out of a message', () => {
  it.each([
    ['Timeout after 3000 ms', 'Timeout after # ms'],
    ['took 1.5s, limit 12,000', 'took #s, limit #'],
    ['balance is -12 of +5', 'balance is # of #'],
    ['worker12 died', 'worker# died'],
    ['order 550e8400-e29b-41d4-a716-446655440000 lost', 'order <id> lost'],
    ['at 0x7fff5fbff8c0', 'at #'],
    ['commit 4f2c9a1d7e8b is bad', 'commit # is bad'],
    ['trace 4F2C9A1D7E8B6035C1A2D3E4F5061728 ended', 'trace # ended'],
    ['pod checkout-7f9c6d5b8-x2k4q evicted', 'pod checkout-#-# evicted'],
    ['connect to 10.0.0.12:5432 failed', 'connect to <ip> failed'],
    ['from 192.168.1.0/24', 'from <ip>'],
    ['peer fe80::1ff:fe23:4567:890a gone', 'peer <ip> gone'],
    ['listen [::1] busy', 'listen <ip> busy'],
    ['user ada.l+x@example.co.uk unknown', 'user <mail> unknown'],
    ['2026-01-12T10:00:00.123Z failed', '<time> failed'],
    ['2026-01-12 10:00:00,123 failed', '<time> failed'],
    ['2026/01/12 10:00:00 +02:00 failed', '<time> failed'],
    ['[12/Jan/2026:10:00:00 +0000] failed', '[<time>] failed'],
    ['Jan 12 10:00:00 host failed', '<time> host failed'],
    ['since 10:15:30 broken', 'since <time> broken'],
    ['column "price" is missing', 'column <text> is missing'],
    ["key 'a/b 12' exists", 'key <text> exists'],
    ["can't reach the user's shop", "can't reach the user's shop"],
    ['GET https://api.example.com/v1/orders/12?q=a%20b 500', 'GET <url> #'],
    ["GET https://example.com/a'b'/c failed", 'GET <url> failed'],
    ["GET https://example.com/'' failed", 'GET <url> failed'],
    ["GET 'https://example.com/a' failed", 'GET <text> failed'],
    ['GET "https://example.com/it\'s" failed', 'GET <text> failed'],
    ["can't GET https://example.com/a, isn't there", "can't GET <url> isn't there"],
    ['postgres://u:p@db:5432/shop refused', '<url> refused'],
    ['GET /v1/orders/12 500', 'GET <path> #'],
    ['cannot open /var/log/shop/a.log', 'cannot open <path>'],
    ['cannot open C:\\Users\\ada\\a.txt', 'cannot open <path>'],
    ['cannot load src/lib/a.ts:12:5', 'cannot load <path>:#:#'],
    ['read/write failed', 'read/write failed'],
    ['std::bad_alloc', 'std::bad_alloc'],
    ['NullPointerException in OrderService', 'NullPointerException in OrderService'],
    ['  two\n lines\tand\u0000more ', 'two lines and more'],
    ['', ''],
    ['Größe 5 überschritten 💥', 'Größe # überschritten 💥'],
  ])('%j is %j', (message, template) => expect(normaliseMessage(message)).toBe(template));
});

const varying = fc.oneof(
  fc.integer().map(String),
  fc.uuid(),
  fc.ipV4(),
  fc
    .date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9000-01-01') })
    .map((d) => d.toISOString()),
  fc.webUrl(),
);

test('two messages that differ in such a place alone are one sort of error', () => {
  const place = fc.constantFrom(
    (a: string) => `payment ${a} was refused`,
    (a: string) => `[${a}] payment was refused`,
    (a: string) => `payment was refused: ${a}`,
    (a: string) => `payment "${a}" was refused`,
  );
  const same = fc.oneof(
    fc.tuple(fc.integer(), fc.integer()),
    fc.tuple(fc.uuid(), fc.uuid()),
    fc.tuple(fc.ipV4(), fc.ipV4()),
    fc.tuple(fc.webUrl(), fc.webUrl()),
  );
  fc.assert(
    fc.property(place, same, (write, [a, b]) => {
      expect(normaliseMessage(write(String(a)))).toBe(normaliseMessage(write(String(b))));
    }),
  );
});

test('a template is what it is when it is normalised again, and never long', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    varying,
    fc.constantFrom('"', "'", '/', ':', '@', '<url>'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const template = normaliseMessage(words.join(' '));
      expect(template.length).toBeLessThanOrEqual(500);
      expect(template.isWellFormed()).toBe(true);
      expect(template).not.toMatch(/\d|\p{Cc}/u);
    }),
  );
});

test.each([
  'a',
  '1',
  '/',
  "'",
  '"',
  ':',
  '.',
  'a@',
  '0x',
  'f',
  '::',
  '-',
  ' ',
  'a1',
  '\\',
  '[',
  'é',
  'http://',
  '1.',
  '1:',
  '../',
  'a/',
  '"\\',
])('a megabyte of %j is read as fast as its head', (text) => {
  const long = text.repeat(Math.ceil(1_000_000 / text.length));
  expect(normaliseMessage(long)).toBe(normaliseMessage(long.slice(0, 2000)));
});

test('a fingerprint is sixteen hexadecimal digits, the same for every case and at every time', () => {
  expect(fingerprintOf('Timeout after # ms')).toBe('022ec1b1b10d6043');
  expect(fingerprintOf('TIMEOUT AFTER # MS')).toBe(fingerprintOf('timeout after # ms'));
  expect(fingerprintOf('')).toMatch(/^[0-9a-f]{16}$/);
});
