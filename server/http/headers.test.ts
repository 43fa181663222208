import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { stripInternalHeaders } from './headers';

const hostile = {
  'x-middleware-subrequest': 'middleware:middleware',
  'x-nextjs-data': '1',
  'x-nextjs-request-id': 'a',
  'x-nextjs-html-request-id': 'b',
  'x-shiplog-local': 'yes',
};

function stripped(dev: boolean): IncomingMessage {
  const headers = { host: 'localhost', ...hostile };
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name.toUpperCase(), value]);
  const req = { headers: { ...headers }, rawHeaders } as unknown as IncomingMessage;
  stripInternalHeaders(req, dev);
  return req;
}

test('nobody outside can speak with the voice of the server', () => {
  const { headers, rawHeaders } = stripped(false);
  expect(headers).toEqual({ host: 'localhost' });
  expect(rawHeaders).toEqual(['HOST', 'localhost']);
});

test('the dev server keeps what pairs a page with its web socket, and no more', () => {
  const { headers, rawHeaders } = stripped(true);
  expect(Object.keys(headers)).toEqual(['host', 'x-nextjs-request-id', 'x-nextjs-html-request-id']);
  expect(rawHeaders.filter((_, index) => index % 2 === 0)).toEqual([
    'HOST',
    'X-NEXTJS-REQUEST-ID',
    'X-NEXTJS-HTML-REQUEST-ID',
  ]);
});
