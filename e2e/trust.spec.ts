import { startIssuer } from './support/issuer';
import { expect, test } from './support/test';

const name = 'trust-journey shop';

test('a trust rule is written, lets a run in, explains why another is not, and is switched off and deleted', async ({
  page,
  request,
  server,
}) => {
  const issuer = await startIssuer();
  try {
    await page.goto('/settings/trust');
    await page.getByRole('link', { name: 'New rule' }).first().click();
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Issuer' }).fill(issuer.url);
    await expect(page.getByRole('textbox', { name: 'Audience' })).toHaveValue(server.url);
    await page.getByRole('textbox', { name: 'Values of repository_id' }).fill('acme/shop');
    await expect(page.getByText('It must be the number that never changes, not the name.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Values of repository_id' }).fill('42');
    const workflow = page.getByRole('figure', { name: 'the workflow for GitHub Actions' });
    await expect(workflow).toContainText('id-token: write');
    await expect(workflow).toContainText(`audience=${encodeURIComponent(server.url)}`);
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await expect(page.getByText(`${name} is saved`, { exact: true })).toBeVisible();

    const claims = {
      aud: server.url,
      actor: 'ada',
      repository: 'acme/shop',
      repository_id: '42',
      ref: 'refs/heads/main',
      sha: '8fe1b322a576d59fe6257052a4107df7dc1b8c78',
      run_id: '7001',
    };
    const reported = await request.post('/api/v2/events', {
      headers: { authorization: `Bearer ${await issuer.sign(claims)}` },
      data: { kind: 'deployment', title: 'Deploy of a run', service: 'trust-shop', sha: 'deadbeef' },
    });
    expect(reported.status()).toBe(201);
    await page.goto(`/events/${(await reported.json()).id}`);
    await expect(page.getByText(`Verified by ${new URL(issuer.url).host}`)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Run' })).toHaveAttribute(
      'href',
      `${issuer.url}/acme/shop/actions/runs/7001`,
    );
    await expect(
      page.getByText(/Reported for commit deadbeef, but the run was for 8fe1b322a576/),
    ).toBeVisible();

    await page.goto('/settings/trust');
    await page
      .getByRole('textbox', { name: 'Token of the run' })
      .fill(await issuer.sign({ ...claims, ref: 'refs/heads/feature' }));
    await page.getByRole('button', { name: 'Check the token' }).click();
    await expect(page.getByText('This run is not let in.')).toBeVisible();
    await expect(page.getByText('ref is refs/heads/feature; the rule wants refs/heads/main.')).toBeVisible();

    const lets = page.getByRole('switch', { name: `Let in ${name}` });
    await lets.click();
    await expect(lets).not.toBeChecked();
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'Delete the rule' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the rule' }).click();
    await expect(page).toHaveURL(/\/settings\/trust$/);
    await expect(page.getByRole('link', { name })).toHaveCount(0);
  } finally {
    await issuer.close();
  }
});

test('who changes a trust rule that somebody else has changed meanwhile sees what, and loses nothing of either', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/412 \(Precondition Failed\)/);
  const body = {
    name: 'trust-faster',
    provider: 'github',
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'https://shiplog.example.com',
    claims: { repository_id: ['42'], ref: ['refs/heads/main'] },
    scopes: ['read'],
  };
  const made = await request.post('/api/v2/trust-rules', { data: body });
  expect(made.status()).toBe(201);
  const { id } = await made.json();
  await page.goto(`/settings/trust/${id}`);
  await expect(page.locator('html[data-interactive]')).toBeAttached();
  const form = page.getByRole('form');
  await form.getByRole('textbox', { name: 'Name' }).fill('trust-faster mine');
  const claims = { repository_id: ['42'], ref: ['refs/heads/release'] };
  const theirs = await request.put(`/api/v2/trust-rules/${id}`, { data: { ...body, claims } });
  expect(theirs.status()).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  const note = form.getByRole('alert');
  await expect(note).toContainText('Somebody was faster.');
  await expect(note).toContainText('ref is refs/heads/release');
  await page.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('trust-faster mine');
  await expect(form.getByRole('textbox', { name: 'Values of ref' })).toHaveValue('refs/heads/release');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('trust-faster mine is saved', { exact: true })).toBeVisible();
  const now = await (await request.get(`/api/v2/trust-rules/${id}`)).json();
  expect(now).toMatchObject({ name: 'trust-faster mine', claims });
});
