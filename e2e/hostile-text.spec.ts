import { globSync, readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { operations } from '@/lib/api/operations';
import type { Api } from '@/lib/testing/access/make';
import { left } from './support/hostile/calls';
import { shapeOf } from './support/hostile/fill';
import { type Opening, openAll, openers, telling } from './support/hostile/openings';
import {
  type Family,
  families,
  familyNames,
  marker,
  noText,
  numbered,
  payload,
} from './support/hostile/payloads';
import { activeMarkup, readable, unfold, watchForExecution } from './support/hostile/probe';
import { setScene } from './support/hostile/scene';
import { fieldsOf } from './support/hostile/shapes';
import {
  type Answer,
  addressOf,
  missing,
  refusedTexts,
  type Send,
  type Sweep,
  sweep,
  writing,
} from './support/hostile/world';
import { looksAt, openLook, type Shown } from './support/looks';
import { startServer } from './support/server';
import { test as base, expect, Problems, watch } from './support/test';

/**
 * Hostile text in every field that takes text, through the API, and then every page in the browser: text stays text. What is written
 * follows from the declared operations, so that a field that is added is filled as well.
 */

const many = '1000000';
const test = base.extend<object, { server: Awaited<ReturnType<typeof startServer>> }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await startServer({
        label: 'hostile',
        env: { SHIPLOG_RATE_TOKEN: many, SHIPLOG_RATE_PERSON: many, SHIPLOG_RATE_ANONYMOUS: many },
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
});
test.use({ trace: 'off', screenshot: 'off', contextOptions: { reducedMotion: 'reduce' } });
// Bounds, for what hangs; a slow machine is slow.
test.describe.configure({ timeout: 900_000 });

let world: Sweep;
let shown: Shown;
let send: Send;
const answers: { method: string; path: string; answer: Answer }[] = [];

test.beforeAll(async ({ server }) => {
  test.setTimeout(600_000);
  send = async (method, path, body) => {
    const response = await fetch(server.url + path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    answers.push({ method, path, answer });
    return answer;
  };
  const api: Api = async (method, path, body) => {
    const { status, text } = await send(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  world = await sweep(send);
  shown = await setScene(api, world);
});

test('every field that takes text takes it as text, or says why not', () => {
  expect(world.faults).toEqual([]);
  expect(missing(world), 'fields that nobody sent hostile text to').toEqual([]);
  expect(refusedTexts(world), 'texts that were refused whatever they said').toEqual([]);
  // An exception that is none is in the way of the next one.
  const known = writing.flatMap((operation) => [
    operation.id,
    ...fieldsOf(operation).map((field) => `${operation.id} ${field}`),
  ]);
  expect(Object.keys(left).filter((exception) => !known.includes(exception))).toEqual([]);
});

test('the payloads do run where nothing is in their way', async ({ browser }) => {
  const context = await browser.newContext();
  const seen = new Problems();
  await watchForExecution(context, seen);
  const page = await context.newPage();
  for (const family of ['script', 'image', 'foreign', 'attribute', 'style', 'data'] as const) {
    const before = seen.unexpected().length;
    const markup = numbered(families[family].join('\n'), 1);
    await page.goto('about:blank');
    await page.setContent(`<p title="x">${markup}</p><input value="${markup}">`);
    await expect.poll(() => seen.unexpected().length, family).toBeGreaterThan(before);
    expect(await activeMarkup(page), family).not.toEqual([]);
  }
  await context.close();
});

test('an address that would run something is refused wherever an address is expected', async () => {
  const event = { kind: 'operation', title: 'x', service: 'x' };
  for (const address of [
    'javascript:alert(1)',
    ' jAvAsCrIpT:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
  ]) {
    const bodies: [string, string, unknown][] = [
      ['POST', '/api/v2/events', { ...event, pullRequestUrl: address }],
      ['POST', '/api/v2/events', { ...event, ticket: address }],
      ['POST', '/api/v2/events', { ...event, links: [{ title: 'x', url: address }] }],
      ['PUT', '/api/v2/catalog/x', { link: address }],
      ['PUT', '/api/v2/catalog/x', { repository: address }],
      ['PUT', '/api/v2/catalog/x', { links: [{ title: 'x', url: address }] }],
      ['PUT', '/api/v2/catalog/x', { channels: [{ url: address }] }],
      ['PUT', '/api/v2/catalog/x', { dashboards: [{ url: address }] }],
      ['PUT', '/api/v2/catalog/x', { vulnerabilities: { sources: [{ url: address }] } }],
      ['PUT', '/api/v2/catalog/x', { infrastructure: [{ endpoint: address }] }],
      ['POST', '/api/links', { group: 'x', name: 'x', url: address }],
      ['POST', '/api/links', { group: 'x', name: 'x', url: 'https://docs.example.com', logo: address }],
      [
        'POST',
        '/api/v1alpha1/event',
        { title: 'x', attributes: { type: 1, service: 'x' }, links: { pullRequestLink: address } },
      ],
    ];
    for (const [method, path, body] of bodies) {
      const { status } = await send(method, path, body);
      expect([400, 422], `${method} ${path} ${JSON.stringify(body)}`).toContain(status);
    }
  }
});

test('hostile paths and queries get an answer that no browser takes for a page', async () => {
  const texts = [families.image[0], families.data[0], noText[0], noText[1], families.attribute[0]].map(
    (text) => numbered(text as string, 1),
  );
  for (const operation of operations) {
    // Those end with whoever listens.
    if (operation.path.endsWith('/stream')) continue;
    const reads = operation.method === 'GET';
    for (const text of texts) {
      const params = Object.fromEntries(
        [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, text.toWellFormed()]),
      );
      const query: Record<string, string> = {
        q: text,
        [text]: text,
        cursor: text,
        from: text,
        service: text,
      };
      const {
        status,
        headers,
        text: said,
      } = await send(
        operation.method,
        addressOf(operation, params, reads ? query : {}),
        operation.body && !reads ? { [text]: text } : undefined,
      );
      expect(status, `${operation.id}: ${said.slice(0, 300)}`).toBeLessThan(500);
      expect(headers.get('content-type') ?? '', operation.id).not.toMatch(/html|xml|svg|javascript/);
    }
  }
});

test('every answer of the API says what it is, and that it is nothing else', () => {
  for (const { method, path, answer } of answers) {
    const said = `${method} ${path} ${answer.status}`;
    expect(answer.headers.get('x-content-type-options'), said).toBe('nosniff');
    if (answer.text === '') continue;
    expect(answer.headers.get('content-type') ?? '', said).toMatch(
      /^(application\/(problem\+)?json|application\/yaml|text\/plain)/,
    );
  }
});

test('tables for a spreadsheet have no cell that is a formula', async () => {
  const hasFormat = ({ query }: (typeof operations)[number]) =>
    query !== undefined && JSON.stringify(shapeOf(query)).includes('"csv"');
  const tables = operations.filter((operation) => operation.method === 'GET' && hasFormat(operation));
  expect(tables.length).toBeGreaterThan(1);
  for (const operation of tables) {
    const { status, headers, text } = await send('GET', addressOf(operation, {}, { format: 'csv' }));
    expect(status, `${operation.id}: ${text.slice(0, 300)}`).toBe(200);
    expect(headers.get('content-type'), operation.id).toMatch(/^text\/csv/);
    const cells = cellsOf(text);
    expect(cells.length, operation.id).toBeGreaterThan(10);
    expect(
      cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell))),
      operation.id,
    ).toEqual([]);
  }
  const { text } = await send('GET', '/api/v2/audit/export');
  for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});

/** Pages that show nothing which anybody wrote. */
const plain = [
  /^\/docs/,
  /^\/settings\/(appearance|account)/,
  /\/new$/,
  /^\/(set-up|join)/,
  /^\/settings\/people/,
  /outcome=denied/,
];

test('every page shows it as text and runs none of it', async ({ page, context, problems }) => {
  await watchForExecution(context, problems);
  const hovered = new Set<string>();
  const pressed = new Set<string>();
  const opened: Opening[] = [];
  const empty: string[] = [];
  for (const look of looksAt(shown)) {
    await openLook(page, look);
    const route = look.path.split(/[/?]/)[1] as string;
    await unfold(page, !hovered.has(route));
    hovered.add(route);
    expect.soft(await activeMarkup(page), look.path).toEqual([]);
    if (!marker.test(await readable(page)) && !plain.some((path) => path.test(look.path)))
      empty.push(look.path);
    // Over what is open already nothing else opens.
    if (!look.opened) opened.push(...(await openAll(page, look.path, pressed)));
  }
  expect(empty, 'pages where none of it is to be seen').toEqual([]);
  const titles = (pattern: RegExp, among = opened) => among.filter(({ title }) => pattern.test(title));
  const opening = globSync('components/**/*.tsx')
    .filter((file) => /<(Dialog|Menu|Popover)(\.Root)?\b/.test(readFileSync(file, 'utf8')))
    .map((file) => file.replaceAll('\\', '/').replace(/^components\/|\.tsx$/g, ''))
    .filter((file) => !file.startsWith('ui/'));
  expect(
    opening.filter((file) => !openers[file]),
    'what opens something and is not known here',
  ).toEqual([]);
  const unopened = Object.entries(openers).filter(
    ([, pattern]) => pattern instanceof RegExp && titles(pattern).length === 0,
  );
  expect(unopened, 'what was never opened').toEqual([]);
  const hostile = opened.filter((one) => one.hostile);
  expect(
    telling.filter((pattern) => titles(pattern, hostile).length === 0),
    'what shows none of it',
  ).toEqual([]);
  expect(problems.unexpected()).toEqual([]);
});

test('neither the palette nor what arrives while one looks runs any of it', async ({
  page,
  context,
  problems,
}) => {
  await watchForExecution(context, problems);
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await openLook(page, { path: '/' });
  await following;
  const arriving = familyNames.map((family, index) => ({
    kind: 'operation',
    status: 'failure',
    priority: 'P1',
    title: `arrives ${family} ${numbered(families[family][0] as string, 9900 + index)}`,
    service: shown.service,
    environment: shown.environment,
  }));
  await send('POST', '/api/v2/events/batch', { events: arriving });
  await expect(page.locator('main').getByText('arrives formula').first()).toBeVisible();
  expect(await activeMarkup(page)).toEqual([]);

  await page.keyboard.press('Control+k');
  for (const word of ['onload', '__executed', '<script>', '"><svg']) {
    await page.getByRole('dialog').getByRole('combobox').fill(word);
    await expect(page.getByRole('option').filter({ hasText: marker }).first()).toBeVisible();
    expect(await activeMarkup(page)).toEqual([]);
  }
  // Pages bring commands of their own, in the words of what is on them.
  for (const [path, word] of [
    [`/catalog/${encodeURIComponent(shown.service)}`, 'Edit <script>'],
    ['/links', 'onload'],
  ] as const) {
    await openLook(page, { path, opened: { key: 'Control+k' } });
    await page.getByRole('dialog').getByRole('combobox').fill(word);
    await expect(page.getByRole('option').filter({ hasText: marker }).first()).toBeVisible();
    expect(await activeMarkup(page)).toEqual([]);
  }
});

test('an address of a page with hostile text in it shows the page', async ({ page, context, problems }) => {
  await watchForExecution(context, problems);
  const texts = [
    families.attribute[1],
    families.data[0],
    families.address[0],
    families.foreign[0],
  ] as string[];
  const names = [
    'q',
    'view',
    'from',
    'service',
    'environment',
    'open',
    'event',
    'lock',
    'caller',
    'next',
    'error',
  ];
  const paths = new Set(looksAt(shown).map(({ path }) => path.split(/[?#]/)[0] as string));
  const rest = [...paths, '/sign-in', '/settings', '/no<svg onload=__executed=1>'].entries();
  // Two at a time, from one list: most of it is waiting.
  const walk = async (tab: Page) => {
    for (const [index, path] of rest) {
      const query = new URLSearchParams(
        names.map((name, place) => [name, numbered(texts[(place + index) % texts.length] as string, index)]),
      );
      const response = await tab.goto(`${path}?${query}#${encodeURIComponent(texts[0] as string)}`);
      expect(response?.status(), path).toBeLessThan(500);
      await expect(tab.locator('html[data-interactive]')).toBeAttached();
      expect.soft(await activeMarkup(tab), path).toEqual([]);
    }
  };
  await Promise.all([walk(page), walk(await context.newPage())]);
  // The browser tells of pages that are not there.
  problems.expect(/status of 404/);
});

test('nor does what people are called run, where they sign in', async ({
  page,
  context,
  problems,
  server,
}) => {
  await watchForExecution(context, problems);
  const [, code] = /\/set-up#code=(\w+)/.exec(server.log()) ?? [];
  const headers = { 'sec-fetch-site': 'same-origin', origin: server.url };
  const post = async (path: string, data: unknown) => {
    const answer = await page.request.post(path, { data, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const name = (index: number, family: Family) => payload(family, 0, 7100 + index, 120);
  await post('/api/v2/set-up', {
    code,
    name: name(0, 'image'),
    email: '<svg/onload=__executed=1>@example.com'.replaceAll(/[<>]/g, "'"),
    password: 'staple thunder mango',
  });
  let joining = '';
  for (const [index, family] of familyNames.filter((one) => one !== 'characters').entries()) {
    const { link } = await post('/api/v2/people', {
      name: name(index, family),
      email: `x${index}@example.com`,
      role: 'viewer',
    });
    joining = link.path;
  }
  await post('/api/v2/events', { kind: 'operation', title: 'by somebody', service: shown.service });
  const incident = await post('/api/v2/incidents', { title: name(30, 'script'), service: shown.service });
  for (const path of [
    '/',
    '/settings/people',
    '/settings/account',
    '/settings/audit',
    `/incidents/${incident.number}`,
  ]) {
    await openLook(page, { path });
    await unfold(page, false);
    expect.soft(await activeMarkup(page), path).toEqual([]);
    expect.soft(await readable(page), path).toMatch(marker);
  }
  const stranger = await context.browser()?.newContext({
    baseURL: server.url,
    // What a browser calls itself is shown beside its session.
    userAgent: 'Mozilla/5.0 <svg onload=__executed=7140> __executed',
  });
  await watch(stranger as BrowserContext, server.url, problems);
  await watchForExecution(stranger as BrowserContext, problems);
  const door = await (stranger as BrowserContext).newPage();
  for (const next of [
    'javascript:__executed=1',
    '//canary.example.com',
    '/\\canary.example.com',
    '"><svg onload=__executed=1>',
  ]) {
    await door.goto(`/sign-in?next=${encodeURIComponent(next)}&error=${encodeURIComponent(next)}`);
    await expect(door.locator('html[data-interactive]')).toBeAttached();
    expect.soft(await activeMarkup(door), next).toEqual([]);
  }
  // What somebody calls himself when he joins, and the account that somebody tries in vain, are read by an administrator.
  const [, invitation] = /#code=([\w-]+)/.exec(joining) ?? [];
  const ask = (path: string, data: unknown) => door.request.post(path, { data, headers });
  const joined = await ask('/api/v2/join', {
    code: invitation,
    name: name(31, 'attribute'),
    password: 'staple thunder mango',
  });
  expect(joined.ok(), await joined.text()).toBe(true);
  await openLook(door, { path: '/settings/account' });
  expect.soft(await activeMarkup(door)).toEqual([]);
  const tried = await ask('/api/v2/sign-in', {
    email: '<svg/onload=__executed=7132>@example.com',
    password: 'staple thunder mango',
  });
  expect(tried.status()).toBe(401);
  for (const [path, shown] of [
    ['/settings/people', name(31, 'attribute')],
    ['/settings/audit?outcome=denied', '__executed'],
  ] as const) {
    await openLook(page, { path });
    await expect(page.locator('main')).toContainText(shown);
    await unfold(page, true);
    expect.soft(await activeMarkup(page), path).toEqual([]);
  }
  await stranger?.close();
});

/** The cells of a table as RFC 4180 has them. */
function cellsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}
