import { expect, it } from 'vitest';
import { announcedAlgorithm } from './announced';

const token = (header: object) =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from('{}').toString('base64url')}.c2ln`;

it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
  '%s is believed where it is announced, and nowhere else',
  (alg) => {
    expect(announcedAlgorithm(token({ alg }), ['RS256', alg])).toBe(alg);
    expect(() => announcedAlgorithm(token({ alg }), [alg === 'ES256' ? 'RS256' : 'ES256'])).toThrow(alg);
  },
);

it.each(['none', 'None', 'HS256', 'HS384', 'HS512', 'RS1', 'ES256K', '', undefined, 256, ['RS256']])(
  '%s is never believed, announced or not',
  (alg) => {
    expect(() => announcedAlgorithm(token({ alg }), [alg, 'RS256'])).toThrow();
    expect(() => announcedAlgorithm(token({ alg }), undefined)).toThrow();
  },
);

it('a provider that announces nothing signs with RS256', () => {
  for (const announced of [undefined, null, 'ES256', {}]) {
    expect(announcedAlgorithm(token({ alg: 'RS256' }), announced)).toBe('RS256');
    expect(() => announcedAlgorithm(token({ alg: 'ES256' }), announced)).toThrow();
  }
});

it('what is no token has no algorithm', () => {
  for (const text of ['', 'a', 'a.b.c', '..', token([])])
    expect(() => announcedAlgorithm(text, ['RS256'])).toThrow();
});
