import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/**
 * The content security policy blocks every style attribute and every style element without the nonce. That no page runs into it
 * is watched by `problems` on every journey, and on all pages by accessibility.spec.ts; here is what the styles do all the same.
 */

/** What the browser tells of a layout shift; TypeScript does not know it. */
type Shift = PerformanceEntry & {
  value: number;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
};

async function policyOf(page: Page, path: string): Promise<Map<string, string>> {
  const response = await page.goto(path);
  const policy = (await response?.headerValue('content-security-policy')) ?? '';
  return new Map(
    policy.split('; ').map((part) => {
      const [name = '', ...sources] = part.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

test('a page may run and show only what carries its nonce, and a nonce is used once', async ({ page }) => {
  const policy = await policyOf(page, '/');
  expect([...policy.values()].join(' ')).not.toMatch(/unsafe-|data:|blob:|https?:|\*/);
  const nonce = /'nonce-[^']+'/;
  expect(policy.get('style-src')).toMatch(nonce);
  expect(policy.get('script-src')).toMatch(nonce);
  expect((await policyOf(page, '/')).get('style-src')).not.toBe(policy.get('style-src'));
});

test('injected styles and scripts do nothing', async ({ page, problems }) => {
  problems.expect(/style-src-attr/);
  problems.expect(/style-src-elem/);
  problems.expect(/script-src-attr/);
  problems.expect(/console: .*Content Security Policy/);
  await page.goto('/links');
  await expect(page.locator('html[data-interactive]')).toBeAttached();
  const { position, color, ran } = await page.evaluate(() => {
    const box = document.createElement('div');
    box.innerHTML =
      '<p style="position:fixed" data-style="position:fixed">x</p><style>p{color:rgb(1,2,3)!important}</style><button onclick="ran=1">x</button>';
    document.body.append(box);
    box.querySelector('button')?.click();
    const { position, color } = getComputedStyle(box.firstElementChild as Element);
    return { position, color, ran: 'ran' in globalThis };
  });
  expect({ position, ran }).toEqual({ position: 'static', ran: false });
  expect(color).not.toBe('rgb(1, 2, 3)');
});

test('what the server positioned is in its place at the first paint, and nothing shifts after it', async ({
  page,
  request,
}) => {
  const now = Date.now();
  const iso = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const events = Array.from({ length: 12 }, (_, index) => ({
    kind: 'deployment',
    title: `Release ${index}`,
    service: `policy-${index % 3}`,
    environment: 'production',
    status: 'succeeded',
    startsAt: iso(50 - index * 3),
    endsAt: iso(49 - index * 3),
  }));
  expect((await request.post('/api/v2/events/batch', { data: { events } })).ok()).toBe(true);
  await page.addInitScript(() => {
    const seen = { shifts: [] as string[], left: [] as string[] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        for (const { node, previousRect: was, currentRect: is } of entry.sources) {
          const where = node instanceof Element ? node.outerHTML : node?.parentElement?.outerHTML;
          seen.shifts.push(`${entry.value} ${JSON.stringify([was, is])} ${where?.slice(0, 300)}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
    // What is left without its style when a frame is about to be painted.
    const look = () => {
      for (const element of document.querySelectorAll('[data-style]')) seen.left.push(element.outerHTML);
      if (document.readyState !== 'complete') requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

  // The first visit tells the server the time zone, which it writes out in the top bar.
  await page.goto('/links');
  const html = await (await request.get('/?from=now-1h&to=now')).text();
  const tags = [...html.replace(/<script[\s\S]*?<\/script>/g, '').matchAll(/<[a-z][^>]*>/g)].map(
    ([tag]) => tag,
  );
  expect(tags.filter((tag) => / style="/.test(tag))).toEqual([]);
  expect(
    tags.filter((tag) => / data-style="[^"]*(?:left|top|width|height|transform)/.test(tag)).length,
  ).toBeGreaterThan(5);

  await page.goto('/?from=now-1h&to=now');
  await expect(page.locator('html[data-interactive]')).toBeAttached();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const seen = await page.evaluate(
    () => (globalThis as unknown as { seen: { shifts: string[]; left: string[] } }).seen,
  );
  expect(seen.left).toEqual([]);
  expect(seen.shifts).toEqual([]);
});

test.describe('before any of the product’s scripts but the first', () => {
  test('a page stands where it stands afterwards', async ({ page, context, problems }) => {
    problems.expect(/ERR_FAILED.*_next\/static/);
    const boxes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('main [style]')].slice(0, 40).map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(' ');
        }),
      );
    await context.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
    await page.goto('/deployments');
    const served = await boxes();
    await context.unroute(/\/_next\/static\/.*\.js/);
    await page.goto('/deployments');
    await expect(page.locator('html[data-interactive]')).toBeAttached();
    expect(served).toEqual(await boxes());
  });
});
