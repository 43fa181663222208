import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';

const draft = { kind: 'deployment', title: 'Deploy shop v1.2.0', service: 'shop', environment: 'production' };
const json = { 'content-type': 'application/json' };

/** A request with exactly these headers: `fetch` does not let a test choose its Host. */
function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method: options.method ?? 'GET', headers: options.headers ?? {} }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({
          status: res.statusCode as number,
          headers: res.headers as Record<string, string>,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    req.on('error', reject);
    req.end(options.body);
  });
}

describe.each(lanes)('the native API in the $name lane', ({ url }) => {
  const events = `${url}/api/v2/events`;
  const post = (body: unknown, headers = {}) =>
    fetch(events, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

  test('lives through the whole life of an event', async () => {
    const created = await post({ ...draft, status: 'start' });
    expect(created.status).toBe(201);
    const event = await created.json();
    const at = `${url}${created.headers.get('location')}`;
    expect(created.headers.get('etag')).toBe('"1"');

    const patched = await fetch(at, {
      method: 'PATCH',
      headers: { ...json, 'If-Match': '"1"' },
      body: JSON.stringify({ status: 'success' }),
    });
    expect(await patched.json()).toMatchObject({ id: event.id, status: 'success', revision: 2 });
    const stale = await fetch(at, {
      method: 'PATCH',
      headers: { ...json, 'If-Match': '"1"' },
      body: '{"title":"x"}',
    });
    expect(stale.status).toBe(412);

    await fetch(`${at}/comments`, { method: 'POST', headers: json, body: '{"comment":"fine"}' });
    const { items } = await (await fetch(`${at}/changelog`)).json();
    expect(items.map((entry: { type: string }) => entry.type)).toEqual([
      'created',
      'status_changed',
      'commented',
    ]);

    const listed = await (await fetch(`${events}?service=shop&limit=500`)).json();
    expect(listed.items.map((item: { id: string }) => item.id)).toContain(event.id);
    expect((await fetch(at, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(at)).status).toBe(404);
  });

  test('answers HEAD like GET without a body', async () => {
    const answer = await send(`${events}?limit=1`, { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test('takes a path with a slash at its end without a redirect', async () => {
    const answer = await fetch(`${events}/`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(draft),
      redirect: 'error',
    });
    expect(answer.status).toBe(201);
  });

  test('reads a compressed body', async () => {
    const body = gzipSync(JSON.stringify({ ...draft, title: 'Compressed' }));
    const answer = await send(events, {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body,
    });
    expect([answer.status, JSON.parse(answer.text).title]).toEqual([201, 'Compressed']);
  });

  test.each([
    ['malformed JSON', '{"kind":', {}, 400],
    ['a body over the limit', JSON.stringify({ ...draft, payload: 'x'.repeat(1_100_000) }), {}, 413],
    ['a gzip bomb', gzipSync(Buffer.alloc(30_000_000)), { 'content-encoding': 'gzip' }, 413],
    ['a body that is no JSON by its type', JSON.stringify(draft), { 'content-type': 'text/plain' }, 415],
    ['an unknown kind', JSON.stringify({ ...draft, kind: 'party' }), {}, 422],
  ])('answers %s with a problem document', async (_name, body, headers, status) => {
    const answer = await send(events, { method: 'POST', headers: { ...json, ...headers }, body });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({
      status,
      type: expect.stringContaining('urn:shiplog:problem:'),
    });
  });

  test('answers an unknown path of the API with an error of its dialect, not with a page', async () => {
    const native = await fetch(`${url}/api/v2/nothing`);
    expect([native.status, native.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const tracker = await fetch(`${url}/api/v1alpha1/nothing`);
    expect([tracker.status, await tracker.json()]).toEqual([
      404,
      { code: 5, message: 'Not Found', details: [] },
    ]);
  });

  test('answers a known path with another method by saying which it has', async () => {
    expect((await fetch(events, { method: 'PUT', headers: json, body: '{}' })).status).toBe(405);
  });

  test.each<[string, Record<string, string>]>([
    ['of another host (DNS rebinding)', { host: 'evil.example.com' }],
    ['that a proxy forwarded', { 'x-forwarded-for': '203.0.113.7' }],
    ['with a Forwarded header', { forwarded: 'for=203.0.113.7' }],
    ['of another site in a browser', { 'sec-fetch-site': 'cross-site' }],
    ['of another origin in an old browser', { origin: 'https://evil.example.com' }],
    ['that claims to be marked as local', { 'x-shiplog-local': 'yes', 'x-real-ip': '203.0.113.7' }],
  ])('refuses a request %s with a clear 403 and stores nothing', async (_name, headers) => {
    // Other tests report refused connections: only this word is this test's own.
    const word = `unwelcome${crypto.randomUUID().replaceAll('-', '')}`;
    const title = `${word} ${JSON.stringify(headers)}`;
    const answer = await send(events, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify({ ...draft, title }),
    });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text).detail).toContain('protected mode');
    const { items } = await (await fetch(`${events}?limit=500&q=${word}`)).json();
    expect(items).toEqual([]);
  });

  test('replays an answer by its Idempotency-Key byte for byte', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await post(draft, key);
    const again = await post(draft, key);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});
