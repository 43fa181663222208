import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  insistOnTls,
  isInternalHeader,
  pagePolicy,
  setSecurityHeaders,
  stripInternalHeaders,
} from './headers';

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

/** What Next reads as anybody may send it, or only ever writes. */
const forAll = [
  // What a proxy says; the door decides whom to believe.
  /^x-forwarded-(?:for|host|port|proto)$/,
  // No header, but a content coding.
  /^x-gzip$/,
  // What its client in the browser says of the part of a page that it wants; checked by its shape.
  /^next-(?:url|router-(?:prefetch|segment-prefetch|state-tree))$/,
  // Read by the dev server alone.
  /^next-hmr-refresh$/,
];

test('every header that this release of Next believes is taken away, or known here by name', () => {
  const dist = fileURLToPath(new URL('../../node_modules/next/dist', import.meta.url));
  const found = new Set<string>();
  for (const folder of ['server', 'lib', 'shared', 'build/templates', 'client/components']) {
    for (const path of readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.js') || /(^|\/)dev\//.test(path)) continue;
      const text = readFileSync(join(dist, folder, path), 'utf8');
      for (const [, name = ''] of text.matchAll(/['"`]((?:x-[a-z]|next-)[a-z0-9-]*)['"`]/g)) found.add(name);
    }
  }
  expect(found.size).toBeGreaterThan(30);
  const believed = [...found].filter(
    (name) => !isInternalHeader(name, false) && !forAll.some((known) => known.test(name)),
  );
  expect(believed).toEqual([]);
});

test('where people come by TLS, browsers are told to go on so; elsewhere that would lock them out', () => {
  const written = (publicUrl: string | undefined) => {
    insistOnTls(publicUrl);
    const headers: Record<string, unknown> = {};
    setSecurityHeaders({
      req: { headers: {} },
      setHeader: (name: string, value: unknown) => {
        headers[name] = value;
      },
    } as unknown as ServerResponse);
    return headers['strict-transport-security'];
  };
  expect(written('https://shiplog.example')).toBe('max-age=31536000');
  expect(written('http://shiplog.example')).toBeUndefined();
  expect(written(undefined)).toBeUndefined();
});

describe('what a page may load', () => {
  test('is what carries the nonce or comes from here, and nothing inline', () => {
    const policy = pagePolicy('abc', false);
    expect(policy).toContain("default-src 'none'; ");
    expect(policy).toContain("style-src 'self' 'nonce-abc';");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-|data:|blob:|ws:|\*/);
  });

  test('has room for the dev server, which knows of no nonce for styles', () => {
    const policy = pagePolicy('abc', true);
    expect(policy).toContain("style-src 'self' 'unsafe-inline';");
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic' 'unsafe-eval';");
  });
});
