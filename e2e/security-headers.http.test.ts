import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';
import { exchange } from './support/raw-http';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'content-security-policy': expect.stringMatching(/default-src '(?:none|self)'.*frame-ancestors 'none'/),
  'x-request-id': expect.stringMatching(/^[0-9a-f]{12}-[0-9a-z]+$/),
};

const json = { 'Content-Type': 'application/json' };

describe.each(lanes)('every answer carries the same protection, in the $name lane', ({ url }) => {
  test.each<[string, string, RequestInit, number]>([
    ['a page', '/docs', {}, 200],
    ['the head of a page', '/docs', { method: 'HEAD' }, 200],
    ['a page that there is not', '/no-such-page', {}, 404],
    ['an object that there is not', '/catalog/no-such-service', {}, 404],
    ['a page that somebody posts to', '/docs', { method: 'POST' }, 405],
    ['a path that is none', '/%ff', {}, 400],
    ['a static file', '/icon.svg', {}, 200],
    ['a static file that there is not', '/_next/static/none.js', {}, 404],
    ['health', '/api/health', {}, 200],
    ['a list', '/api/v2/events?limit=1', {}, 200],
    ['the head of a list', '/api/v2/events?limit=1', { method: 'HEAD' }, 200],
    [
      'a creation',
      '/api/v2/events',
      {
        method: 'POST',
        headers: json,
        body: '{"kind":"deployment","title":"t","service":"security-headers","environment":"production"}',
      },
      201,
    ],
    ['a refusal of input', '/api/v2/events', { method: 'POST', headers: json, body: '{}' }, 422],
    ['what can be done', '/api/v2/events', { method: 'OPTIONS' }, 204],
    ['a method that there is not', '/api/v2/events', { method: 'DELETE' }, 405],
    ['a route that there is not', '/api/v2/none', {}, 404],
    [
      'an object of the API that there is not',
      '/api/v2/events/0198c5a0-0000-7000-8000-000000000000',
      {},
      404,
    ],
    ['the description of the API', '/openapi.json', {}, 200],
    ['a refusal at the door', '/docs', { headers: { 'X-Forwarded-For': '203.0.113.9' } }, 403],
    [
      'a refusal of the API at the door',
      '/api/v2/events',
      { headers: { 'X-Forwarded-For': '203.0.113.9' } },
      403,
    ],
  ])('%s', async (_, path, init, status) => {
    const response = await fetch(url + path, { redirect: 'manual', ...init });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(always);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('server')).toBeNull();
    // People reach this server by plain HTTP: a promise of TLS would lock them out.
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  test.each(['/icon.svg', '/api/v2/events/SOME'])('%s that has not changed', async (template) => {
    const path = template.includes('SOME') ? `/api/v2/events/${await someEvent(url)}` : template;
    const first = await fetch(url + path);
    await first.arrayBuffer();
    const etag = first.headers.get('etag') ?? '';
    const { status, headers } = await fetch(url + path, { headers: { 'If-None-Match': etag } });
    expect([200, 304]).toContain(status);
    expect(Object.fromEntries(headers)).toMatchObject(always);
    expect(headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });

  test.each(['NONSENSE\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'])(
    'what is no request: %j',
    async (bytes) => {
      const { answers } = await exchange(url, bytes);
      expect(answers[0]?.headers).toMatchObject(always);
    },
  );

  test('ids of requests are made here, and never twice', async () => {
    const ids = new Set<string | null>();
    for (const path of ['/docs', '/api/health', '/none', '/api/none']) {
      for (let count = 0; count < 3; count++) {
        const { headers } = await fetch(url + path, {
          headers: { 'X-Request-Id': 'mine', 'X-Shiplog-Request-Id': 'mine' },
        });
        ids.add(headers.get('x-request-id'));
      }
    }
    expect(ids.size).toBe(12);
    expect(ids).not.toContain('mine');
  });
});

async function someEvent(url: string): Promise<string> {
  const body = JSON.stringify({
    kind: 'deployment',
    title: 't',
    service: 'security-headers',
    environment: 'production',
  });
  const response = await fetch(`${url}/api/v2/events`, { method: 'POST', headers: json, body });
  return ((await response.json()) as { id: string }).id;
}
