import { describe, expect, test } from 'vitest';
import { readRun, timeProblem } from './read-run';

const now = Date.UTC(2026, 0, 1);
const at = now / 1000;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, claims: unknown) => `${encode(header)}.${encode(claims)}.c2ln`;
const good = { iss: 'https://ci.example.com', aud: 'shiplog', iat: at, exp: at + 300 };

describe('a token is read', () => {
  test.each(['RS256', 'ES256', 'PS256', 'EdDSA'])('that is signed by %s', (alg) => {
    expect(readRun(token({ alg }, good))).toEqual({
      run: { claims: good, issuer: good.iss, audiences: ['shiplog'], expiresAt: at + 300 },
    });
  });

  test.each([
    ['none', { alg: 'none' }],
    ['None', { alg: 'None' }],
    ['a shared secret', { alg: 'HS256' }],
    ['a longer shared secret', { alg: 'HS512' }],
    ['something unknown', { alg: 'XS256' }],
    ['no algorithm', {}],
    ['a list of algorithms', { alg: ['RS256'] }],
    ['extensions that must be understood', { alg: 'RS256', crit: ['exp'], exp: 1 }],
    ['an unencoded payload', { alg: 'RS256', b64: false }],
    ['the purpose of an access token', { alg: 'RS256', typ: 'at+jwt' }],
  ])('not with %s', (_, header) => {
    expect(readRun(token(header, good))).toHaveProperty('problem');
  });

  test.each([
    ['without an issuer', { ...good, iss: undefined }],
    ['with an issuer that is no text', { ...good, iss: 7 }],
    ['without an audience', { ...good, aud: undefined }],
    ['with no audience in the list', { ...good, aud: [] }],
    ['with a list for claims', [good]],
    ['with a text for claims', 'claims'],
  ])('not %s', (_, claims) => {
    expect(readRun(token({ alg: 'RS256' }, claims))).toHaveProperty('problem');
  });

  test.each(['', '.', '..', 'a.b.c', 'x', `${encode({ alg: 'RS256' })}.${encode(good)}`])(
    'not where it is none: %j',
    (text) => {
      expect(readRun(text)).toEqual({ problem: expect.any(String), claims: null });
    },
  );
});

describe('the times of a token', () => {
  test.each([
    ['now', {}],
    ['an hour', { exp: at + 3600 }],
    ['made by a clock that is 30 seconds ahead', { iat: at + 30, nbf: at + 30 }],
    ['expired by a clock that is 29 seconds ahead', { iat: at - 300, exp: at - 29 }],
    ['with a start before it was made', { nbf: at - 600 }],
  ])('are fine: %s', (_, times) => {
    expect(timeProblem({ ...good, ...times }, now)).toBeNull();
  });

  test.each([
    ['expired', { iat: at - 400, exp: at - 30 }],
    ['not yet valid', { nbf: at + 31 }],
    ['made in the future', { iat: at + 31 }],
    ['too long lived', { exp: at + 3601 }],
    ['too long lived, and almost over', { iat: at - 86_400, exp: at + 60 }],
    ['for ever', { exp: undefined }],
    ['made at no time', { iat: undefined }],
    ['texts', { exp: `${at + 300}` }],
    ['no numbers', { iat: Number.NaN }],
    ['starting at no time', { nbf: 'now' }],
  ])('are refused: %s', (_, times) => {
    expect(timeProblem({ ...good, ...times }, now)).not.toBeNull();
  });
});
