import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  actions,
  ambiguous,
  canary,
  chunks,
  garbage,
  multipart,
  refusedPages,
  request,
  shell,
  targets,
  trusted,
  withLength,
} from './support/attack-payloads';
import { lanes } from './support/lanes';
import { exchange, type RawAnswer } from './support/raw-http';

/**
 * The payload families of the known weaknesses of HTTP servers, Next and React, sent as bytes to both lanes. Whatever is sent: one
 * answer below 500 or none, nothing executed, no other server asked, nothing answered that the plain request would not give, and
 * the next question on the connection answered as if nothing had been.
 *
 * The advisories of Next and React that the tables stand for are listed in docs/adr/0062-refused-at-the-door.md.
 */

let elsewhere: Server;
let elsewhereUrl = '';
let asked: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    res.end(canary);
  }).listen(0, '127.0.0.1');
  elsewhere.on('upgrade', (_, socket) => {
    asked.push('upgrade');
    socket.destroy();
  });
  await once(elsewhere, 'listening');
  elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(() => elsewhere.close());

/** Sends an attack, holds the server to what is promised above, and gives the answer. */
async function attack(url: string, bytes: string): Promise<RawAnswer> {
  asked = [];
  const { answers, next } = await exchange(url, bytes.replaceAll('ELSEWHERE', elsewhereUrl));
  expect(answers).toHaveLength(1);
  const answer = answers[0] as RawAnswer;
  if (![501, 505].includes(answer.status)) expect(answer.status).toBeLessThan(500);
  expect(JSON.stringify(answer)).not.toContain(canary);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
  expect(asked).toEqual([]);
  if (next) expect([next.status, JSON.parse(next.body)]).toEqual([200, expect.anything()]);
  else expect(answer.headers.connection).toBe('close');
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  return answer;
}

describe.each(lanes)('the $name lane', ({ url }) => {
  /** What is answered by path to those who claim nothing. */
  const plain: Record<string, unknown> = {};

  test.each(ambiguous)('refuses what can be read in two ways: %s', async (_, bytes) => {
    const answer = await attack(url, bytes);
    expect(answer.headers.connection).toBe('close');
    expect([400, 505]).toContain(answer.status);
  });

  test.each(targets)(
    'refuses a target that it, a proxy and Next may read differently: %j',
    async (target) => {
      const answer = await attack(url, request(`GET ${target}`));
      expect([answer.status, answer.headers.connection]).toEqual([400, 'close']);
      expect(answer.headers.location).toBeUndefined();
    },
  );

  test.each([
    ['TRACE / HTTP/1.1', 405],
    ['TRACE /api/v2/events HTTP/1.1', 405],
    ['CONNECT evil.example:80 HTTP/1.1', 405],
    ['PROPFIND / HTTP/1.1', 405],
    ['PROPFIND /api/v2/events HTTP/1.1', 405],
    ['OPTIONS / HTTP/1.1', 405],
    ['DELETE /docs HTTP/1.1', 405],
    ['FOO / HTTP/1.1', 501],
    ['get / HTTP/1.1', 501],
    ['PRI * HTTP/2.0', 505],
    ['GET / HTTP/2.0', 505],
    ['GET / HTTP/1.2', 505],
  ])('does not do what it does not know: %s', async (line, status) => {
    const answer = await attack(url, `${line}\r\nHost: localhost\r\n\r\n`);
    expect(answer.status).toBe(status);
    if (status === 405) expect(answer.headers.allow).toMatch(/GET/);
  });

  test('an expectation that nobody has is not met', async () => {
    const answer = await attack(url, request('POST /api/v2/events', ['Expect: c4n4ry', 'Content-Length: 0']));
    expect(answer.status).toBe(417);
  });

  test.each([
    ['many', Array.from({ length: 200 }, (_, index) => `x-${index}: a`)],
    ['very many', Array.from({ length: 3_000 }, () => 'a:b')],
    ['long', [`x-a: ${'a'.repeat(40_000)}`]],
  ])('refuses headers that are too %s', async (_, headers) => {
    expect((await attack(url, request('GET /', headers))).status).toBe(431);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a page takes no %s, whatever it carries', async (method) => {
    for (const [name, headers, body] of actions) {
      for (const path of method === 'POST'
        ? ['/', '/docs', '/no-such-page', '/api', '/openapi.json/x']
        : ['/docs']) {
        const answer = await attack(url, withLength(`${method} ${path}`, headers, body));
        const isApi = /^\/(?:api|openapi)/.test(path);
        expect([name, path, answer.status]).toEqual([
          name,
          path,
          isApi ? expect.toSatisfy((s) => [403, 404, 405].includes(s)) : 405,
        ]);
        if (!isApi) expect(answer.headers.allow).toBe('GET, HEAD');
      }
    }
  });

  test.each(actions)('the API takes no call of a server function: %s', async (_, headers, body) => {
    const answer = await attack(url, withLength('POST /api/v2/events', headers, body));
    expect([400, 403, 415, 422]).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test.each(['GET', 'HEAD'])('a %s for a page has no body', async (method) => {
    expect(
      (await attack(url, withLength(`${method} /docs`, [multipart, 'Next-Action: x'], shell))).status,
    ).toBe(400);
    expect(
      (await attack(url, request(`${method} /docs`, ['Transfer-Encoding: chunked'], chunks))).status,
    ).toBe(400);
  });

  test.each(refusedPages)('there is no page %s', async (path, status) => {
    const plain = await attack(url, request(`GET ${path}`));
    expect(plain.status).toBe(status);
    const asPart = await attack(
      url,
      request(`GET ${path}${path.includes('?') ? '&' : '?'}_rsc=x`, ['RSC: 1']),
    );
    expect(asPart.status).toBe(status);
  });

  test.each(garbage)('a browser never says %s', async (_, headers) => {
    expect((await attack(url, request('GET /docs?_rsc=x', headers))).status).toBe(400);
  });

  test.each(trusted)('what is believed of Next alone changes nothing: %s', async (_, headers) => {
    for (const path of [
      '/docs',
      '/no-such-page',
      '/catalog/no-such-service',
      // Of nobody: other tests report events meanwhile.
      '/api/v2/events?service=no-such-service',
      '/api/no-such-route',
    ]) {
      plain[path] ??= look(await attack(url, request(`GET ${path}`)));
      expect(look(await attack(url, request(`GET ${path}`, headers)))).toEqual(plain[path]);
    }
  });

  test.each([
    '/_error',
    '/404',
    '/500',
    '/_not-found',
    '/_app',
    '/_document',
    '/global-error',
    '/package.json',
    '/.next/BUILD_ID',
    '/.env',
    '/.git/config',
    '/x%2f..%2fapi/v2/events',
    '/x%5c..%5capi/v2/events',
    '/sign-in/..%2fdocs',
    '/sign-in%2f..%2fdocs',
    '/_next/static/..%2f..%2f..%2fpackage.json',
    '/_next/static/..%5c..%5c..%5cpackage.json',
    '/_next%2fstatic/..%2fdocs',
    '/app/page.tsx',
    '/_next/static/',
    '/_next/static/nothing.js',
    '/_next/static/chunks/%5b%5d.js',
    '/_next/static/chunks/app.js.map',
  ])('%s tells nothing about the inside', async (path) => {
    expect((await attack(url, request(`GET ${path}`))).status).toBe(404);
  });

  test.each([
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: javascript',
    'X-Forwarded-For: 127.0.0.1',
    'Forwarded: host=evil.example',
    'X-Forwarded-Port: x',
    'X-Original-Url: /api/v2/events',
    'X-Forwarded-Prefix: //evil.example',
  ])('a proxy that nobody set up is not believed: %s', async (header) => {
    for (const path of ['/docs', '/api/v2/events'])
      expect((await attack(url, request(`GET ${path}`, [header]))).status).toBe(403);
  });

  test('a browser gets the part of a page that it asks for', async () => {
    const headers = {
      RSC: '1',
      'Next-Router-State-Tree': encodeURIComponent(
        JSON.stringify([
          '',
          { children: ['(console)', { children: ['__PAGE__', {}, null, null, 4] }] },
          null,
          null,
          16,
        ]),
      ),
      'Next-Url': '/',
    };
    const response = await fetch(`${url}/docs?_rsc=x`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/x-component');
    await response.text();
  });

  test('a request behind one that is under way is not answered in its place', async () => {
    const read = request('GET /api/v2/events?limit=1');
    const { answers } = await exchange(url, `${read}NONSENSE\r\n\r\n`);
    expect(answers.map(({ status }) => status)).toEqual([200]);
  });
});

/** What of an answer must not depend on who asks. */
function look({ status, headers, body }: RawAnswer) {
  const {
    date,
    connection,
    'x-request-id': id,
    'content-security-policy': policy = '',
    'keep-alive': keep,
    // How much React has to preload when the head leaves depends on the moment; what it may be does not.
    link = '',
    ...rest
  } = headers;
  const preloads = link.split(/,\s*(?=<|$)/).filter(Boolean);
  expect(preloads.filter((one) => !one.startsWith('</_next/static/'))).toEqual([]);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  return {
    status,
    headers: nonce
      ? JSON.parse(JSON.stringify({ ...rest, policy }).replaceAll(nonce, 'N'))
      : { ...rest, policy },
    title: /<title>(.*?)<\/title>/.exec(body)?.[1],
    json: headers['content-type']?.includes('json') ? body : undefined,
  };
}
