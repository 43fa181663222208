import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { throughPageAnswer } from './page-answer';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer; pieces: Buffer[] };

/** Serves with `handle` and answers what a client gets, byte for byte; `onPiece` hears of each piece as it comes. */
async function ask(
  handle: (res: ServerResponse) => unknown,
  { gzip = true, method = 'GET', onPiece }: { gzip?: boolean; method?: string; onPiece?: () => void } = {},
): Promise<Answer> {
  server = createServer((req, res) => {
    throughPageAnswer(req, res);
    handle(res);
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const headers = gzip ? { 'accept-encoding': 'gzip' } : {};
  return new Promise((done, failed) => {
    request({ port, host: '127.0.0.1', method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece) => {
        pieces.push(piece);
        onPiece?.();
      });
      response.on('error', failed);
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces),
          pieces,
        }),
      );
    })
      .on('error', failed)
      .end();
  });
}

const text = ({ headers, body }: Answer) =>
  (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
const html = (res: ServerResponse) => res.setHeader('content-type', 'text/html; charset=utf-8');
const page = `<p style="top:1px">é</p>${'<i style="left:0">x</i>'.repeat(400)}`;
const renamed = page.replaceAll(' style=', ' data-style=');

describe.each([true, false])('for a client that reads gzip: %s', (gzip) => {
  it('a page in one piece arrives with its style attributes renamed', async () => {
    const answer = await ask((res) => html(res) && res.end(page), { gzip });
    expect(text(answer)).toBe(renamed);
    expect(answer.headers['content-encoding']).toBe(gzip ? 'gzip' : undefined);
    expect(answer.headers.vary).toBe('accept-encoding');
  });

  it('a page in many pieces arrives whole, whatever its author said of its length', async () => {
    const answer = await ask(
      (res) => {
        html(res);
        res.writeHead(200, { 'content-length': Buffer.byteLength(page) });
        for (const byte of Buffer.from(page)) res.write(Uint8Array.of(byte));
        res.end();
      },
      { gzip },
    );
    expect(text(answer)).toBe(renamed);
  });

  it('each piece of a page leaves before the next is written', async () => {
    let next = () => {};
    const answer = await ask(
      (res) => {
        html(res);
        res.write('<p style="top:0">first</p>');
        next = () => {
          next = () => {};
          res.end('<p>last</p>');
        };
      },
      { gzip, onPiece: () => next() },
    );
    expect(text(answer)).toBe('<p data-style="top:0">first</p><p>last</p>');
  });

  it('a large script is not touched', async () => {
    const source = 'a = "<p style=\\"b\\">";'.repeat(500_000);
    const answer = await ask(
      async (res) => {
        res.setHeader('content-type', 'application/javascript; charset=UTF-8');
        for (let at = 0; at < source.length; at += 65_536) {
          if (!res.write(source.slice(at, at + 65_536))) await new Promise((done) => res.once('drain', done));
        }
        res.end();
      },
      { gzip },
    );
    expect(text(answer) === source).toBe(true);
  });
});

it('what does not shrink, is small, is compressed already, streams events or is a part of a file keeps its form', async () => {
  const forms: [Record<string, string>, number?][] = [
    [{ 'content-type': 'font/woff2' }],
    [{ 'content-type': 'application/javascript', 'content-encoding': 'br' }],
    [{ 'content-type': 'text/event-stream' }],
    [{ 'content-type': 'text/css', 'content-range': 'bytes 0-8999/10000' }, 206],
    [{ 'content-type': 'application/json', 'cache-control': 'no-transform' }],
  ];
  for (const [headers, status = 200] of forms) {
    const answer = await ask((res) => res.writeHead(status, headers).end(page));
    expect(answer.headers['content-encoding']).toBe(headers['content-encoding']);
    expect(answer.body.toString()).toBe(page);
    server?.close();
  }
  const small = await ask((res) => html(res) && res.end('<p style="a">'));
  expect(small.headers['content-encoding']).toBeUndefined();
  expect(small.body.toString()).toBe('<p data-style="a">');
});

it('HEAD and 304 tell no length that the page would not have, and carry nothing', async () => {
  const head = await ask((res) => html(res) && res.writeHead(200, { 'content-length': 9_999 }).end(), {
    method: 'HEAD',
  });
  expect(head.headers['content-length']).toBeUndefined();
  expect(head.body).toHaveLength(0);
  server?.close();
  const unchanged = await ask((res) => html(res) && res.writeHead(304).end());
  expect([unchanged.status, unchanged.body.length]).toEqual([304, 0]);
});

it('a client that leaves in the middle of a page leaves nothing running', async () => {
  const closed = new Promise<boolean>((done) => {
    ask((res) => {
      html(res);
      res.write(page);
      res.on('close', () => done(res.destroyed));
      res.req.socket.destroy();
    }).catch(() => {});
  });
  expect(await closed).toBe(true);
});
