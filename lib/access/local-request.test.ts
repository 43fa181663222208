import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { checkLocalRequest, isLoopbackAddress, isLoopbackHost } from './local-request';

const local = { peerAddress: '127.0.0.1', headers: { host: 'localhost:8080' }, method: 'GET' };
const withHeaders = (headers: Record<string, string>) => ({
  ...local,
  headers: { ...local.headers, ...headers },
});

describe('a request from this machine', () => {
  it.each([
    ['curl on IPv4', local],
    ['curl on IPv6', { ...local, peerAddress: '::1', headers: { host: '[::1]:8080' } }],
    ['IPv4 mapped into IPv6', { ...local, peerAddress: '::ffff:127.0.0.1' }],
    ['another loopback address', { ...local, peerAddress: '127.9.8.7', headers: { host: '127.9.8.7:8080' } }],
    ['a host without a port', { ...local, headers: { host: 'LOCALHOST' } }],
    ['CI posting', { ...withHeaders({ 'content-type': 'application/json' }), method: 'POST' }],
    [
      'an address typed into a browser',
      withHeaders({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }),
    ],
    [
      "the product's own page",
      {
        ...withHeaders({ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }),
        method: 'POST',
      },
    ],
    [
      "an old browser on the product's page",
      { ...withHeaders({ origin: 'http://localhost:8080' }), method: 'POST' },
    ],
    [
      'a link followed from another site to a page',
      {
        ...withHeaders({
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
        }),
        page: true,
      },
    ],
  ])('is served: %s', (_, request) => {
    expect(checkLocalRequest(request)).toEqual({ local: true });
  });
});

describe('a request from elsewhere', () => {
  const navigation = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };
  it.each([
    ['another machine', { ...local, peerAddress: '192.168.1.7' }, '192.168.1.7'],
    ['another machine on IPv6', { ...local, peerAddress: 'fe80::1' }, 'fe80::1'],
    ['a socket that is gone', { ...local, peerAddress: undefined }, 'unknown address'],
    ['a proxy that forwards', withHeaders({ 'x-forwarded-for': '127.0.0.1' }), 'x-forwarded-for'],
    ['a proxy by the standard', withHeaders({ forwarded: 'for=127.0.0.1' }), 'forwarded'],
    ['a proxy that names itself', withHeaders({ via: '1.1 nginx' }), 'via'],
    ['a tunnel', withHeaders({ 'cf-connecting-ip': '1.2.3.4' }), 'cf-connecting-ip'],
    ['nginx with its usual header', withHeaders({ 'x-real-ip': '10.0.0.1' }), 'x-real-ip'],
    ['a rebound name', { ...local, headers: { host: 'evil.example:8080' } }, 'evil.example'],
    [
      'a name that begins like ours',
      { ...local, headers: { host: 'localhost.evil.example' } },
      'localhost.evil',
    ],
    ['a name that begins like an address', { ...local, headers: { host: '127.0.0.1.nip.io' } }, 'nip.io'],
    ['credentials in the host', { ...local, headers: { host: 'localhost@evil.example' } }, 'evil.example'],
    ['no host', { ...local, headers: {} }, 'no Host'],
    ['a script of another site', withHeaders({ 'sec-fetch-site': 'cross-site' }), 'another web page'],
    ['a page on another port', withHeaders({ 'sec-fetch-site': 'same-site' }), 'another web page'],
    [
      'a form of another site',
      { ...withHeaders(navigation), method: 'POST', page: true },
      'another web page',
    ],
    ['a link of another site into the API', withHeaders(navigation), 'another web page'],
    [
      'a frame in another site',
      { ...withHeaders({ ...navigation, 'sec-fetch-dest': 'iframe' }), page: true },
      'another web page',
    ],
    [
      'an old browser on another site',
      { ...withHeaders({ origin: 'https://evil.example' }), method: 'POST' },
      'evil',
    ],
    ['a sandboxed page', { ...withHeaders({ origin: 'null' }), method: 'POST' }, 'another web page'],
    [
      'a page on another port, old browser',
      withHeaders({ origin: 'http://localhost:3000' }),
      'localhost:3000',
    ],
    [
      'contradicting headers',
      withHeaders({ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }),
      'another web page',
    ],
  ])('is refused, and told why: %s', (_, request, reason) => {
    expect(checkLocalRequest(request)).toEqual({ local: false, reason: expect.stringContaining(reason) });
  });

  it('cannot put control characters into the answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (host) => {
        const verdict = checkLocalRequest({ ...local, headers: { host } });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through
        if (!verdict.local) expect(verdict.reason).not.toMatch(/[\u0000-\u001f\u007f-\uffff]/);
      }),
    );
  });
});

describe('loopback', () => {
  it.each(['127.0.0.256', '127.1', '0.0.0.0', '::', 'localhost', '', '::ffff:10.0.0.1'])(
    'is not %j',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
  it.each(['', ':8080', 'localhost:', 'localhost:x', '[::1', '[::2]:80', '0.0.0.0:8080', 'a localhost'])(
    'is no Host %j',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});
