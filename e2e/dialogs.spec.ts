import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** What every dialog that asks keeps to: where the focus is, how long it stays, and what it says when nothing came of it. */

/** Opens a page and waits until it answers: what is pressed before does nothing. */
async function open(page: Page, path: string) {
  await page.goto(path);
  await expect(page.locator('html[data-interactive]')).toBeAttached();
}

interface Refusal {
  status: number;
  detail: string;
}

/** Keeps the answer to the first such request back until it is refused; those after it go on as ever. */
async function hold(page: Page, url: string, method: string) {
  const sent = Promise.withResolvers<void>();
  const refusal = Promise.withResolvers<Refusal>();
  let isFirst = true;
  await page.route(url, async (route) => {
    if (!isFirst || route.request().method() !== method) return route.fallback();
    isFirst = false;
    sent.resolve();
    const { status, detail } = await refusal.promise;
    await route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail }),
    });
  });
  return { sent: sent.promise, refuse: refusal.resolve };
}

test('a question begins on the way back, stays until there is an answer, and says why nothing was done', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/409 \(Conflict\)/);
  const made = await request.post('/api/v2/tokens', { data: { name: 'dialogs asks', scopes: ['read'] } });
  const { id } = await made.json();
  await open(page, `/settings/tokens/${id}`);
  await page.getByRole('button', { name: 'Revoke' }).click();
  const question = page.getByRole('dialog', { name: 'Revoke dialogs asks' });
  const back = question.getByRole('button', { name: 'Keep it' });
  const action = question.getByRole('button', { name: 'Revoke the token' });
  await expect(back).toBeFocused();

  const answer = await hold(page, `**/api/v2/tokens/${id}/revoke`, 'POST');
  await action.click();
  await answer.sent;
  await expect(action).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(question.getByRole('button', { name: 'Close' })).toBeDisabled();
  await expect(back).toBeDisabled();
  await expect(question).toBeVisible();
  answer.refuse({ status: 409, detail: 'Not while it rains.' });
  await expect(question.getByRole('alert')).toHaveText('It was not revoked. Not while it rains.');
  await expect(back).toBeFocused();

  await action.click();
  await expect(question).toHaveCount(0);
  await expect(page.getByText('revoked', { exact: true })).toBeVisible();
});

test('who was slower than somebody else is led to look again, and is not offered the same a second time', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/412 \(Precondition Failed\)/);
  const made = await request.post('/api/v2/detection-rules', {
    data: { name: 'dialogs slower', threshold: 5, windowSeconds: 300, enabled: false },
  });
  const rule = await made.json();
  await open(page, '/settings/detection');
  await page.getByRole('button', { name: 'Delete dialogs slower' }).click();
  const question = page.getByRole('dialog', { name: 'Delete dialogs slower' });
  await expect(question).toBeVisible();
  const theirs = await request.patch(`/api/v2/detection-rules/${rule.id}`, {
    headers: { 'if-match': `"${rule.revision}"` },
    data: { threshold: 7 },
  });
  expect(theirs.status()).toBe(200);
  await question.getByRole('button', { name: 'Delete the rule' }).click();
  await expect(question.getByRole('alert')).toContainText('Somebody has changed it while you looked at it');
  await expect(question.getByRole('button', { name: 'Delete the rule' })).toHaveCount(0);
  await question.getByRole('button', { name: 'Look again' }).click();
  await expect(question).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'dialogs slower' })).toContainText('7');
  await page.getByRole('button', { name: 'Delete dialogs slower' }).click();
  await question.getByRole('button', { name: 'Delete the rule' }).click();
  await expect(page.getByRole('link', { name: 'dialogs slower' })).toHaveCount(0);
});

for (const [place, ask] of [
  [
    'on its page',
    async (page: Page, number: number) => {
      await open(page, `/incidents/${number}`);
      await page.getByRole('button', { name: /^Assigned to/ }).click();
    },
  ],
  [
    'on the board',
    async (page: Page, number: number) => {
      await open(page, '/incidents?q=dialogs+assigns');
      await page.getByRole('button', { name: `Move or assign incident ${number}` }).click();
    },
  ],
] as const)
  test(`an incident is assigned ${place} when the server says so, and not before`, async ({
    page,
    request,
    problems,
  }) => {
    problems.expect(/409 \(Conflict\)/);
    const made = await request.post('/api/v2/incidents', {
      data: { title: `dialogs assigns ${place}`, service: 'dialogs-assign', severity: 'P3' },
    });
    const { number } = await made.json();
    await ask(page, number);
    await page.getByRole('menuitem', { name: 'Assign to …' }).click();
    const dialog = page.getByRole('dialog', { name: `Assign incident ${number}` });
    const name = dialog.getByLabel('To');
    await name.fill('Grace Hopper');
    const answer = await hold(page, `**/api/v2/incidents/${number}`, 'PATCH');
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await answer.sent;
    await expect(dialog.getByRole('button', { name: 'Assign' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeDisabled();
    await expect(name).toHaveValue('Grace Hopper');
    answer.refuse({ status: 409, detail: 'Somebody else is about to.' });
    await expect(dialog.getByRole('alert')).toHaveText('It was not assigned. Somebody else is about to.');
    await expect(page.getByRole('region', { name: 'Notes' }).getByRole('listitem')).toHaveCount(0);
    await name.press('Enter');
    await expect(dialog).toHaveCount(0);
    const assigned = await request.get(`/api/v2/incidents/${number}`);
    expect((await assigned.json()).assignee).toBe('Grace Hopper');
    await expect(page.getByText('Grace Hopper').first()).toBeVisible();
  });
