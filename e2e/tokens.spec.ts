import type { TokenWire } from '@/lib/tokens/schemas';
import { expect, test } from './support/test';

const name = 'tokens-journey pipeline';

test('a token is made, shown once, used as pasted, given a new secret, changed, revoked and deleted', async ({
  page,
  request,
}) => {
  await page.goto('/settings/tokens');
  await page.getByRole('link', { name: 'New token' }).first().click();

  // What is missing is said where it belongs, and nothing is sent.
  await page.getByRole('button', { name: 'Make the token' }).click();
  const field = page.getByRole('textbox', { name: 'Name' });
  await expect(field).toBeFocused();
  await expect(page.getByText('Say what it is for.')).toBeVisible();
  await field.fill(name);
  await page.getByLabel('Services', { exact: true }).fill('tokens-shop');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await page.getByLabel('Expires').selectOption({ label: 'In 30 days' });
  await page.getByRole('button', { name: 'Make the token' }).click();

  const heading = page.getByRole('heading', { name: `The secret of ${name}` });
  await expect(heading).toBeFocused();
  const secret = (await page.getByRole('figure', { name: 'the secret' }).locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^slg_[0-9A-Za-z]{38}$/);
  const curl = page.getByRole('figure', { name: 'how curl uses it' });
  await expect(curl).toContainText(secret);
  await expect(curl).toContainText('"service": "tokens-shop"');
  await page.getByText('GitHub Actions', { exact: true }).click();
  await expect(page.getByRole('figure', { name: 'how GitHub Actions uses it' })).toContainText(
    'secrets.SHIPLOG_TOKEN',
  );
  const reported = await request.post('/api/v2/events', {
    headers: { authorization: `Bearer ${secret}` },
    data: { kind: 'operation', title: 'With a token', service: 'tokens-shop' },
  });
  expect(reported.status()).toBe(201);
  expect((await reported.json()).createdBy).toBe(name);

  // Once it is stored, it is nowhere any more.
  await page.getByRole('button', { name: 'I have stored it' }).click();
  const row = page
    .getByRole('list', { name: 'Tokens', exact: true })
    .getByRole('listitem')
    .filter({ hasText: name });
  await expect(row).toContainText('Expires');
  await expect(row).toContainText('May change things of tokens-shop in all environments.');
  await page.goBack();
  await page.goForward();
  await expect(page.locator('body')).not.toContainText(secret);

  await row.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByRole('heading', { name: `The secret of ${name}` })).toBeFocused();
  await expect(page.getByText('two secrets')).toBeVisible();
  await page.getByRole('button', { name: 'I have stored it' }).click();

  await page.getByRole('checkbox', { name: /catalog:write/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`${name} is saved`, { exact: true })).toBeVisible();
  const found = async () =>
    ((await (await request.get('/api/v2/tokens')).json()) as { items: TokenWire[] }).items.find(
      (token) => token.name === name,
    );
  expect((await found())?.scopes).toContain('catalog:write');

  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the token' }).click();
  await expect(page.getByText('revoked', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the token' }).click();
  await expect(page).toHaveURL(/\/settings\/tokens$/);
  await expect(row).toHaveCount(0);
  expect(await found()).toBeUndefined();
});

test('admin takes the limits off the form, and a page of a token that is gone says so', async ({
  page,
  problems,
}) => {
  problems.expect(/status of 404/);
  await page.goto('/settings/tokens/new');
  await expect(page.getByLabel('Services', { exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: /^admin/ }).check();
  await expect(page.getByText('An administrator is not limited.')).toBeVisible();
  await expect(page.getByLabel('Services', { exact: true })).toHaveCount(0);
  await page.goto('/settings/tokens/0199e6a0-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { name: 'This token does not exist' })).toBeVisible();
});

test('who changes a token that somebody else has changed meanwhile sees what, and loses nothing of either', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/412 \(Precondition Failed\)/);
  const made = await request.post('/api/v2/tokens', { data: { name: 'tokens-faster', scopes: ['read'] } });
  const { id } = await made.json();
  await page.goto(`/settings/tokens/${id}`);
  await expect(page.locator('html[data-interactive]')).toBeAttached();
  const form = page.getByRole('form');
  const field = form.getByRole('textbox', { name: 'Name' });
  await field.fill('tokens-faster mine');

  // One's own new secret is no change of somebody else.
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('tokens-faster mine is saved', { exact: true })).toBeVisible();

  await field.fill('tokens-faster again');
  const theirs = await request.patch(`/api/v2/tokens/${id}`, {
    data: { scopes: ['read', 'locks:write'], services: ['tokens-faster-shop'] },
  });
  expect(theirs.status()).toBe(200);
  // By key: the note that it was saved may still lie over the button.
  await field.press('Enter');
  const note = form.getByRole('alert');
  await expect(note).toContainText('Somebody was faster.');
  await expect(note).toContainText('now read, locks:write');
  await expect(note).toContainText('now tokens-faster-shop');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(field).toHaveValue('tokens-faster again');
  await expect(form.getByRole('checkbox', { name: /^locks:write/ })).toBeChecked();
  await field.press('Enter');
  await expect(page.getByText('tokens-faster again is saved', { exact: true })).toBeVisible();
  const now = (await (await request.get(`/api/v2/tokens/${id}`)).json()) as TokenWire;
  expect(now).toMatchObject({
    name: 'tokens-faster again',
    scopes: ['read', 'locks:write'],
    services: ['tokens-faster-shop'],
  });
});
