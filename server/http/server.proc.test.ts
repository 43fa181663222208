import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { BlockList, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccessMode } from '@/lib/access/mode';
import { markOrigin, originHeader, readOrigin } from '@/lib/access/origin';
import { requestIdHeader } from '@/lib/http/request-id';
import { gateOf } from './gate';
import { type HttpOptions, type HttpServer, listen } from './server';

const gate = (mode: AccessMode) => gateOf({ mode: () => mode, trustedProxies: new BlockList() });

let running: HttpServer | undefined;
afterEach(async () => {
  if (running?.server.listening) await running.drain(0);
});

const echo = async (req: IncomingMessage, res: ServerResponse) => {
  res.end(JSON.stringify({ headers: req.headers, rawHeaders: req.rawHeaders }));
};

async function serve(options: Partial<HttpOptions> = {}): Promise<{ url: string; port: number }> {
  running = await listen('127.0.0.1', 0);
  running.open({ gate: gate('protected'), dev: false, pages: echo, ...options });
  return { url: `http://127.0.0.1:${running.port}`, port: running.port };
}

/** Sends bytes as they are and answers with everything that comes back. */
async function raw(port: number, lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

/** Asks on one and the same connection, and answers with what is said of it. */
function keptAlive(port: number): () => Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async () => {
    const [answer] = (await once(get({ port, host: '127.0.0.1', agent }), 'response')) as [IncomingMessage];
    for await (const _ of answer);
    return answer.headers.connection;
  };
}

describe('what everybody gets', () => {
  it('pages may only load what is served here, and scripts only with the nonce that Next was told', async () => {
    const { url } = await serve();
    const response = await fetch(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic';/);
    expect(policy).not.toContain('unsafe-eval');
    const { headers } = (await response.json()) as { headers: Record<string, string> };
    expect(headers['content-security-policy']).toBe(policy);
    expect((await fetch(url)).headers.get('content-security-policy')).not.toBe(policy);
  });

  it.each(['/', '/api/v2/events', '/openapi.json'])(
    '%s is not sniffed, framed or shared with other sites',
    async (path) => {
      const { url } = await serve();
      const { headers } = await fetch(url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  it('a request that arrives before the database is up is answered once it is', async () => {
    running = await listen('127.0.0.1', 0);
    const early = fetch(`http://127.0.0.1:${running.port}/`);
    await once(running.server, 'request');
    running.open({ gate: gate('protected'), dev: false, pages: echo });
    expect((await early).status).toBe(200);
  });

  it('a client that offers HTTP/2 is answered in HTTP/1.1', async () => {
    const { port } = await serve();
    const answer = await raw(port, [
      'GET / HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade, HTTP2-Settings, close',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 200/);
  });
});

describe('what nobody gets', () => {
  it('a stranger’s internal headers reach no handler', async () => {
    const { url } = await serve();
    const response = await fetch(url, {
      headers: {
        'X-Shiplog-Local': 'guess',
        'x-middleware-subrequest': 'middleware',
        'x-nextjs-data': '1',
        'X-Shiplog-Actor': 'admin',
        'X-Shiplog-Request-Id': 'guess',
      },
    });
    const { headers, rawHeaders } = (await response.json()) as {
      headers: Record<string, string>;
      rawHeaders: string[];
    };
    expect(readOrigin(headers[originHeader])).toEqual({ address: '127.0.0.1', notLocal: null });
    const ours = [requestIdHeader, originHeader];
    expect(Object.keys(headers).filter((name) => /^x-/.test(name))).toEqual(ours);
    expect(rawHeaders.filter((name) => /^x-/i.test(name))).toEqual(ours);
    expect(JSON.stringify(rawHeaders)).not.toContain('guess');
  });

  it('the mark of a local request is never sent out', async () => {
    const { url } = await serve({ pages: async (_, res) => void res.end('page') });
    const { headers } = await fetch(url);
    expect(JSON.stringify([...headers])).not.toContain(
      markOrigin({ address: '', notLocal: null }).split('.')[0],
    );
  });

  it.each([
    ['/api/v2/events', 'application/problem+json'],
    ['/', 'text/html; charset=utf-8'],
  ])('a request through a proxy to %s is refused with the reason', async (path, type) => {
    const { url } = await serve();
    const response = await fetch(url + path, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe(type);
    const text = await response.text();
    expect(text).toContain('through a proxy (header x-forwarded-for)');
    expect(text).toContain('SHIPLOG_AUTH=off');
  });

  it('unless protected mode is off, and then it is not taken for a local one', async () => {
    const { url } = await serve({ gate: gate('open') });
    const response = await fetch(url, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    expect(response.status).toBe(200);
    const { headers } = (await response.json()) as { headers: Record<string, string> };
    expect(readOrigin(headers[originHeader]).notLocal).toContain('x-forwarded-for');
  });

  it('a request for a whole address is refused', async () => {
    const { port } = await serve();
    const answer = await raw(port, [
      'GET http://evil.example/ HTTP/1.1',
      'Host: localhost',
      'Connection: close',
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
  });

  it.each(['/events/%ff', '/%E0%A4%A?q=1'])(
    'the page %s, which is no percent-encoding of any text',
    async (path) => {
      const { url } = await serve();
      expect((await fetch(url + path)).status).toBe(400);
    },
  );

  it('a web socket is refused', async () => {
    const { port } = await serve();
    const answer = await raw(port, [
      'GET / HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
  });

  it('a failing handler tells nothing about the inside', async () => {
    const { url } = await serve({
      api: async () => {
        throw new Error('secret detail');
      },
    });
    const response = await fetch(`${url}/api/v2/events`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
  });
});

describe('a web socket of the dev server', () => {
  const open = async (headers: string[], options: Partial<HttpOptions> = {}) => {
    const { port } = await serve({ dev: true, ...options });
    let isAccepted = false;
    running!.webSockets.on('upgrade', (_, socket) => {
      isAccepted = true;
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    const answer = await raw(port, [
      'GET /_next/hmr?page=1 HTTP/1.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    ]);
    expect(isAccepted).toBe(answer.startsWith('HTTP/1.1 101'));
    return answer.slice(9, 12);
  };
  const own = ['Host: localhost:8080', 'Origin: http://localhost:8080', 'Sec-Fetch-Site: same-origin'];

  it.each<[string, string[]]>([
    ['a page of another site', ['Host: localhost:8080', 'Origin: https://evil.example']],
    ['another site, as the browser says', ['Host: localhost:8080', 'Sec-Fetch-Site: cross-site']],
    ['a page of nowhere', ['Host: localhost:8080', 'Origin: null']],
    ['a name that was rebound', ['Host: evil.example', 'Origin: http://evil.example']],
    ['a proxy', [...own, 'X-Forwarded-For: 203.0.113.9']],
  ])('is refused from %s', async (_, headers) => {
    expect(await open(headers)).toBe('403');
  });

  it('is let in from its own pages, also from the one to sign in', async () => {
    expect(await open(own)).toBe('101');
    await running!.drain(0);
    const redirect = async () => ({ origin: { address: '127.0.0.1', notLocal: null }, redirect: '/sign-in' });
    expect(await open(own, { gate: redirect })).toBe('101');
  });

  it('is refused when its request is none that may be read', async () => {
    expect(await open(['Host: a b'])).toBe('400');
  });

  it('does not reach Next while that knows of none', async () => {
    const { port } = await serve({ dev: true });
    const answer = await raw(port, ['GET / HTTP/1.1', ...own, 'Connection: Upgrade', 'Upgrade: websocket']);
    expect(answer).toMatch(/^HTTP\/1.1 503/);
  });
});

describe('the end', () => {
  it('does not wait for web sockets', async () => {
    const { port } = await serve({ dev: true });
    const accepted = once(running!.webSockets, 'upgrade');
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await accepted;
    await running!.drain(60_000);
    expect(running!.server.listening).toBe(false);
  });

  it('does not wait for connections that are merely kept alive', async () => {
    const { url } = await serve();
    await (await fetch(url)).text();
    await running!.drain(60_000);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('does not cut off an answer that the client is still reading', async () => {
    // More than the buffers between the two hold.
    const large = Buffer.alloc(32 * 1024 * 1024, 'x');
    const ended = Promise.withResolvers<void>();
    const { port } = await serve({
      pages: async (_, res) => {
        res.end(large);
        ended.resolve();
      },
    });
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await ended.promise;
    const drained = running!.drain(60_000);
    let received = 0;
    for await (const chunk of socket) received += chunk.length;
    expect(received).toBeGreaterThan(large.length);
    await drained;
  });

  it('answers what comes on a connection that was kept alive, and says that it is the last', async () => {
    const { port } = await serve();
    const ask = keptAlive(port);
    expect(await ask()).toBe('keep-alive');
    const drained = running!.drain(60_000);
    expect(await ask()).toBe('close');
    await drained;
  });

  it('lets kept connections ask for as long as something else is not done', async () => {
    const slow = Promise.withResolvers<ServerResponse>();
    const { url, port } = await serve({
      pages: async (req, res) => (req.url === '/slow' ? slow.resolve(res) : void res.end()),
    });
    const ask = keptAlive(port);
    const other = keptAlive(port);
    await Promise.all([ask(), other()]);
    const waiting = fetch(`${url}/slow`);
    const res = await slow.promise;
    const drained = running!.drain(60_000, 0);
    // A while in which it could have closed them, had it not waited.
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(await ask()).toBe('close');
    expect(await other()).toBe('close');
    res.end();
    expect((await waiting).headers.get('connection')).toBe('close');
    await drained;
  });

  it('cuts off what is not done by the deadline', async () => {
    const begun = Promise.withResolvers<void>();
    const { url } = await serve({ pages: async () => begun.resolve() });
    const hanging = fetch(url);
    await begun.promise;
    await running!.drain(50);
    await expect(hanging).rejects.toThrow();
  });
});

describe('the two lanes', () => {
  it.each([
    [true, '/api/v2/events', 'api'],
    [false, '/api/v2/events', 'pages'],
    [true, '/apis', 'pages'],
    [true, '/', 'pages'],
  ])('when the lean lane answers %s, %s is served by %s', async (answers, path, by) => {
    const { url } = await serve({
      api: async (_, res) => {
        if (answers) res.end('api');
        return answers;
      },
      pages: async (_, res) => void res.end('pages'),
    });
    expect(await (await fetch(url + path)).text()).toBe(by);
  });
});
