import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { APIRequestContext, Page } from '@playwright/test';
import { navigation } from '@/components/frame/navigation';
import { settingsPages } from '@/components/frame/settings-navigation';
import { insightsPages } from '@/components/insights/insights-navigation';
import { pageRoutes, routeOf, violationsOn } from './support/accessibility';
import { forwarding, type Look, looksAt, openLook } from './support/looks';
import { startServer } from './support/server';
import { test as base, expect } from './support/test';

/**
 * Every page, with the demo world in it, against the rules of WCAG 2.1 A and AA that a program can judge.
 * What it cannot judge, such as an order that makes sense, is in the journeys by keyboard and in docs/testing.md.
 */

/** A product of its own: no other journey should meet the demo world. */
const test = base.extend<object, { server: Awaited<ReturnType<typeof startServer>> }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await startServer({ label: 'accessibility' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
});

// What is wrong is said in words. A trace takes a picture of each page at every step, which takes longer than judging it.
test.use({ trace: 'off', screenshot: 'off', contextOptions: { reducedMotion: 'reduce' } });

const root = fileURLToPath(new URL('..', import.meta.url));

/** `npm run demo`, on the data of the product that runs. */
function fillDemo(dataDir: string): void {
  const filled = spawnSync(process.execPath, ['scripts/demo.mjs'], {
    cwd: root,
    env: { ...process.env, SHIPLOG_DATA_DIR: dataDir, DATABASE_URL: undefined },
    encoding: 'utf8',
  });
  expect(filled.status, filled.stdout + filled.stderr).toBe(0);
}

async function post(request: APIRequestContext, path: string, data: unknown): Promise<{ id: string }> {
  const answer = await request.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** The first row that the API answers. */
async function first<Row>(request: APIRequestContext, path: string): Promise<Row> {
  const answer = await request.get(path);
  expect(answer.ok(), await answer.text()).toBe(true);
  const { items } = (await answer.json()) as { items: Row[] };
  expect(items.length, path).toBeGreaterThan(0);
  return items[0] as Row;
}

/** Fills the world and answers what to look at: every page of it. */
async function prepare(request: APIRequestContext, dataDir: string): Promise<Look[]> {
  fillDemo(dataDir);
  const place = { environment: 'production', service: 'checkout-api' };
  const lock = await post(request, '/api/v2/locks', { ...place, holder: 'ci-1', reason: 'Release 4.2' });
  await request.post('/api/v2/locks', { data: { ...place, holder: 'ci-2', wait: 1 } });
  await post(request, '/api/links', {
    group: 'Runbooks',
    name: 'Checkout',
    url: 'https://runbooks.example.com/checkout',
    description: 'What to do when payments fail',
    color: '#ffe08a',
  });
  const deployment = await first<{ id: string; service: string; version: string }>(
    request,
    `/api/v2/deployments?environment=production`,
  );
  const incident = await first<{ number: number }>(
    request,
    '/api/v2/incidents?status=investigating&sort=severity',
  );
  const closed = await first<{ number: number }>(request, '/api/v2/incidents?status=closed');
  const chain = await first<{ id: string }>(request, '/api/v2/durations/chains');
  const detection = await first<{ id: string }>(request, '/api/v2/detection-rules');
  const rule = await first<{ id: string }>(request, '/api/v2/deployment-rules');
  const token = await post(request, '/api/v2/tokens', {
    name: 'checkout pipeline',
    scopes: ['read', 'events:write'],
    services: ['checkout-api'],
  });
  const trust = await post(request, '/api/v2/trust-rules', {
    name: 'checkout on main',
    provider: 'github',
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'https://shiplog.example.com',
    claims: { repository_id: ['123456789'], ref: ['refs/heads/main'] },
    scopes: ['events:write'],
  });
  return looksAt({
    ...place,
    deployment,
    incident: incident.number,
    closed: closed.number,
    chain: chain.id,
    detection: detection.id,
    rule: rule.id,
    lock: lock.id,
    token: token.id,
    trust: trust.id,
  });
}

/**
 * All that is wrong in all looks; one that fails does not hide the next. What is in several of them, or several times in one, is
 * mostly one thing, so an entry for each rule and reason names the first place and counts the others.
 */
async function judge(page: Page, looks: readonly Look[]): Promise<string[]> {
  const found = new Map<string, { first: string; times: number }>();
  const note = (key: string, where: string) => {
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, { first: where, times: 1 });
  };
  for (const look of looks) {
    await openLook(page, look);
    const place = look.opened ? `${look.path} with ${Object.values(look.opened)[0]}` : look.path;
    for (const { rule, element, why } of await violationsOn(page)) {
      note(`${rule}: ${why}`, `${place}\n${element}`);
    }
    // WCAG 1.4.10: what is wide scrolls within itself.
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) note('reflow: the page is wider than the screen', `${place}, by ${wider} px`);
  }
  return [...found].map(([what, { first, times }]) => `${what}\n${first}\n${times} times`);
}

test.describe('every page, filled', () => {
  test.describe.configure({ timeout: 240_000 });
  let looks: Look[] = [];
  test.beforeAll(async ({ server, playwright }) => {
    test.setTimeout(240_000);
    const request = await playwright.request.newContext({ baseURL: server.url });
    looks = await prepare(request, server.dataDir);
    await request.dispose();
  });

  test('is looked at: none that exists or that the navigation names is left out', () => {
    const routes = pageRoutes();
    const seen = looks.map(({ path }) => path.split('?')[0] as string);
    expect([...new Set(seen.map((path) => routeOf(path, routes)))].sort()).toEqual(
      routes.filter((route) => !forwarding.includes(route)),
    );
    for (const { href } of [...navigation, ...settingsPages, ...insightsPages]) expect(seen).toContain(href);
  });

  test.describe('in dark on a desk', () => {
    test.use({ colorScheme: 'dark' });

    test('violates no rule of WCAG 2.1 A and AA', async ({ page }) => {
      expect(await judge(page, looks)).toEqual([]);
    });
  });

  test.describe('in light on a phone', () => {
    test.use({
      colorScheme: 'light',
      viewport: { width: 375, height: 812 },
      hasTouch: true,
    });

    test('violates no rule of WCAG 2.1 A and AA', async ({ page }) => {
      expect(await judge(page, looks)).toEqual([]);
    });
  });
});
