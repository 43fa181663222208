import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { framingFault, mostHeaders, targetFault } from './framing';

const request = (headers: Record<string, string>, more: Partial<IncomingMessage> = {}, raw?: string[]) =>
  ({
    url: '/',
    method: 'GET',
    httpVersion: '1.1',
    headers,
    rawHeaders: raw ?? Object.entries(headers).flat(),
    ...more,
  }) as IncomingMessage;

describe('a request line', () => {
  it.each([
    '/',
    '/?q=a\\b|c^{d}',
    '/api/v2/events?from=2026-01-01T00:00:00%2B02:00&q=%C3%A4',
    '/catalog/terraform%2Faws%20100%25',
    '/catalog/a.b..c/...',
    '/catalog/..%2F..%2Fetc%2Fpasswd',
    '/catalog/%E2%82%AC',
    '/a/?b//c/../d',
    '/a;b=c/d:e@f!$&()*+,=~',
  ])('is read: %s', (target) => {
    expect(targetFault(target, 'GET')).toBeNull();
  });

  it.each([
    ['', 'GET'],
    ['*', 'OPTIONS'],
    ['http://localhost/', 'GET'],
    ['//evil.example', 'GET'],
    ['/a//b', 'GET'],
    ['/a\\b', 'GET'],
    ['/a#b', 'GET'],
    ['/..', 'GET'],
    ['/a/./b', 'GET'],
    ['/a/%2E%2e/b', 'GET'],
    ['/%61pi', 'GET'],
    ['/api/v%32/events', 'GET'],
    ['/ä', 'GET'],
    ['/?ä', 'GET'],
    ['/', 'TRACE'],
  ])('is refused: %s', (target, method) => {
    expect(targetFault(target, method)?.status).toBeGreaterThanOrEqual(400);
  });
});

describe('the headers of a request', () => {
  it.each<Record<string, string>>([
    { host: 'localhost' },
    { host: 'localhost:8080' },
    { host: '[::1]:8080' },
    { host: 'shiplog.example.', 'transfer-encoding': 'chunked' },
    { host: 'a', upgrade: 'h2c' },
  ])('are read: %j', (headers) => {
    expect(framingFault(request(headers), false)).toBeNull();
  });

  it.each([
    [{}],
    [{ host: '' }],
    [{ host: 'a b' }],
    [{ host: 'a/b' }],
    [{ host: 'user@a' }],
    [{ host: 'a', 'transfer-encoding': 'gzip, chunked' }],
    [{ host: 'a', upgrade: 'websocket' }],
  ])('are refused: %j', (headers) => {
    expect(framingFault(request(headers as Record<string, string>), false)?.status).toBe(400);
  });

  it('name a host in HTTP/1.1 and may leave it out in HTTP/1.0', () => {
    expect(framingFault(request({}, { httpVersion: '1.0' }), false)).toBeNull();
    expect(framingFault(request({}, { httpVersion: '0.9' }), false)?.status).toBe(505);
  });

  it('say once what must be said once, however it is spelled', () => {
    const raw = ['Host', 'a', 'Authorization', 'x', 'AUTHORIZATION', 'y'];
    expect(framingFault(request({ host: 'a', authorization: 'x' }, {}, raw), false)?.detail).toContain(
      'authorization',
    );
    const repeatable = ['Host', 'a', 'Accept', 'x', 'Accept', 'y'];
    expect(framingFault(request({ host: 'a', accept: 'x, y' }, {}, repeatable), false)).toBeNull();
  });

  it('are of a number that somebody could mean', () => {
    const raw = (count: number) => Array.from({ length: count }, (_, index) => [`x-${index}`, 'a']).flat();
    expect(framingFault(request({ host: 'a' }, {}, raw(mostHeaders)), false)).toBeNull();
    expect(framingFault(request({ host: 'a' }, {}, raw(mostHeaders + 1)), false)?.status).toBe(431);
  });

  it('may ask the dev server for a web socket', () => {
    expect(framingFault(request({ host: 'a', upgrade: 'websocket' }), true)).toBeNull();
  });
});
