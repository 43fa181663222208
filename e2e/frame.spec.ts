import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** The frame around every page: the reader's choices, the keys, the palette, the address. */

const appearance = '/settings/appearance';

/** Opens a page and waits until it answers to keys. */
async function open(page: Page, path: string) {
  await page.goto(path);
  await expect(page.locator('html[data-interactive]')).toBeAttached();
}

test.describe('what a reader chose about the display', () => {
  test('is shown at once and still there after a reload, from the first byte on', async ({ page }) => {
    await open(page, appearance);
    const root = page.locator('html');
    await page.getByRole('group', { name: 'Theme' }).getByText('Dark').click();
    await page.getByRole('group', { name: 'Density' }).getByText('Compact').click();
    await page.getByRole('group', { name: 'Times' }).getByText('UTC').click();
    await expect(root).toHaveAttribute('data-theme', 'dark');
    await expect(root).toHaveAttribute('data-density', 'compact');

    const again = await page.reload();
    const html = await again?.text();
    expect(html).toContain('data-theme="dark"');
    expect(html).toContain('data-density="compact"');
    await expect(page.getByRole('button', { name: 'Times are in UTC' })).toBeVisible();
  });

  test('about the theme follows the device until something else is chosen', async ({ page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(page, appearance);
    const dark = await background();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).not.toBe(dark);
    await page.getByRole('group', { name: 'Theme' }).getByText('Dark').click();
    expect(await background()).toBe(dark);
  });

  test('about times changes every time on the page with one key, and the zone is named', async ({ page }) => {
    await open(page, appearance);
    await expect(page.getByRole('button', { name: 'Times are in local time, Europe/Berlin' })).toBeVisible();
    await page.keyboard.press('z');
    await expect(page.getByRole('button', { name: 'Times are in UTC' })).toBeVisible();
    await expect(page.getByRole('main').getByText(/^Now it is .* UTC$/)).toBeVisible();
  });
});

test.describe('by keyboard', () => {
  test('the first stop skips to the content', async ({ page }) => {
    await open(page, appearance);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('the palette opens, finds an action and runs it', async ({ page }) => {
    await open(page, appearance);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('density compact');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('? lists the keys, Escape closes the list, and keys rest while it is open', async ({ page }) => {
    await open(page, appearance);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(new URL(page.url()).pathname).toBe(appearance);
  });

  test('g and a letter lead to a page, with the range that is being looked at', async ({ page }) => {
    await open(page, `${appearance}?from=now-7d&to=now`);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/?from=now-7d&to=now');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true });

  test('nothing is wider than the screen, and the navigation is a sheet', async ({ page }) => {
    await open(page, appearance);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Open navigation' }).click();
    const sheet = page.getByRole('dialog', { name: 'Navigation' });
    await expect(sheet.getByRole('link', { name: 'Timeline' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });
});

test('a page loads without anything moving', async ({ page }) => {
  await page.goto(appearance, { waitUntil: 'load' });
  const shift = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(sum))));
      }),
  );
  expect(shift).toBeLessThan(0.01);
});

test('an address that leads nowhere says so, and offers the way back', async ({ page, problems }) => {
  problems.expect(/404/);
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await page.getByRole('link', { name: 'Go to the timeline' }).click();
  await page.waitForURL((url) => url.pathname === '/');
});
