import type { APIRequestContext, Page } from '@playwright/test';
import type { RuleListWire } from '@/lib/preflight/operations';
import type { RuleWire } from '@/lib/preflight/rule-schemas';
import { expect, test } from './support/test';

/** Rules of this journey are for this service alone: other journeys deploy, too. */
const service = 'rules-shop';
const environment = 'rules-production';

const ruleCalled = async (request: APIRequestContext, name: string) => {
  const { items } = (await (await request.get('/api/v2/deployment-rules')).json()) as RuleListWire;
  return items.find(({ rule }) => rule.name === name);
};
/** Another one each time, so that the journey can be walked twice. */
const versions = { first: `1.0.${Date.now()}`, second: `1.1.${Date.now()}` };
const report = (request: APIRequestContext, version: string, status: 'started' | 'completed') =>
  request.post('/deployment-events/', {
    data: { product_name: service, version, environment_name: environment, status, invoke_id: version },
  });
const form = (page: Page) => page.getByRole('form');
const rowOf = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Rules', exact: true }).getByRole('listitem').filter({ hasText: name });

test('a no-deploy window is written, stops a pipeline, only reports, is changed by two people at once and deleted', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/status of 412/);
  await page.goto('/settings/rules');
  await page.getByRole('link', { name: 'New rule' }).click();

  // What is missing is explained where it belongs, and nothing is sent.
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(form(page).getByLabel('Name', { exact: true })).toBeFocused();
  await form(page).getByLabel('Name', { exact: true }).fill('Never here');
  await form(page).getByLabel('Reason', { exact: true }).fill('Ask Ada.');
  await form(page).getByLabel('Services', { exact: true }).fill(service);
  await form(page).getByLabel('Environments', { exact: true }).fill(environment);
  await form(page).getByText('Daily', { exact: true }).click();
  await form(page).getByLabel('From', { exact: true }).fill('00:00');
  await form(page).getByLabel('Until', { exact: true }).fill('00:00');
  await form(page).getByLabel('Ends', { exact: true }).selectOption({ label: 'on the next day' });
  await form(page).getByLabel('Time zone', { exact: true }).fill('Mars/Base');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Not a schedule yet.');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(form(page).getByRole('alert')).toHaveText(
    'Is no known time zone; write it like Europe/Paris.',
  );
  expect(await ruleCalled(request, 'Never here')).toBeUndefined();
  await form(page).getByLabel('Time zone', { exact: true }).fill('America/New_York');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Never closes');
  await expect(form(page)).toContainText(
    `No deployments of ${service} to ${environment}: every day from 00:00 until 00:00 on the next day (America/New_York).`,
  );
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(rowOf(page, 'Never here')).toContainText('in force now');

  const stopped = await report(request, versions.first, 'started');
  expect(stopped.status()).toBe(423);
  expect(await stopped.json()).toMatchObject({
    code: 'NO_DEPLOY_WINDOW',
    message: expect.stringContaining('Ask Ada.'),
    detail: { details: { window_name: 'Never here' } },
  });

  // Let it only report: the pipeline goes on, and is listed.
  await rowOf(page, 'Never here').getByRole('radio', { name: 'Report only' }).click();
  await expect.poll(async () => (await ruleCalled(request, 'Never here'))?.rule.mode).toBe('report_only');
  expect((await report(request, versions.second, 'started')).status()).toBe(200);
  await page.goto('/settings/rules?shown=reported');
  await expect(
    page.locator('#broken').getByRole('listitem').filter({ hasText: versions.second }),
  ).toContainText('reported');
  await page.getByText('Stopped', { exact: true }).click();
  await expect(
    page.locator('#broken').getByRole('listitem').filter({ hasText: versions.first }),
  ).toContainText('stopped');
  await expect(page).toHaveURL(/shown=stopped/);

  await report(request, versions.second, 'completed');

  // Somebody else changes it meanwhile: theirs stays, and so does what was typed.
  const saved = (await ruleCalled(request, 'Never here')) as RuleWire;
  await rowOf(page, 'Never here').getByRole('link', { name: 'Never here' }).click();
  await expect(page.locator('#broken').getByRole('listitem')).toHaveCount(2);
  await form(page).getByLabel('Name', { exact: true }).fill('Hardly ever here');
  const theirs = await request.put(`/api/v2/deployment-rules/${saved.id}`, {
    data: { ...saved.rule, reason: 'Ask Grace.' },
  });
  expect(theirs.status()).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(form(page).getByRole('alert')).toContainText('Somebody was faster.');
  await page.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(form(page).getByLabel('Reason', { exact: true })).toHaveValue('Ask Grace.');
  await expect(form(page).getByLabel('Name', { exact: true })).toHaveValue('Hardly ever here');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(page, 'Hardly ever here')).toContainText('Ask Grace.');

  await rowOf(page, 'Hardly ever here').getByRole('button', { name: 'Delete Hardly ever here' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the rule' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(rowOf(page, 'Hardly ever here')).toHaveCount(0);
  await expect(page.locator('#broken')).toContainText('Never here');
  expect(await ruleCalled(request, 'Hardly ever here')).toBeUndefined();
});

test('the other kinds of rules are written by keyboard alone', async ({ page, request }) => {
  await page.goto('/settings/rules/new');
  const kind = form(page).getByRole('radio', { name: 'No-deploy window' });
  await kind.focus();
  await page.keyboard.press('ArrowDown');
  await expect(form(page).getByRole('radio', { name: 'Order of environments' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Soak first');
  await form(page).getByLabel('Services', { exact: true }).focus();
  await page.keyboard.type(service);
  await page.keyboard.press('Enter');
  await form(page).getByLabel('Before it', { exact: true }).focus();
  await page.keyboard.type('rules-staging');
  await page.keyboard.press('Enter');
  await form(page).getByLabel('Time in each of them', { exact: true }).fill('90');
  await expect(form(page)).toContainText(
    `A version of ${service} goes to any environment only after rules-staging, and 90 minutes there without a failure.`,
  );
  await form(page).getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Soak first')).toBeVisible();
  const { id } = (await ruleCalled(request, 'Soak first')) as RuleWire;
  expect((await request.delete(`/api/v2/deployment-rules/${id}`)).status()).toBe(204);
});
