import { expect, test } from './support/test';

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`the API page in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('lists every operation of the description, and fits a phone', async ({ page, request }) => {
      await page.goto('/docs');
      const description = await (await request.get('/openapi.json')).json();
      const ids = Object.values<Record<string, { operationId: string }>>(description.paths).flatMap((verbs) =>
        Object.values(verbs).map(({ operationId }) => operationId),
      );
      for (const id of ids) await expect(page.locator(`article#${id}`)).toHaveCount(1);
      await page.setViewportSize({ width: 375, height: 812 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
  });
}

test('an operation is found, tried, and shows what came of it', async ({ page }) => {
  await page.goto('/docs');
  const list = page.getByRole('navigation', { name: 'Operations' });
  await list.getByRole('searchbox').fill('report event');
  await list.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/#createEvent$/);

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
  await page.goto('/docs#streamChanges');
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the API page can be read, and its links lead to their operations', async ({ page }) => {
    await page.goto('/docs');
    await page
      .getByRole('link', { name: /Follow changes/ })
      .first()
      .click();
    await expect(page).toHaveURL(/#streamChanges$/);
    await expect(page.locator('article#streamChanges')).toBeInViewport();
  });
});
