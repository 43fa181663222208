/**
 * The payload families of the known weaknesses of HTTP servers, Next and React, as lines and bytes. The advisories that they stand for are
 * listed in docs/adr/0062-refused-at-the-door.md.
 */

/** What runs or is fetched would say this word. */
export const canary = 'c4n4ry';
export const request = (line: string, headers: readonly string[] = [], body = '') =>
  [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', body].join('\r\n');
export const withLength = (line: string, headers: readonly string[], body: string) =>
  request(line, [...headers, `Content-Length: ${Buffer.byteLength(body)}`], body);

export const chunks = '3\r\nabc\r\n0\r\n\r\n';
const smuggled = `GET /${canary} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (...headers: string[]) => request('POST /api/v2/events', headers, chunks + smuggled);

export const ambiguous: [string, string][] = [
  ['both lengths', post('Content-Length: 3', 'Transfer-Encoding: chunked')],
  ['both lengths, the other way round', post('Transfer-Encoding: chunked', 'Content-Length: 0')],
  ['two lengths that agree', post('Content-Length: 3', 'Content-Length: 3')],
  ['two lengths that differ', post('Content-Length: 3', 'Content-Length: 40')],
  ['a list of lengths', post('Content-Length: 3, 3')],
  ['a length with a sign', post('Content-Length: +3')],
  ['a length in hexadecimal', post('Content-Length: 0x3')],
  ['a space before the colon of the length', post('Content-Length : 3')],
  ['chunked that is not last', post('Transfer-Encoding: chunked, gzip')],
  ['another coding before chunked', post('Transfer-Encoding: gzip, chunked')],
  ['identity in a header of its own', post('Transfer-Encoding: identity', 'Transfer-Encoding: chunked')],
  ['chunked twice', post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
  ['a coding like chunked', post('Transfer-Encoding: xchunked')],
  ['a coding on the next line', post('Transfer-Encoding:\r\n chunked')],
  [
    'chunked in HTTP/1.0',
    `POST /api/v2/events HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
  ],
  ['a folded header', request('GET /', ['X-A: a\r\n b'])],
  ['a folded first header', 'GET / HTTP/1.1\r\n Host: localhost\r\n\r\n'],
  ['bare line feeds', 'GET / HTTP/1.1\nHost: localhost\n\n'],
  ['a bare carriage return', request('GET /', ['X-A: a\rHost: evil.example'])],
  ['a NUL in a header', request('GET /', ['X-A: a\0b'])],
  [
    'a line feed in a chunk extension',
    request(
      'POST /api/v2/events',
      ['Content-Type: application/json', 'Transfer-Encoding: chunked'],
      `3;a="\n"\r\nabc\r\n0\r\n\r\n`,
    ),
  ],
  [
    'a chunk that ends in a line feed',
    request(
      'POST /api/v2/events',
      ['Content-Type: application/json', 'Transfer-Encoding: chunked'],
      '3\nabc\n0\n\n',
    ),
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two hosts', request('GET /', ['Host: evil.example'])],
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: local^host/\r\n\r\n'],
  ['a host with a user', 'GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n'],
  [
    'two authorizations',
    request('GET /api/v2/events', ['Authorization: Bearer a', 'Authorization: Bearer b']),
  ],
  ['two cookies', request('GET /', ['Cookie: a=1', 'Cookie: a=2'])],
  [
    'two types',
    request('POST /api/v2/events', [
      'Content-Type: application/json',
      'Content-Type: text/plain',
      'Content-Length: 0',
    ]),
  ],
  [
    'a web socket',
    request('GET /', [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]),
  ],
  ['a web socket to elsewhere', request('GET ELSEWHERE/', ['Connection: Upgrade', 'Upgrade: websocket'])],
  [
    'a web socket to elsewhere, as a path',
    request('GET //ELSEWHERE/', ['Connection: Upgrade', 'Upgrade: websocket']),
  ],
  [
    'the web socket of the dev server',
    request('GET /_next/hmr?id=a', ['Connection: Upgrade', 'Upgrade: websocket']),
  ],
];

export const targets = [
  'ELSEWHERE/',
  'http://localhost/',
  'https://evil.example/api/v2/events',
  '*',
  '//evil.example/',
  '///evil.example/%2f..',
  '/\\evil.example/',
  '/a\\..\\b',
  '/a#b',
  '/a\x01b',
  '/a\x7fb',
  '/a\0b',
  '/\xc3\xa4',
  '/?q=\xc3\xa4',
  '/a b',
  '/a\tb',
  'foo',
  '?a',
  '/..',
  '/../',
  '/./',
  '/a/../b',
  '/api/v2/../v2/events',
  '/x/../api/v2/events',
  '/api/v2/%2e%2e/v2/events',
  '/x/%2E%2e/api/v2/events',
  '/x/.%2e/api/v2/events',
  '/%61pi/v2/events',
  '/api/v2/%65vents',
  '/_next/static/../../package.json',
  '/_next/static/%2e%2e/%2e%2e/package.json',
  '//api/v2/events',
  '/api//v2/events',
];

export const refusedPages = [
  ['/%00', 400],
  ['/docs%0d%0aX-Injected:%20c4n4ry', 400],
  ['/%ff', 400],
  ['/%c0%af', 400],
  ['/%', 400],
  ['/_next/image?url=ELSEWHERE%2Fa.png&w=64&q=75', 404],
  ['/_next/image?url=%2Fapi%2Fv2%2Fevents&w=64&q=75', 404],
  ['/_next/image', 404],
  ['/_next/data/build/index.json', 404],
  ['/_next/data/build/settings/rules.json?__nextDataReq=1', 404],
  ['/_next/webpack-hmr', 404],
  ['/_next/mcp', 404],
  ['/_next', 404],
  ['/index.rsc', 404],
  ['/docs.rsc', 404],
  ['/docs.segments/_tree.segment.rsc', 404],
  ['/docs.segments/_full.segment.rsc', 404],
  ['/index.segments/_index.segment.rsc', 404],
  ['/docs.prefetch.rsc', 404],
  ['/?__nextLocale=xx', 400],
  ['/?__nextDataReq=1', 400],
  ['/docs?__nextDefaultLocale=xx&__nextInferredLocaleFromDefault=1', 400],
  ['/?__%6eextFallback=true', 400],
  ['/catalog/a?nxtPname=b', 400],
  ['/events/a?nxtPid=b', 400],
  ['/incidents/1?nxtInumber=(..)2', 400],
  ['/catalog/a?%6extPname=b', 400],
] as const;

const tree = (value: unknown) => `Next-Router-State-Tree: ${encodeURIComponent(JSON.stringify(value))}`;
const deep = (depth: number): unknown => ['', depth === 0 ? {} : { children: deep(depth - 1) }];
const partOfPage = ['RSC: 1'];
export const garbage: [string, string[]][] = [
  ['a state that is no encoding', [...partOfPage, 'Next-Router-State-Tree: %E0%A4%A']],
  ['a state that is no JSON', [...partOfPage, 'Next-Router-State-Tree: {']],
  ['a state of another shape', [...partOfPage, tree({ a: 1 })]],
  ['a state with a strange segment', [...partOfPage, tree([['a', 'b', 'zz', null], {}])]],
  ['a state with a strange mark', [...partOfPage, tree(['', {}, null, 'x'])]],
  ['a state of great depth', [...partOfPage, tree(deep(300))]],
  ['two states', [...partOfPage, tree(deep(1)), tree(deep(2))]],
  ['RSC with something else', ['RSC: c4n4ry']],
  ['a strange prefetch', [...partOfPage, 'Next-Router-Prefetch: c4n4ry']],
  [
    'a segment that is no path',
    [...partOfPage, 'Next-Router-Prefetch: 1', 'Next-Router-Segment-Prefetch: c4n4ry'],
  ],
  ['an address that is no path', [...partOfPage, 'Next-Url: ELSEWHERE/']],
  ['an address of another host', [...partOfPage, 'Next-Url: //evil.example/']],
];

/** Headers that some part of Next takes for its own word. */
export const trusted: [string, string[]][] = [
  ...['middleware', 'src/middleware', 'proxy', 'pages/_middleware'].map((name): [string, string[]] => [
    `x-middleware-subrequest of ${name}`,
    [`X-Middleware-Subrequest: ${Array(5).fill(name).join(':')}`],
  ]),
  ['a rewrite', ['X-Middleware-Rewrite: ELSEWHERE/']],
  ['a rewrite of Next', ['X-Nextjs-Rewrite: /settings/rules', 'X-Nextjs-Matched-Path: /settings/rules']],
  ['a redirect', ['X-Middleware-Redirect: ELSEWHERE/', 'X-Nextjs-Redirect: ELSEWHERE/']],
  [
    'headers in place of headers',
    ['X-Middleware-Override-Headers: x-shiplog-local', 'X-Middleware-Request-X-Shiplog-Local: c4n4ry'],
  ],
  ['a cookie', ['X-Middleware-Set-Cookie: a=c4n4ry']],
  ['a request for data', ['X-Nextjs-Data: 1']],
  ['a prefetch of data', ['X-Nextjs-Data: 1', 'X-Middleware-Prefetch: 1', 'Purpose: prefetch']],
  [
    'another path',
    [
      'X-Matched-Path: /settings/rules',
      'X-Now-Route-Matches: 1=rules',
      'X-Invoke-Path: /settings/rules',
      'X-Invoke-Query: %7B%22a%22%3A1%7D',
    ],
  ],
  [
    'another outcome',
    [
      'X-Invoke-Status: 500',
      'X-Invoke-Error: %7B%22message%22%3A%22c4n4ry%22%7D',
      'X-Invoke-Output: /_error',
    ],
  ],
  [
    'revalidation',
    [
      'X-Prerender-Revalidate: c4n4ry',
      'X-Prerender-Revalidate-If-Generated: 1',
      'X-Next-Revalidated-Tags: a',
      'X-Next-Revalidate-Tag-Token: c4n4ry',
    ],
  ],
  ['a page that resumes', ['Next-Resume: 1', 'X-Next-Resume-State-Length: 999999']],
  [
    'an action',
    [
      'Next-Action: c4n4ry',
      'X-Action-Forwarded: 1',
      'X-Action-Redirect: ELSEWHERE/',
      'X-Action-Revalidated: [[],1,0]',
    ],
  ],
  [
    'another deployment',
    [
      'X-Deployment-Id: c4n4ry',
      'X-Nextjs-Deployment-Id: c4n4ry',
      'X-Vercel-Id: c4n4ry',
      'X-Vercel-Protection-Bypass: c4n4ry',
      'X-Vercel-Ip-Country: c4n4ry',
    ],
  ],
  [
    'a nonce',
    [
      "Content-Security-Policy: script-src 'nonce-c4n4ry'",
      "Content-Security-Policy-Report-Only: script-src 'nonce-c4n4ry'",
    ],
  ],
  [
    'a nonce that closes its attribute',
    [`Content-Security-Policy: script-src 'nonce-"><script>c4n4ry</script>'`],
  ],
  [
    "the server's own voice",
    [
      'X-Shiplog-Local: c4n4ry',
      'X-Shiplog-Request-Id: c4n4ry',
      'X-Request-Id: c4n4ry',
      'X-Shiplog-Actor: c4n4ry',
    ],
  ],
  ['a part of the page at the address of the page', ['RSC: 1']],
  [
    'a part of the page before it was asked for',
    ['RSC: 1', 'Next-Router-Prefetch: 1', 'Next-Router-Segment-Prefetch: /_tree'],
  ],
  [
    'names of JavaScript',
    ['__proto__: c4n4ry', 'constructor: c4n4ry', 'toString: c4n4ry', 'hasOwnProperty: c4n4ry'],
  ],
  ['bytes that are no text', ['X-A: \xff\xfe', 'User-Agent: \xf0\x28\x8c\x28', 'Accept-Language: \xff']],
  [
    'an offer of HTTP/2',
    ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'],
  ],
];

const boundary = '----x';
const form = (...parts: [string, string][]) =>
  `${parts.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`;
export const multipart = `Content-Type: multipart/form-data; boundary=${boundary}`;
const run = `throw Object.assign(new Error('${canary}'),{digest:'NEXT_REDIRECT;push;/${canary};307;'})//`;
export const shell = form(
  [
    '0',
    `{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":${JSON.stringify(run)},"_chunks":"$Q2","_formData":{"get":"$1:constructor:constructor"}}}`,
  ],
  ['1', '"$@0"'],
  ['2', '[]'],
);
export const actions: [string, string[], string][] = [
  ['a call that executes (CVE-2025-55182)', ['Next-Action: x', multipart], shell],
  ['a call that executes, without the header', [multipart], shell],
  [
    'a call that executes, as a form of the page',
    [multipart],
    form(
      ['$ACTION_REF_0', ''],
      ['$ACTION_0:0', '{"id":"x","bound":"$@1"}'],
      ['$ACTION_0:1', '["$1:constructor:constructor"]'],
    ),
  ],
  ['a call whose promise is itself (CVE-2025-55184)', ['Next-Action: x', multipart], form(['0', '"$@0"'])],
  [
    'a call whose promises are each other (CVE-2025-67779)',
    ['Next-Action: x', multipart],
    form(['0', '{"a":"$@1"}'], ['1', '{"then":"$@0"}']),
  ],
  [
    'a call that reads sources (CVE-2025-55183)',
    ['Next-Action: x', multipart],
    form(['0', '["$F1"]'], ['1', '{"id":"x","bound":null}']),
  ],
  [
    'a call that counts for long (CVE-2026-23864)',
    ['Next-Action: x', multipart],
    form(['0', `["$n${'9'.repeat(20_000)}"]`]),
  ],
  ['a call as text', ['Next-Action: x', 'Content-Type: text/plain;charset=UTF-8'], '["$F1","$K2"]'],
  [
    'a call as Flight',
    ['Next-Action: x', 'Content-Type: text/x-component', 'Accept: text/x-component'],
    '0:["$@1"]\n',
  ],
  [
    'a call to another host (CVE-2024-34351)',
    ['Next-Action: x', 'Origin: http://localhost', 'X-Forwarded-Host: ELSEWHERE'],
    '[]',
  ],
  ['a form of the browser', ['Content-Type: application/x-www-form-urlencoded'], '%24ACTION_ID_x=&a=1'],
  ['a page that resumes (CVE-2026-44579)', ['Next-Resume: 1', 'X-Next-Resume-State-Length: 5'], 'hello'],
  ['nothing', [], ''],
];
