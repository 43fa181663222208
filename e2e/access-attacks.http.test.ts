import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashSecret, newTokenSecret } from '@/lib/access/token-secret';
import { newId } from '@/lib/ids';
import { makeCallers, own } from '@/lib/testing/access/callers';
import { laneNames } from './support/lanes';
import { type Sent, send } from './support/send';
import { type SignedIn, startSignedIn } from './support/signed-in';

/** What somebody may try who has a little, or the browser of somebody who has a lot. In both lanes. */

let product: SignedIn;
let headersOf: Record<string, Record<string, string>>;
const evil = 'https://evil.example';

beforeAll(async () => {
  product = await startSignedIn();
  headersOf = Object.fromEntries(
    (await makeCallers(product.query)).map(({ name, headers }) => [name, headers]),
  );
});
afterAll(() => product?.stop());

const authorization = (name: string) => ({ authorization: headersOf[name]?.authorization as string });
const cookie = (name: string) => ({ cookie: headersOf[name]?.cookie as string });
const json = { 'content-type': 'application/json' };
const title = () => `Attacked ${newId()}`;
const event = (name: string) => ({ kind: 'operation', title: name, ...own });

async function isThere(name: string): Promise<boolean> {
  const { rows } = await product.query('SELECT FROM event WHERE title = $1', [name]);
  return rows.length > 0;
}

describe.each(laneNames)('in the %s lane', (lane) => {
  const url = (path: string) => product.url(lane) + path;
  const here = () => new URL(product.url(lane)).origin;
  const post = (
    path: string,
    headers: Record<string, string | string[]>,
    body: unknown = event('x'),
  ): Promise<Sent> =>
    send(url(path), {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const read = (headers: Record<string, string | string[]>, path = '/api/v2/events?limit=1') =>
    send(url(path), { method: 'GET', headers });

  async function makeEvent(): Promise<string> {
    const { text } = await post(
      '/api/v2/events',
      { ...authorization('token admin'), ...json },
      event(title()),
    );
    return JSON.parse(text).id;
  }
  async function makeLock(): Promise<string> {
    const { text } = await post(
      '/api/v2/locks',
      { ...authorization('token admin'), ...json },
      { ...own, resource: newId() },
    );
    return JSON.parse(text).id;
  }
  const lockState = async (id: string) =>
    JSON.parse((await read(authorization('token admin'), `/api/v2/locks/${id}`)).text).state;

  describe('a credential', () => {
    test.each([
      ['a good one first', ['token admin', 'revoked token']],
      ['a good one last', ['revoked token', 'token admin']],
    ])('may not be sent twice, %s', async (_, names) => {
      const both = names.map((name) => authorization(name).authorization);
      expect((await read({ authorization: both })).status).toBe(400);
    });

    test('counts before the cookie, however much the cookie may', async () => {
      const name = title();
      const sent = { ...cookie('admin'), 'sec-fetch-site': 'same-origin', ...json };
      expect(
        (await post('/api/v2/events', { ...sent, ...authorization('token read') }, event(name))).status,
      ).toBe(403);
      expect((await read({ ...cookie('admin'), ...authorization('revoked token') })).status).toBe(401);
      expect((await read({ ...cookie('admin'), authorization: 'Basic YTpi' })).status).toBe(401);
      expect((await read({ ...cookie('admin'), authorization: 'Bearer' })).status).toBe(401);
      expect(await isThere(name)).toBe(false);
    });

    test('needs no proof of a page, even from a browser that sends a cookie along', async () => {
      const { status } = await post(
        '/api/v2/events',
        { ...cookie('viewer'), ...authorization('token with all scopes'), ...json, origin: evil },
        event(title()),
      );
      expect(status).toBe(201);
    });

    test.each([
      'token',
      'access_token',
      'api_key',
      'apikey',
      'key',
      'authorization',
      'Authorization',
      'auth',
      'bearer',
    ])('is never taken from the address, as %s', async (name) => {
      const secret = authorization('token admin').authorization.replace('Bearer ', '');
      for (const value of [secret, `Bearer ${secret}`])
        expect((await read({}, `/api/v2/locks?${new URLSearchParams({ [name]: value })}`)).status).toBe(401);
    });

    test('in the form of a body is none', async () => {
      const secret = authorization('token admin').authorization.replace('Bearer ', '');
      const { status } = await post('/api/v2/events', json, { ...event(title()), access_token: secret });
      expect(status).toBe(401);
    });
  });

  describe('a cookie', () => {
    test('that stands there twice with two values is none', async () => {
      const both = `${cookie('viewer').cookie}; ${cookie('admin').cookie}`;
      expect((await read({ cookie: both })).status).toBe(401);
      expect((await read({ cookie: [cookie('viewer').cookie, cookie('admin').cookie] })).status).not.toBe(
        200,
      );
      expect((await read(cookie('viewer'))).status).toBe(200);
    });

    test('of another name, or in another case, is none', async () => {
      const secret = cookie('admin').cookie.split('=')[1];
      for (const name of [
        'Shiplog-Session',
        'x-shiplog-session',
        ' shiplog-session.',
        '__Host-shiplog-session',
      ])
        expect((await read({ cookie: `${name}=${secret}` })).status).toBe(401);
    });
  });

  describe('a page of another site', () => {
    const form = 'application/x-www-form-urlencoded';
    const multipart = 'multipart/form-data; boundary=x';
    test.each([
      ['a form', { 'sec-fetch-site': 'cross-site', origin: evil, 'content-type': form }],
      ['a form with files', { 'sec-fetch-site': 'cross-site', origin: evil, 'content-type': multipart }],
      [
        'a form of plain text',
        { 'sec-fetch-site': 'cross-site', origin: evil, 'content-type': 'text/plain' },
      ],
      ['JSON', { 'sec-fetch-site': 'cross-site', origin: evil, ...json }],
      ['JSON from a sandbox', { 'sec-fetch-site': 'cross-site', origin: 'null', ...json }],
      ['JSON from an old browser', { origin: evil, ...json }],
      ['JSON from an old sandbox', { origin: 'null', ...json }],
      ['JSON that says nothing of where it is from', json],
      ['JSON with a referrer alone', { referer: 'SELF/', ...json }],
      ['JSON from a sibling', { 'sec-fetch-site': 'same-site', origin: 'http://other.127.0.0.1', ...json }],
      ['JSON from the address bar', { 'sec-fetch-site': 'none', ...json }],
      ['JSON that contradicts itself', { 'sec-fetch-site': 'same-origin', origin: evil, ...json }],
      ['JSON with two answers', { 'sec-fetch-site': 'same-origin, cross-site', ...json }],
      ['JSON from a name that begins like ours', { origin: 'SELF.evil.example', ...json }],
      ['JSON from another port', { origin: 'http://127.0.0.1:1', ...json }],
    ] as [string, Record<string, string>][])('changes nothing by %s', async (_, headers) => {
      const name = title();
      const sent = Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [key, value.replace('SELF', here())]),
      );
      for (const path of ['/api/v2/events', '/api/v1alpha1/event', '/build-events']) {
        const { status, headers: answered } = await post(
          path,
          { ...cookie('admin'), ...sent },
          {
            ...event(name),
            attributes: { type: 2, ...own },
            product_name: own.service,
            version: name,
            status: 'completed',
          },
        );
        expect(status, path).toBe(403);
        expect(answered['access-control-allow-origin']).toBeUndefined();
      }
      expect(await isThere(name)).toBe(false);
    });

    test.each(['PUT', 'PATCH', 'DELETE'])('changes nothing by %s', async (method) => {
      const id = await makeEvent();
      const path = method === 'PUT' ? '/api/v2/catalog/orchard' : `/api/v2/events/${id}`;
      const { status } = await send(url(path), {
        method,
        headers: { ...cookie('admin'), 'sec-fetch-site': 'cross-site', origin: evil, ...json },
        ...(method === 'DELETE' ? {} : { body: '{}' }),
      });
      expect(status).toBe(403);
      expect((await read(authorization('token admin'), `/api/v2/events/${id}`)).status).toBe(200);
    });

    test('cannot unlock over GET, and neither can one of ours', async () => {
      const id = await makeLock();
      const ways: Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
        { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
        { 'sec-fetch-site': 'same-origin', origin: here() },
        { 'sec-fetch-site': 'none' },
        {},
      ];
      for (const headers of ways)
        for (const method of ['GET', 'HEAD']) {
          const sent = { ...cookie('admin'), ...headers };
          const { status } = await send(url(`/api/v1alpha1/unlock/${id}`), { method, headers: sent });
          expect([403, 405]).toContain(status);
        }
      expect(await lockState(id)).toBe('held');
    });

    test('gets no leave from a preflight', async () => {
      const { status, headers } = await send(url('/api/v2/events'), {
        method: 'OPTIONS',
        headers: {
          ...cookie('admin'),
          origin: evil,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type, authorization',
        },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(status).toBeLessThan(500);
    });
  });

  describe('a page of ours', () => {
    const ours = () => ({ ...cookie('admin'), 'sec-fetch-site': 'same-origin', origin: here() });

    test.each(['application/json', 'application/json; charset=utf-8', 'application/vnd.shiplog+json'])(
      'changes with a session what it sends as %s',
      async (type) => {
        const { status } = await post('/api/v2/events', { ...ours(), 'content-type': type }, event(title()));
        expect(status).toBe(201);
      },
    );

    test.each([
      'text/plain',
      'text/plain; application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=application/json',
      'application/jsonp',
      '',
    ])('changes nothing with a session by what it sends as “%s”, in any dialect', async (type) => {
      const name = title();
      for (const path of ['/api/v2/events', '/api/v1alpha1/event', '/build-events', '/api/v1/events'])
        expect((await post(path, { ...ours(), 'content-type': type }, event(name))).status, path).toBe(415);
      expect(await isThere(name)).toBe(false);
    });

    test('may send its proof by Origin alone', async () => {
      const sent = { ...cookie('admin'), origin: here(), ...json };
      expect((await post('/api/v2/events', sent, event(title()))).status).toBe(201);
    });
  });

  describe('a method', () => {
    const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override'];

    test('cannot be put in the place of another', async () => {
      const id = await makeEvent();
      const path = `/api/v2/events/${id}`;
      const tries: Sent[] = [];
      for (const name of overrides) {
        const headers = { ...authorization('token with all scopes'), [name]: 'DELETE' };
        tries.push(await send(url(path), { method: 'GET', headers }));
        tries.push(await post(path, { ...headers, ...json }, { _method: 'DELETE' }));
      }
      tries.push(await read(authorization('token with all scopes'), `${path}?_method=DELETE`));
      tries.push(
        await post(`${path}?_method=DELETE`, { ...authorization('token with all scopes'), ...json }, {}),
      );
      for (const { status } of tries) expect([200, 405, 422]).toContain(status);
      expect((await read(authorization('token admin'), path)).status).toBe(200);
    });

    test('HEAD tells no more than GET does, and does no more', async () => {
      const id = await makeLock();
      const head = (path: string, headers = {}) => send(url(path), { method: 'HEAD', headers });
      expect((await head('/api/v2/events')).status).toBe(401);
      expect((await head('/api/v2/events', authorization('token locks:write'))).status).toBe(403);
      expect((await head('/api/v2/events', authorization('token read'))).status).toBe(200);
      expect((await head(`/api/v1alpha1/unlock/${id}`, authorization('token admin'))).status).toBe(405);
      expect(await lockState(id)).toBe('held');
    });

    test.each(['OPTIONS', 'TRACE', 'PROPFIND', 'get'])('%s opens nothing', async (method) => {
      const { status, text } = await send(url('/api/v2/events'), { method }).catch(() => ({
        status: 400,
        text: '',
      }));
      expect(status === 204 || status >= 400 || text === '').toBe(true);
      expect(text).not.toContain('"items"');
    });
  });

  describe('a token with limits', () => {
    const limited = () => ({ ...authorization('token of one service in one environment'), ...json });

    test.each([
      ['as it is', own.service, 201],
      ['in another case and with space around it', '  ORCHARD ', 201],
      ['with another letter that looks alike', 'оrchard', 403],
      ['with an invisible character', 'orchard\u200b', 403],
      ['with more behind it', 'orchard quarry', 403],
    ])('finds its service %s', async (_, service, outcome) => {
      const name = title();
      const { status } = await post('/api/v2/events', limited(), { ...event(name), service });
      expect(status).toBe(outcome);
      expect(await isThere(name)).toBe(outcome === 201);
    });

    test('is held to them by numbers, too, and in both tables of numbers', async () => {
      for (const table of ['guide', 'proto'])
        for (const [environment, outcome] of [
          [7, 200],
          ['7', 200],
          ['PRODUCTION', 200],
          [1, 403],
          ['1', 403],
          [0, 403],
        ]) {
          const { status } = await post(
            '/api/v1alpha1/event',
            { ...limited(), 'x-tracker-enums': table },
            { title: title(), attributes: { type: 2, service: own.service, environment } },
          );
          expect(status, `${table} ${environment}`).toBe(outcome);
        }
    });

    test('cannot have done by a key what somebody else has done with it', async () => {
      const key = newId();
      const body = { ...event(title()), environment: 'development' };
      const sent = { 'idempotency-key': key, ...json };
      const first = await post('/api/v2/events', { ...sent, ...authorization('token admin') }, body);
      expect(first.status).toBe(201);
      const again = await post('/api/v2/events', { ...limited(), ...sent }, body);
      expect(again.status).toBe(403);
      expect(again.text).not.toContain(JSON.parse(first.text).id);
    });
  });

  describe('what is taken away', () => {
    async function newToken(
      scopes: readonly string[],
    ): Promise<{ id: string; headers: Record<string, string> }> {
      const secret = newTokenSecret();
      const id = newId();
      await product.query(
        'INSERT INTO api_token (id, name, hash, hint, scopes) VALUES ($1, $2, $3, $4, $5)',
        [id, 'short lived', hashSecret(secret), secret.slice(-4), scopes],
      );
      return { id, headers: { authorization: `Bearer ${secret}` } };
    }

    test('ends the stream that was opened with it', async () => {
      const { id, headers } = await newToken(['read']);
      const ended = new Promise<string>((resolve, reject) => {
        const asked = request(url('/api/v2/stream'), { headers }, (answer) => {
          answer.once('data', () => {
            product.query('UPDATE api_token SET revoked_at = now() WHERE id = $1', [id]).catch(reject);
          });
          answer.resume();
          answer.once('end', () => resolve('ended'));
          answer.once('error', () => resolve('broken off'));
        });
        asked.once('error', reject);
        asked.end();
      });
      expect(await ended).toMatch(/ended|broken off/);
    });

    test('is not there any more for requests, in either process', async () => {
      const { id, headers } = await newToken(['read']);
      expect((await read(headers)).status).toBe(200);
      await product.query('UPDATE api_token SET revoked_at = now() WHERE id = $1', [id]);
      await expect.poll(async () => (await read(headers)).status).toBe(401);
    });

    test('as a role is lowered, may be done no more', async () => {
      const report = async () =>
        (await post('/api/v2/events', { ...headersOf.responder, ...json }, event(title()))).status;
      expect(await report()).toBe(201);
      await product.query(`UPDATE person SET role = 'viewer' WHERE name = 'responder'`);
      await expect.poll(report).toBe(403);
      await product.query(`UPDATE person SET role = 'responder' WHERE name = 'responder'`);
      await expect.poll(report).toBe(201);
    });

    test('as somebody is disabled, cannot even be read', async () => {
      const headers = headersOf.deployer as Record<string, string>;
      expect((await read(headers)).status).toBe(200);
      await product.query(`UPDATE person SET status = 'disabled' WHERE name = 'deployer'`);
      await expect.poll(async () => (await read(headers)).status).toBe(401);
      await product.query(`UPDATE person SET status = 'active' WHERE name = 'deployer'`);
      await expect.poll(async () => (await read(headers)).status).toBe(200);
    });
  });
});
