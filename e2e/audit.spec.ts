import { expect, test } from './support/test';

test('what was done is found in the audit log, opened, narrowed by its fields and verified, by keyboard', async ({
  page,
  request,
}) => {
  const name = `audited-${Date.now()}`;
  const made = await request.post('/api/v2/deployment-rules', { data: { kind: 'concurrency', name } });
  const { id } = await made.json();
  await request.put(`/api/v2/deployment-rules/${id}`, {
    data: { kind: 'concurrency', name, mode: 'disabled', reason: '<img src=x onerror=alert(1)>' },
  });
  const requestId = made.headers()['x-request-id'] as string;

  await page.goto('/settings/audit');
  await page.getByRole('searchbox', { name: 'Find in the audit log' }).fill(id);
  const entries = page.getByRole('list', { name: 'Entries', exact: true }).getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await expect(page).toHaveURL(/q=/);

  const changed = entries.first().getByRole('button').first();
  await changed.focus();
  await page.keyboard.press('Enter');
  const difference = entries.first().getByRole('table', { name: 'What it changed' });
  await expect(difference.getByRole('row').filter({ hasText: 'mode' })).toContainText('enabled');
  await expect(difference.getByRole('row').filter({ hasText: 'mode' })).toContainText('disabled');
  await expect(difference).toContainText('<img src=x onerror=alert(1)>');
  await entries
    .first()
    .getByRole('button', { name: `rule:${id}`, exact: true })
    .click();
  await expect(page).toHaveURL(/subject=rule/);

  // An address that a colleague opens shows the same.
  await page.goto(`/settings/audit?requestId=${requestId}`);
  await expect(entries).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove filter Request' }).click();
  await expect(page).not.toHaveURL(/requestId/);

  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/entries in [\d,]+ blocks are as they were sealed/)).toBeVisible();

  await page.goto('/settings/audit?q=nothing-is-called-so');
  await expect(page.getByText('Nothing like that is in the log')).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('audit.csv');
});

test('a log that cannot be read says so and is asked for again', async ({ page, problems }) => {
  problems.expect(/status of 503/);
  problems.expect(/server error: 503/);
  let broken = true;
  await page.route('**/api/v2/audit?**', (route) =>
    broken
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"status":503,"title":"Unavailable"}',
        })
      : route.continue(),
  );
  await page.goto('/settings/audit');
  await page.getByText('Denied', { exact: true }).click();
  await expect(page.getByText('The audit log could not be read')).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: /again/i }).click();
  await expect(page.getByText('The audit log could not be read')).toBeHidden();
});
