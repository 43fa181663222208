import { describe, expect, it } from 'vitest';
import { config } from '@/lib/config';
import { proveSameOrigin } from './browser-proof';
import { cookieValue } from './cookies';
import { credentialOf } from './credential';

const headers = (given: Record<string, string>) => (name: string) => given[name];

describe('a credential', () => {
  it.each([
    ['a token', { authorization: 'Bearer slg_abc' }, { kind: 'token', text: 'slg_abc' }],
    ['the scheme in any case', { authorization: 'bearer  slg_abc' }, { kind: 'token', text: 'slg_abc' }],
    ['as an API key', { 'x-api-key': 'slg_abc' }, { kind: 'token', text: 'slg_abc' }],
    [
      'the header of HTTP before another',
      { authorization: 'Bearer slg_a', 'x-api-key': 'slg_b' },
      { kind: 'token', text: 'slg_a' },
    ],
    ['a run of CI', { authorization: 'Bearer eyJh.eyJp.c2ln' }, { kind: 'jwt', text: 'eyJh.eyJp.c2ln' }],
    ['one without a signature', { authorization: 'Bearer eyJh.eyJp.' }, { kind: 'jwt', text: 'eyJh.eyJp.' }],
    [
      'a token of another product',
      { authorization: 'Bearer sk_1_2_3' },
      { kind: 'unknown', text: 'sk_1_2_3' },
    ],
    ['another scheme', { authorization: 'Basic YTpi' }, { kind: 'unknown', text: 'Basic YTpi' }],
    ['nothing', {}, null],
    ['an empty header', { authorization: ' ' }, null],
  ])('%s', (_, given, expected) => {
    expect(credentialOf(headers(given as Record<string, string>))).toEqual(expected);
  });
});

it.each([
  ['a=1; session=x', 'x'],
  ['session=x', 'x'],
  [' session=x=y ;b=2', 'x=y'],
  ['xsession=1; session2=2', undefined],
  ['', undefined],
  [undefined, undefined],
  ['session=x; session=x', 'x'],
  // Somebody has put a second one there: neither is believed.
  ['session=x; session=y', undefined],
])('the cookie in %j is %j', (header, expected) => {
  expect(cookieValue(header, 'session')).toBe(expected);
});

describe('a change with a session', () => {
  const host = 'shiplog.example.com';
  it.each([
    ['a page of ours', { 'sec-fetch-site': 'same-origin', origin: `https://${host}` }],
    ['a page of ours whose browser sends no origin', { 'sec-fetch-site': 'same-origin' }],
    ['an old browser on a page of ours', { origin: `https://${host}` }],
  ])('is taken from %s', (_, given) => {
    expect(() => proveSameOrigin(headers({ host, ...given }))).not.toThrow();
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a page of a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }],
    ['nobody in particular', {}],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['contradicting headers', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a sandboxed page that says it is ours', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['a name that begins like ours', { origin: `https://${host}.evil.example` }],
    ['a name before ours', { origin: `https://evil.example#${host}` }],
    ['another port', { origin: `https://${host}:8443` }],
    ['an extension', { origin: `chrome-extension://${host}` }],
  ])('is refused from %s', (_, given) => {
    expect(() => proveSameOrigin(headers({ host, ...given }))).toThrow('has to come from a page of Shiplog');
  });

  it('is not taken from a page without TLS where there is some', () => {
    const given = headers({ host, origin: `http://${host}` });
    expect(() => proveSameOrigin(given)).not.toThrow();
    config().isSecure = true;
    try {
      expect(() => proveSameOrigin(given)).toThrow('has to come from a page of Shiplog');
    } finally {
      config().isSecure = false;
    }
  });
});
