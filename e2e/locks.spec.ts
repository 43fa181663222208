import type { APIRequestContext, Page } from '@playwright/test';
import type { AcquireInput, GrantWire, LockItemWire } from '@/lib/locks/schemas';
import { expect, test } from './support/test';

const claim = (request: APIRequestContext, body: AcquireInput) =>
  request.post('/api/v2/locks', { data: body });
const acquire = async (request: APIRequestContext, body: AcquireInput): Promise<GrantWire> => {
  const response = await claim(request, body);
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as GrantWire;
};
const read = async (request: APIRequestContext, id: string) =>
  (await (await request.get(`/api/v2/locks/${id}`)).json()) as LockItemWire;
const row = (page: Page, service: string) =>
  page.getByRole('table').getByRole('row').filter({ hasText: service });
const panel = (page: Page) =>
  page.getByRole('complementary').filter({ has: page.getByRole('button', { name: 'Close', exact: true }) });
const dialog = (page: Page) => page.getByRole('dialog');
const open = async (page: Page, path: string) => {
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await page.goto(path);
  await following;
};

test('a lock is acquired on the page, counts down, is renewed after a reload and released', async ({
  page,
  request,
}) => {
  await open(page, '/locks?q=lock-page');
  await page.getByRole('button', { name: 'Acquire', exact: true }).click();
  const form = dialog(page);
  await form.getByLabel('Environment').fill('production');
  await form.getByLabel('Service').fill('lock-page');
  await form.getByLabel('Resource').fill('deployment');
  await form.getByLabel('Reason').fill('Release 4.2');
  await expect(form).toContainText('deployment of lock-page in production is free.');
  await form.getByRole('button', { name: 'Acquire', exact: true }).click();

  await expect(
    panel(page).getByRole('heading', { name: 'deployment of lock-page in production' }),
  ).toBeVisible();
  await expect(page).toHaveURL(/lock=/);
  const left = async () =>
    Number(await panel(page).locator('[data-countdown]').getAttribute('data-countdown'));
  const before = await left();
  expect(before).toBeGreaterThan(800);
  await expect.poll(left, 'the countdown goes down by itself').toBeLessThan(before);

  await page.reload();
  await expect(panel(page)).toContainText('yours');
  const low = await left();
  await panel(page).getByRole('button', { name: 'Renew' }).click();
  await expect(panel(page)).toContainText('Renewed');
  await expect.poll(left).toBeGreaterThanOrEqual(low);

  const id = new URL(page.url()).searchParams.get('lock') as string;
  await panel(page).getByRole('button', { name: 'Release' }).click();
  await expect(panel(page)).toContainText('Was held by');
  expect(await read(request, id)).toMatchObject({ state: 'ended', endedAs: 'released' });
  await panel(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('heading', { name: /Nothing is locked/ })).toBeVisible();
});

test('another client that waits appears by itself; a lock of somebody else is taken over with a reason', async ({
  page,
  request,
}) => {
  const held = await acquire(request, {
    environment: 'production',
    service: 'lock-fight',
    holder: 'ci-1',
    reason: 'Release',
    ttlSeconds: 600,
  });
  await open(page, '/locks?service=lock-fight');
  await row(page, 'lock-fight')
    .getByRole('link', { name: /held by ci-1/ })
    .click();
  await expect(panel(page)).toContainText('Nobody waits for it.');

  const waiter = {
    environment: 'production',
    service: 'lock-fight',
    holder: 'ci-2',
    claimId: 'fight-2',
    wait: 0,
  };
  expect((await claim(request, waiter)).status()).toBe(202);
  const line = panel(page).getByRole('list', { name: 'In line' });
  await expect(line.getByRole('listitem')).toHaveCount(1);
  await expect(line).toContainText('ci-2');

  await expect(panel(page)).toContainText('Only whoever has its token can renew or release it: that is ci-1');
  await panel(page).getByRole('button', { name: 'Take over' }).click();
  const form = dialog(page);
  await expect(form).toContainText('Their token is dead from that moment.');
  await expect(form).toContainText('One claim that waits');
  await form.getByRole('button', { name: 'Take it over' }).click();
  await expect(form.getByRole('alert')).toContainText('Say why');
  expect(await read(request, held.id)).toMatchObject({ state: 'held' });
  await form.getByLabel('Reason').fill('Its runner is gone');
  await form.getByLabel('Holder').fill('jane');
  await form.getByRole('button', { name: 'Take it over' }).click();

  await expect(panel(page)).toContainText('Held by jane');
  await expect(panel(page).getByRole('list', { name: 'Before' })).toContainText('Taken over by jane');
  await expect(panel(page).getByRole('list', { name: 'Before' })).toContainText('Its runner is gone');
  expect(await read(request, held.id)).toMatchObject({
    endedAs: 'taken_over',
    endReason: 'Its runner is gone',
  });

  await panel(page).getByRole('button', { name: 'Release' }).click();
  await expect(panel(page)).toContainText('Was held by');
  // Whoever waited has it now, and the page says so without being asked.
  await expect(page.getByRole('list', { name: 'Locks' })).toContainText('ci-2');
});

test('somebody who waits on the page gets the lock by itself when it comes free', async ({
  page,
  request,
}) => {
  const held = await acquire(request, {
    environment: 'UAT',
    service: 'lock-line',
    holder: 'ci-7',
    ttlSeconds: 600,
  });
  await open(page, '/locks?service=lock-line&environment=UAT');
  await page.getByRole('button', { name: 'Acquire', exact: true }).click();
  await expect(dialog(page)).toContainText('lock-line in UAT is held by ci-7');
  await expect(dialog(page)).toContainText('You would be 1st in line');
  await dialog(page).getByRole('button', { name: 'Wait in line' }).click();
  const waits = page.getByRole('region', { name: 'You wait for' });
  await expect(waits).toContainText('You are 1st in line for lock-line in UAT.');
  await page.reload();
  await expect(waits, 'the place survives a reload').toContainText(
    'You are 1st in line for lock-line in UAT.',
  );

  await request.post(`/api/v2/locks/${held.id}/release`, { data: { token: held.token } });
  await expect(row(page, 'lock-line')).toContainText('yours');
  await expect(waits).toHaveCount(0);
});

test('a refusal is told in words, and what was typed stays', async ({ page, request, problems }) => {
  problems.expect(/status of 423/);
  await open(page, '/locks?service=lock-refused');
  await page.getByRole('button', { name: 'Acquire', exact: true }).click();
  const form = dialog(page);
  await form.getByLabel('Environment').fill('production');
  await form.getByLabel('Reason').fill('Mine');
  await form.getByRole('checkbox', { name: /Wait in line/ }).uncheck();
  await acquire(request, {
    environment: 'production',
    service: 'lock-refused',
    holder: 'ci-9',
    sticky: true,
    reason: 'Freeze',
  });
  await form.getByRole('button', { name: 'Acquire', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText(
    'It is held by ci-9 until it is released (Freeze). You would be 1st in line.',
  );
  await expect(form.getByLabel('Reason')).toHaveValue('Mine');
});

test('where one can deploy says what is free, held and blocked by a wider lock', async ({
  page,
  request,
}) => {
  await acquire(request, { environment: 'recette', holder: 'ops', reason: 'Frozen', sticky: true });
  await acquire(request, { environment: 'UAT', service: 'lock-where', holder: 'ci-3', ttlSeconds: 600 });
  await open(page, '/locks?view=deploy&service=lock-where');
  const places = page.getByRole('list', { name: 'Where it can be deployed' });
  const place = (name: string) => places.getByRole('listitem').filter({ hasText: name });
  await expect(place('recette')).toContainText('blocked by ops, who locked the environment: Frozen');
  await expect(place('UAT')).toContainText('held by ci-3');
  await expect(place('development')).toContainText('Free');
});

test('a lock shows on the timeline, in the lane of its service', async ({ page, request }) => {
  await request.post('/api/v2/events', {
    data: {
      kind: 'deployment',
      title: 'Deploy lock-lane',
      service: 'lock-lane',
      environment: 'UAT',
      status: 'success',
    },
  });
  const lock = await acquire(request, {
    environment: 'UAT',
    service: 'lock-lane',
    holder: 'ci-5',
    ttlSeconds: 600,
  });
  await page.goto('/?service=lock-lane');
  const rule = page.locator(`[data-lanes] [data-lock="${lock.id}"]`);
  await expect(rule).toHaveAttribute('data-tip', /Lock: lock-lane in UAT\nHeld by ci-5/);
  await expect(rule).toHaveAttribute('href', `/locks?lock=${lock.id}`);
});
