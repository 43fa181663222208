import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './support/test';

const minute = 60_000;
const at = (before: number) => new Date(Date.now() - before).toISOString();

async function post<T = { id: string }>(request: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await request.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

test('what a pipeline reports is a waterfall from build to rollback, and every bar opens its event', async ({
  page,
  request,
}) => {
  const about = { product_name: 'waterfall', version: '2.4.0', source_system: 'ci' };
  await post(request, '/build-events/', { ...about, build_number: '7', status: 'started' });
  await post(request, '/build-events/', { ...about, build_number: '7', status: 'completed' });
  for (const environment_name of ['staging', 'production'])
    for (const status of ['started', 'completed'])
      await post(request, '/deployment-events/', { ...about, environment_name, invoke_id: '7', status });
  const place = { service: 'waterfall', environment: 'production' };
  const incident = await post(request, '/api/v2/events', {
    kind: 'incident',
    title: 'Checkout answers 500',
    status: 'open',
    ...place,
  });
  const rollback = await post(request, '/api/v2/events', {
    kind: 'deployment',
    title: 'Roll back waterfall to 2.3.9',
    version: '2.3.9',
    status: 'start',
    relatedId: incident.id,
    ...place,
  });

  // The story is there for whoever comes from any of its events.
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await page.goto(`/events/${incident.id}`);
  await page.getByRole('link', { name: 'Waterfall from build to recovery' }).click();
  await expect(page).toHaveURL(new RegExp(`/durations/${incident.id}`));
  await following;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('waterfall 2.4.0');
  const steps = page.getByRole('list', { name: 'Steps by start' }).getByRole('listitem');
  await expect(steps).toHaveCount(5);
  await expect(steps).toContainText([
    /Build waterfall 2\.4\.0/,
    /Deploy waterfall 2\.4\.0 to staging.*Build to deployment/s,
    /Deploy waterfall 2\.4\.0 to production.*Promotion/s,
    /Checkout answers 500.*Deployment to incident/s,
    /Roll back waterfall to 2\.3\.9.*Running/s,
  ]);
  await expect(page.getByText('still going on')).toBeVisible();

  // From bar to bar by keyboard, and into its event.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page
    .getByRole('complementary')
    .filter({ has: page.getByRole('button', { name: 'Close', exact: true }) });
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Deploy waterfall 2.4.0 to staging');
  await page.keyboard.press('j');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Deploy waterfall 2.4.0 to production');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);

  // It follows what goes on: the rollback ends, and the incident with it.
  await request.patch(`/api/v2/events/${rollback.id}`, { data: { status: 'success', endsAt: at(0) } });
  await expect(steps.last()).toContainText('Incident to rollback');

  // The list of chains leads here, too.
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Durations');
  await page.goto('/durations?service=waterfall&by=linkKind');
  await page
    .getByRole('table')
    .getByRole('row', { name: /Promotion/ })
    .getByRole('link')
    .first()
    .click();
  await expect(panel.getByRole('listitem')).toContainText('Deploy waterfall 2.4.0 to production');
  await page
    .getByRole('list', { name: 'Chains, longest first' })
    .getByRole('link', { name: /waterfall/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('waterfall 2.4.0');
});

test('a figure opens its rows, and follows the rule that people change', async ({
  page,
  request,
  problems,
}) => {
  const deploy = (version: string, began: number) =>
    post(request, '/api/v2/events', {
      kind: 'deployment',
      title: `Deploy figures ${version}`,
      service: 'figures',
      environment: 'production',
      version,
      status: 'success',
      startsAt: at(began),
      endsAt: at(began - 2 * minute),
    });
  await deploy('1.0.0', 90 * minute);
  await deploy('1.1.0', 30 * minute);
  await post(request, '/api/v2/events', {
    kind: 'incident',
    title: 'Figures are wrong',
    service: 'figures',
    environment: 'production',
    status: 'open',
    startsAt: at(20 * minute),
  });
  const before = await (await request.get('/api/v2/insights/delivery/rule')).json();

  await page.goto('/insights/delivery?service=figures');
  const rate = page.locator('[data-figure=changeFailureRate]');
  await expect(rate).toContainText('50 %');
  await expect(rate).toContainText('Too little data');
  await expect(rate).toContainText('2 deployments, 5 are needed');
  await rate.getByRole('link').first().click();
  const rows = page.getByRole('list', { name: 'Failed changes' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('figures 1.1.0');
  await expect(rows).toContainText('Incident soon after');
  await expect(page).toHaveURL(/metric=changeFailureRate/);
  await page.keyboard.press('Escape');

  await expect(page.getByText('that arrived there within 60 minutes before')).toBeVisible();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const form = page.getByRole('form', { name: 'How delivery is counted' });
  await form.getByLabel('Minutes after a deployment').fill('five');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('Needs a whole number of minutes');
  await form.getByLabel('Minutes after a deployment').fill('5');
  // Somebody else changes the rule meanwhile: nothing is lost on either side.
  await request.put('/api/v2/insights/delivery/rule', { data: { ...before.rule, minimum: 2 } });
  problems.expect(/status of 412/);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('Somebody was faster.');
  await form.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(form.getByLabel('Too little data below')).toHaveValue('2');
  await expect(form.getByLabel('Minutes after a deployment')).toHaveValue('5');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);

  await expect(page.getByText('that arrived there within 5 minutes before')).toBeVisible();
  await expect(rate).toContainText('0 %');
  await expect(rate).not.toContainText('Too little data');
  await request.put('/api/v2/insights/delivery/rule', { data: before.rule });
});
