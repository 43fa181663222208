import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessMode } from '@/lib/access/mode';
import { config } from '@/lib/config';
import { gateOf } from './gate';

const proxies = new BlockList();
proxies.addSubnet('10.0.0.0', 8, 'ipv4');
proxies.addAddress('127.0.0.1', 'ipv4');

async function enter(mode: AccessMode, url: string, peer: string, headers: Record<string, string> = {}) {
  const req = {
    url,
    method: 'GET',
    headers: { host: 'localhost', ...headers },
    socket: { remoteAddress: peer },
  };
  return gateOf({ mode: () => mode, trustedProxies: proxies })(
    req as unknown as IncomingMessage,
    url.startsWith('/api'),
  );
}

describe('in protected mode', () => {
  it.each(['/', '/api/v2/events', '/sign-in', '/set-up', '/_next/static/x.js', '/api/auth/session'])(
    'another machine gets nothing of %s, and is told how to let people in',
    async (url) => {
      const { refusal } = await enter('protected', url, '192.168.1.7');
      expect(refusal).toMatchObject({
        status: 403,
        detail: expect.stringContaining('Set up an administrator'),
      });
    },
  );

  it('this machine comes in', async () => {
    expect(await enter('protected', '/', '127.0.0.1')).toEqual({
      origin: { address: '127.0.0.1', notLocal: null },
    });
  });
});

describe('where people sign in', () => {
  const { auth } = config();
  beforeAll(() => {
    config().auth = 'required';
  });
  afterAll(() => {
    config().auth = auth;
  });

  it.each([
    ['/', '/sign-in'],
    ['/incidents/17?tab=causes', '/sign-in?next=%2Fincidents%2F17%3Ftab%3Dcauses'],
    ['/locks?view=free&_rsc=1kx3z', '/sign-in?next=%2Flocks%3Fview%3Dfree'],
    ['/?_rsc=1kx3z', '/sign-in'],
    ['/sign-in-elsewhere', '/sign-in?next=%2Fsign-in-elsewhere'],
    ['/set-upx', '/sign-in?next=%2Fset-upx'],
    ['/_next/image?url=x', '/sign-in?next=%2F_next%2Fimage%3Furl%3Dx'],
  ])('a stranger who opens %s is sent to %s', async (url, redirect) => {
    expect(await enter('signed-in', url, '192.168.1.7')).toMatchObject({ redirect });
  });

  it.each(['/sign-in', '/sign-in?next=%2F', '/set-up', '/join', '/_next/static/chunks/a.js', '/favicon.ico'])(
    'a stranger may open %s',
    async (url) => {
      const entry = await enter('signed-in', url, '192.168.1.7');
      expect(entry).toEqual({ origin: expect.objectContaining({ address: '192.168.1.7' }) });
    },
  );
});

describe('a part of a page that a stranger asks for', () => {
  const { auth } = config();
  beforeAll(() => {
    config().auth = 'required';
  });
  afterAll(() => {
    config().auth = auth;
  });

  it('is refused, so that nothing fetched in advance leads them to sign in later', async () => {
    const { refusal, redirect } = await enter('signed-in', '/locks?_rsc=1', '192.168.1.7', { rsc: '1' });
    expect(refusal?.status).toBe(401);
    expect(redirect).toBeUndefined();
  });
});

describe('the address of a client', () => {
  it.each([
    ['192.168.1.7', undefined, '192.168.1.7'],
    ['::ffff:192.168.1.7', undefined, '192.168.1.7'],
    // Nobody trusts this one: what it says about others is a story.
    ['192.168.1.7', '203.0.113.9', '192.168.1.7'],
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', 'spoofed, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['127.0.0.1', '2001:db8::1', '2001:db8::1'],
  ])('of the peer %s with X-Forwarded-For %j is %s', async (peer, forwarded, address) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const { origin } = await enter('open', '/', peer, headers as Record<string, string>);
    expect(origin.address).toBe(address);
  });
});
