import type { APIRequestContext, Page } from '@playwright/test';
import { expect, test } from './support/test';

/** The ids of all operations, from the description for programs. */
async function operationIds(request: APIRequestContext): Promise<string[]> {
  const description = await (await request.get('/openapi.json')).json();
  return Object.values<Record<string, { operationId: string }>>(description.paths).flatMap((verbs) =>
    Object.values(verbs).map(({ operationId }) => operationId),
  );
}

const articles = (page: Page) => page.locator('article').evaluateAll((all) => all.map(({ id }) => id));
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`the API pages in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('have every operation of the description in one section, and fit a phone', async ({
      page,
      request,
    }) => {
      await page.setViewportSize({ width: 375, height: 812 });
      await page.goto('/docs');
      expect(await fits(page)).toBe(true);
      const list = page.getByRole('navigation', { name: 'Operations' });
      const links = await list
        .getByRole('link')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
      const sections = links.filter((href) => !href.includes('#'));
      const listed: string[] = [];
      const next = page.getByRole('navigation', { name: 'Sections before and after' }).locator('[rel=next]');
      await page.goto(sections[0]!);
      for (const [index, section] of sections.entries()) {
        await expect(page).toHaveURL(section);
        const name = (await list.locator('[aria-current=page]').textContent())!;
        await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
        await expect(page).toHaveTitle(`${name} · API · Shiplog`);
        listed.push(...(await articles(page)).map((id) => `${section}#${id}`));
        expect(await fits(page), section).toBe(true);
        if (index < sections.length - 1) await next.click();
      }
      await expect(next).toHaveCount(0);
      expect(listed.toSorted()).toEqual(links.filter((href) => href.includes('#')).toSorted());
      expect(listed.map((href) => href.split('#')[1]).toSorted()).toEqual(
        (await operationIds(request)).toSorted(),
      );
    });
  });
}

test('an operation is found, tried, and shows what came of it', async ({ page }) => {
  await page.goto('/docs');
  const list = page.getByRole('navigation', { name: 'Operations' });
  await list.getByRole('searchbox').fill('report event');
  await list.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/\/docs\/events#createEvent$/);
  await expect(page.locator('article#createEvent')).toBeFocused();

  await page.getByRole('button', { name: 'Try it: createEvent', exact: true }).click();
  const form = page.getByRole('form', { name: 'Try createEvent', exact: true });
  await form
    .getByLabel('Body')
    .fill('{"kind": "deployment", "title": "Tried on the page", "service": "docs"}');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByRole('status')).toContainText('201');
  await expect(form.getByRole('region', { name: 'The body of the answer' })).toContainText(
    'Tried on the page',
  );

  await form.getByRole('textbox', { name: 'Body' }).fill('{"kind": ');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByRole('alert')).toContainText('This is not JSON');
});

test('the stream is shown as it arrives, until it is stopped', async ({ page, request }) => {
  await page.goto('/docs/live#streamChanges');
  await page.getByRole('button', { name: 'Try it: streamChanges' }).click();
  const form = page.getByRole('form', { name: 'Try streamChanges' });
  await form.getByLabel('environments', { exact: true }).fill('');
  await form.getByRole('button', { name: 'Send' }).click();
  const answer = form.getByRole('region', { name: 'The body of the answer' });
  await expect(answer).toContainText('event: ready');
  await request.post('/api/v2/events', { data: { kind: 'drift', title: 'Seen live', service: 'docs' } });
  await expect(answer).toContainText('Seen live');
  await form.getByRole('button', { name: 'Stop' }).click();
  await expect(form.getByRole('button', { name: 'Stop' })).toHaveCount(0);
});

test('links from when all was on one page arrive at their operation, and at their schema', async ({
  page,
}) => {
  await page.goto('/docs#streamChanges');
  await expect(page).toHaveURL(/\/docs\/live#streamChanges$/);
  await expect(page.locator('article#streamChanges')).toBeInViewport();
  await page.goto('/docs#schema-Problem');
  await expect(page).toHaveURL(/\/docs\/[a-z-]+#schema-Problem$/);
  await expect(page.locator('#schema-Problem')).toBeInViewport();
  await page.goto('/docs#constructor');
  await expect(page.getByRole('heading', { level: 1, name: 'API' })).toBeVisible();
  await expect(page).toHaveURL(/\/docs#constructor$/);
});

test('what is searched for stays while sections change, and Back leads to where one was', async ({
  page,
}) => {
  await page.goto('/docs/events');
  const list = page.getByRole('navigation', { name: 'Operations' });
  await list.getByRole('link', { name: 'Report an event' }).click();
  await expect(page).toHaveURL(/\/docs\/events#createEvent$/);
  await list.getByRole('searchbox').fill('changes');
  await list.getByRole('link', { name: /Follow changes/ }).click();
  await expect(page).toHaveURL(/\/docs\/live#streamChanges$/);
  await expect(page.locator('article#streamChanges')).toBeFocused();
  await expect(list.getByRole('searchbox')).toHaveValue('changes');

  await page.goBack();
  await expect(page).toHaveURL(/\/docs\/events#createEvent$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  await expect(page.locator('article#createEvent')).toBeInViewport();
});

test('a schema that a section refers to is on its page', async ({ page }) => {
  await page.goto('/docs/locks');
  const targets = await page
    .locator('main a[href^="#schema-"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  expect(targets.length).toBeGreaterThan(0);
  for (const target of new Set(targets)) await expect(page.locator(target)).toHaveCount(1);
});

test('a section that does not exist is not found', async ({ page, problems }) => {
  problems.expect(/status of 404/);
  expect((await page.goto('/docs/no-such-section'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the API pages can be read, and their links lead to their operations', async ({ page }) => {
    await page.goto('/docs');
    await page
      .getByRole('link', { name: /Follow changes/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/docs\/live#streamChanges$/);
    await expect(page.locator('article#streamChanges')).toBeInViewport();
  });
});
