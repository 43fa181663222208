import type { APIRequestContext, Page } from '@playwright/test';
import { violationsOn } from './support/accessibility';
import { expect, test } from './support/test';

const report = async (request: APIRequestContext, data: Record<string, unknown>) => {
  const response = await request.post('/deployment-events/', {
    data: { source_system: 'journey', deployed_by: 'ana', ...data },
  });
  expect(response.ok(), await response.text()).toBe(true);
};
const deploy = (
  request: APIRequestContext,
  [product_name, version, environment_name]: readonly [string, string, string],
  [started_at, completed_at]: readonly [string, string],
  status = 'completed',
) => report(request, { product_name, version, environment_name, status, started_at, completed_at });

const open = async (page: Page, path: string) => {
  await page.goto(path);
  await page.waitForFunction(() => document.documentElement.dataset.interactive === 'true');
};
const cell = (page: Page, service: string, environment: string) =>
  page.getByRole('grid').getByRole('button', { name: `${service} in ${environment}:` });
const panel = (page: Page) => page.getByRole('complementary').filter({ hasText: 'Can I deploy?' });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

test('what runs where: as it comes in, by keyboard, and as of before', async ({ page, request }) => {
  const service = 'matrix-shop';
  const before = ago(60);
  await deploy(request, [service, '1.4.1', 'staging'], [ago(200), ago(195)]);
  await deploy(request, [service, '1.4.1', 'production'], [ago(180), ago(170)]);
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await open(page, `/deployments?service=${service}&environment=staging&environment=production`);
  await following;
  await expect(cell(page, service, 'production')).toContainText('1.4.1');
  await expect(page.getByRole('row').filter({ hasText: service })).toContainText('the same');

  await deploy(request, [service, '1.5.0', 'staging'], [ago(20), ago(15)]);
  await expect(cell(page, service, 'staging')).toContainText('1.5.0');
  await expect(page.getByRole('row').filter({ hasText: service })).toContainText('2 versions');

  await cell(page, service, 'staging').focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, service, 'production')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('1.4.1');
  await expect(panel(page)).toContainText('production');
  await expect(page.getByLabel('Version to deploy'), 'what stands one environment before').toHaveValue(
    '1.5.0',
  );
  await expect(panel(page).locator('[data-verdict="allow"]')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`open=${service}&in=production`));
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(cell(page, service, 'production'), 'the focus comes back').toBeFocused();

  await open(page, `/deployments?service=${service}&at=${encodeURIComponent(before)}`);
  await expect(page.getByRole('status').filter({ hasText: 'As of' })).toBeVisible();
  await expect(cell(page, service, 'staging')).toContainText('1.4.1');
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(cell(page, service, 'staging')).toContainText('1.5.0');

  await page.getByText('Compare', { exact: true }).click();
  await page.getByText('Two environments').click();
  await page.getByLabel('One environment').selectOption('staging');
  const row = page.getByRole('row').filter({ hasText: service });
  await expect(row).toContainText('1.5.0');
  await expect(row).toContainText('Behind');
});

test('more environments than fit are scrolled to within the matrix, and the page stays where it is', async ({
  page,
  request,
}) => {
  const service = 'wide-shop';
  for (const environment of [
    'development',
    'integration',
    'TNR',
    'UAT',
    'recette',
    'preproduction',
    'production',
  ])
    await deploy(request, [service, '1.0.0', environment], [ago(20), ago(10)]);
  await page.setViewportSize({ width: 1000, height: 800 });
  await open(page, `/deployments?service=${service}`);
  await expect(cell(page, service, 'production')).toBeAttached();
  const widths = (selector: string) =>
    page.locator(selector).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(await widths('section:has(> [role="grid"])')).toBeGreaterThan(0);
  expect(await widths('html')).toBe(0);
});

test('the history of an environment: narrowed to what failed, two compared, and on to the version', async ({
  page,
  request,
}) => {
  const service = 'history-shop';
  await deploy(request, [service, '2.0.0', 'history-prod'], [ago(300), ago(290)]);
  await deploy(request, [service, '2.1.0', 'history-prod'], [ago(200), ago(190)], 'failed');
  await deploy(request, [service, '2.2.0', 'history-prod'], [ago(100), ago(90)]);
  await deploy(request, [service, '2.0.0', 'history-prod'], [ago(50), ago(45)]);
  await open(page, '/deployments/history-prod');
  const rows = page.getByRole('region', { name: 'History' }).locator('[data-deployment]');
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText('Rollback');

  await page.getByRole('group', { name: 'State' }).getByText('Failed').click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('2.1.0');
  await expect(page).toHaveURL(/phase=failed/);
  await page.getByRole('button', { name: 'Remove filter State Failed' }).click();
  await expect(rows).toHaveCount(4);

  await page.getByLabel(`Compare ${service} 2.2.0`).check();
  await page.getByLabel(`Compare ${service} 2.1.0`).check();
  const compared = page.getByRole('complementary').filter({ hasText: 'Two deployments compared' });
  await expect(compared).toContainText('No deployment between');
  await compared.getByRole('link', { name: '2.2.0' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2.2.0');
  await expect(page.getByRole('region', { name: 'Where it came' })).toContainText('history-prod');

  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByLabel('Approved for').fill('Security');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Security', { exact: true })).toBeVisible();
});

test('whoever knows better than its name says how near to users an environment is, and where it stands', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/409 \(Conflict\)/);
  const name = 'tiered-edge';
  await deploy(request, ['tiered-shop', '1.0.0', name], [ago(30), ago(25)]);
  const known = async () =>
    (await (await request.get('/api/v2/environments')).json()).items.find(
      (one: { name: string }) => one.name === name,
    );
  expect(await known()).toMatchObject({ tier: 'other' });
  await open(page, `/deployments/${name}`);
  await page.getByRole('button', { name: 'Tier and order' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: `Tier and order of ${name}` });
  await expect(dialog.getByLabel('Tier', { exact: true })).toBeFocused();
  expect(await violationsOn(page)).toEqual([]);
  await dialog.getByLabel('Tier', { exact: true }).selectOption('test');
  const place = dialog.getByLabel('Place in the order');
  await place.fill('last');
  await place.press('Enter');
  await expect(dialog.getByText('It must be a whole number from 0 to 100000.')).toBeVisible();
  await place.fill('90001');

  await page.route(
    `**/api/v2/environments/${name}`,
    (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'Refused', status: 409, detail: 'Not now.' }),
      }),
    { times: 1 },
  );
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('It was not saved. Not now.');
  await expect(place).toHaveValue('90001');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await known()).toMatchObject({ tier: 'test', position: 90_001 });
  await page.getByRole('button', { name: 'Tier and order' }).click();
  await expect(dialog.getByLabel('Tier', { exact: true })).toHaveValue('test');
  await expect(place).toHaveValue('90001');
});
