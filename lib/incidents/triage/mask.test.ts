import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { mask, maskedCut } from './mask';

const chars = (alphabet: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((list) => list.join(''));
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const word = chars(lower + upper + digits, 8, 24);
const base64url = chars(`${lower}${upper}${digits}-_`, 12, 60);

/** A secret with the text it stands in. */
const secrets: Record<string, fc.Arbitrary<{ secret: string; text: string }>> = {
  'a password of a URL': fc
    .tuple(fc.constantFrom('postgresql', 'https', 'redis', 'amqp'), word)
    .map(([scheme, secret]) => ({ secret, text: `${scheme}://app:${secret}@db.internal:5432/orders` })),
  'a value with a telling key': fc
    .tuple(
      fc.constantFrom(
        'password',
        'PASSWD',
        'db_password',
        'api_key',
        'apiKey',
        'X-Api-Key',
        'client_secret',
        'AWS_SECRET_ACCESS_KEY',
        'access_token',
        'token',
      ),
      fc.constantFrom('=', ': ', ' = ', '":"', '": "', "='", '=\\"'),
      word,
    )
    .map(([key, between, secret]) => ({
      secret,
      text: `${between.startsWith('"') ? '"' : ''}${key}${between}${secret}`,
    })),
  'a header of authorization': fc
    .tuple(fc.constantFrom('Authorization: Bearer ', 'authorization=Basic ', 'Bearer ', 'Cookie: sid='), word)
    .map(([header, secret]) => ({ secret, text: header + secret })),
  'a JSON web token': fc
    .tuple(base64url, base64url, base64url)
    .map(([a, b, c]) => ({ secret: `eyJ${a}.${b}.${c}`, text: `eyJ${a}.${b}.${c}` })),
  'a token of a known issuer': fc
    .tuple(
      fc.constantFrom('sk-', 'sk_live_', 'ghp_', 'github_pat_', 'glpat-', 'xoxb-', 'AKIA'),
      chars(upper + digits, 16, 30),
    )
    .map(([prefix, rest]) => ({ secret: prefix + rest, text: prefix + rest })),
  'a mail address': fc
    .tuple(chars(lower + digits, 1, 20), chars(lower, 2, 12))
    .map(([name, host]) => ({ secret: `${name}@${host}.example`, text: `${name}@${host}.example` })),
  'a card number': fc.tuple(chars(digits, 16, 16), fc.constantFrom('', ' ', '-')).map(([number, gap]) => {
    const secret = (number.match(/.{4}/g) as string[]).join(gap);
    return { secret, text: secret };
  }),
  'an IPv4 address': fc.ipV4().map((secret) => ({ secret, text: secret })),
  'a long hexadecimal number': chars('0123456789abcdef', 32, 128).map((secret) => ({ secret, text: secret })),
  'a long base64 text': chars(`${lower}${upper}${digits}+/`, 30, 200).map((rest) => ({
    secret: `aZ3${rest}`,
    text: `aZ3${rest}==`,
  })),
  'a private key': chars(`${lower}${upper}${digits}+/\n`, 40, 400).map((secret) => ({
    secret,
    text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`,
  })),
};

const around = fc.constantFrom(
  '',
  'failed to connect to ',
  'user 7: ',
  '{"error": "x", ',
  ' (attempt 3)',
  '\n  at ',
  ' ',
);

describe('what leaves holds', () => {
  test.each(Object.entries(secrets))('no %s', (_, secretText) => {
    fc.assert(
      fc.property(around, secretText, around, (before, { secret, text }, after) => {
        const spaced = before === '' || /\s$|"$|,$/.test(before) ? before : `${before} `;
        const masked = mask(`${spaced}${text} ${after}`);
        expect(masked).not.toContain(secret);
        // Masking again changes nothing: nothing that is masked looks like a secret.
        expect(mask(masked)).toBe(masked);
      }),
      { numRuns: 300 },
    );
  });
});

it('holds no secret that was cut in two', () => {
  const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`;
  fc.assert(
    fc.property(fc.integer({ min: 7_800, max: 8_100 }), (length) => {
      const masked = maskedCut(`${'word '.repeat(length / 5)}${token} ${'x'.repeat(100)}`, 7_990);
      expect(masked).not.toMatch(/eyJ|aaaa|bbbb|cccc/);
    }),
  );
});

it.each([
  'Database connection timeout: failed to connect to PostgreSQL',
  'Out of memory: Java heap space exceeded',
  'JWT token expired: authentication failed',
  'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
  'java.lang.NullPointerException: Cannot invoke "Order.id()" at com.example.orders.OrderService.place(OrderService.java:42)',
  'Request 01890000-0000-7000-8000-000000000000 failed at 2026-06-17T12:00:00.000Z',
  'std::bad_alloc in Cache::put',
  'GET /api/v1/orders/42?page=3 500 in 1203 ms',
])('leaves what it is about: %j', (message) => {
  expect(mask(message)).toBe(message);
});

it.each([
  'a://',
  'password=',
  'eyJa.',
  '1 ',
  'a@',
  '::',
  'a:',
  'Bearer ',
  'aZ3',
  '-----BEGIN PRIVATE KEY',
  '"',
])('reads a megabyte of %j no longer than its beginning', (piece) => {
  expect(maskedCut(piece.repeat(Math.ceil(1_048_576 / piece.length)), 500).length).toBeLessThanOrEqual(500);
});
