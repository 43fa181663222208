import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { dropPageHeaders, keepPageHeaders, pageFault } from './page-requests';

function request(url: string, headers: Record<string, string> = {}, method = 'GET'): IncomingMessage {
  return {
    url,
    method,
    headers: { ...headers },
    rawHeaders: Object.entries(headers).flat(),
  } as unknown as IncomingMessage;
}

describe('a request for a page', () => {
  it.each([
    '/',
    '/events/0198c5a0',
    '/catalog/terraform%2Faws',
    '/catalog/next%20door?q=next&__nex=1&q=__next',
    '/_next/static/chunks/a.js?dpl=1',
    '/?_rsc=abc',
  ])('is let through: %s', (url) => {
    expect(pageFault(request(url), false)).toBeNull();
    expect(pageFault(request(url, { 'content-length': '0' }, 'HEAD'), false)).toBeNull();
  });

  it.each([
    ['/', 'POST', 405],
    ['/_next/static/a.js', 'PUT', 405],
    ['/%ff', 'GET', 400],
    ['/a%0ab', 'GET', 400],
    ['/_next/image?url=a', 'GET', 404],
    ['/_nextish', 'GET', 404],
    ['/a.rsc', 'GET', 404],
    ['/a.segments/_tree.segment.rsc', 'GET', 404],
    ['/a?nxtPid=1', 'GET', 400],
    ['/a?b=1&%5f_nextLocale=x', 'GET', 400],
  ])('is refused: %s by %s', (url, method, status) => {
    expect(pageFault(request(url, {}, method), false)?.status).toBe(status);
  });

  it('has no body', () => {
    expect(pageFault(request('/', { 'content-length': '1' }), false)?.status).toBe(400);
    expect(pageFault(request('/', { 'transfer-encoding': 'chunked' }), false)?.status).toBe(400);
  });

  it('on the dev server may be one of its tools, and a page is a page there too', () => {
    expect(pageFault(request('/__nextjs_original-stack-frames', {}, 'POST'), true)).toBeNull();
    expect(pageFault(request('/', {}, 'POST'), true)?.status).toBe(405);
  });
});

describe('what Next is told of a request', () => {
  const headers = {
    host: 'a',
    cookie: 'b=c',
    'sec-fetch-site': 'none',
    'x-shiplog-origin': 'ours',
    'x-forwarded-host': 'evil.example',
    'x-whatever-next-trusts-tomorrow': '1',
    rsc: '1',
    'next-url': '/',
  };
  const names = (req: IncomingMessage) => {
    const raw = req.rawHeaders.filter((_, index) => index % 2 === 0);
    expect(raw).toEqual(Object.keys(req.headers));
    return raw;
  };

  it('for a page is what a page may be told', () => {
    const req = request('/', headers);
    keepPageHeaders(req);
    expect(names(req)).toEqual(['host', 'cookie', 'sec-fetch-site', 'x-shiplog-origin']);
  });

  it('for a part of a page is also which part', () => {
    const req = request('/?a=b&_rsc=1', headers);
    keepPageHeaders(req);
    expect(names(req)).toEqual(['host', 'cookie', 'sec-fetch-site', 'x-shiplog-origin', 'rsc', 'next-url']);
  });

  it('for the API is nothing about pages', () => {
    const req = request('/api/v2/events?_rsc=1', headers);
    dropPageHeaders(req);
    expect(names(req)).toEqual([
      'host',
      'cookie',
      'sec-fetch-site',
      'x-shiplog-origin',
      'x-whatever-next-trusts-tomorrow',
    ]);
  });
});
