import type { Browser, BrowserContext, Page } from '@playwright/test';
import { violationsOn } from './support/accessibility';
import { startIssuer, type TestIssuer } from './support/issuer';
import { type RunningServer, startServer } from './support/server';
import { test as base, expect, type Problems, watch } from './support/test';

/** From the link that a start prints to a team that signs in, on a product of its own. */

interface World {
  issuer: TestIssuer;
  server: RunningServer;
}

const test = base.extend<object, { world: World; server: RunningServer }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const issuer = await startIssuer();
      const server = await startServer({
        label: 'people',
        env: {
          OIDC_ISSUER: issuer.url,
          OIDC_CLIENT_ID: issuer.clientId,
          OIDC_CLIENT_SECRET: issuer.clientSecret,
          OIDC_NAME: 'Example SSO',
        },
      });
      await use({ issuer, server });
      await server.stop();
      await issuer.close();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  // By the name that is printed: that is where providers lead back to.
  server: [
    async ({ world }, use) =>
      use({ ...world.server, url: world.server.url.replace('127.0.0.1', 'localhost') }),
    { scope: 'worker' },
  ],
});

test.describe.configure({ mode: 'serial' });

const expectAccessible = async (page: Page) => expect(await violationsOn(page)).toEqual([]);

/** Until then a press does nothing: what is on the page was drawn by the server. */
const awake = (page: Page) => expect(page.locator('html[data-interactive]')).toBeAttached();

const rootPassword = 'staple thunder mango';
const adaPassword = 'nine quiet red boats';

/** Another browser, watched as the first one is. */
async function another(browser: Browser, server: RunningServer, problems: Problems): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 375, height: 720 } });
  await watch(context, server.url, problems);
  return context;
}

async function signIn(page: Page, email: string, password: string, path = '/sign-in') {
  await page.goto(path);
  await awake(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('the printed link leads to a set-up product in one form', async ({ page, server }) => {
  const [link = ''] = /http:\/\/localhost:\d+\/set-up#code=\w+/.exec(server.log()) ?? [];
  await page.goto(link);
  await awake(page);
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Root Admin');
  await page.getByLabel('E-mail').fill('root@example.com');
  await page.getByLabel('Password').fill('password1234');
  await expect(page.getByText('is one of those that are tried first')).toBeVisible();
  await page.getByLabel('Password').fill(rootPassword);
  await page.getByRole('button', { name: 'Set up Shiplog' }).click();
  await expect(page.getByRole('heading', { name: 'Root Admin, you are the administrator' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Make a token' })).toHaveAttribute(
    'href',
    '/settings/tokens/new',
  );
  await page.getByRole('link', { name: 'Open the timeline' }).click();
  await expect(page.getByRole('button', { name: 'Root Admin: account and display' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Shiplog is set up' })).toBeVisible();
});

test('whoever is not signed in is led to sign in, told what is wrong, and back to the page they wanted', async ({
  page,
  problems,
}) => {
  problems.expect(/401/);
  await page.goto('/settings/people?x=1');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fpeople%3Fx%3D1$/);
  await awake(page);
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill('root@example.com');
  await page.getByLabel('Password').fill('not my password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await page.getByLabel('Password').fill(rootPassword);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/people\?x=1$/);
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
  await awake(page);
  await page.getByRole('button', { name: 'Root Admin: account and display' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in$/);
});

test('somebody who is invited joins in their own browser, and sees their role change while they are there', async ({
  page,
  browser,
  server,
  problems,
}) => {
  await signIn(page, 'root@example.com', rootPassword, '/sign-in?next=/settings/people');
  await expect(page).toHaveURL(`${server.url}/settings/people`);
  await awake(page);
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ada Lovelace');
  await dialog.getByLabel('E-mail').fill('ada@example.com');
  await dialog.getByLabel('Role', { exact: true }).selectOption('viewer');
  await dialog.getByRole('button', { name: 'Add an environment' }).click();
  await dialog.getByLabel('Environment 1', { exact: true }).fill('staging');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = (await dialog.getByText('/join#code=').textContent()) ?? '';
  expect(link).toMatch(new RegExp(`^${server.url}/join#code=\\w{32}$`));
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'I have the link' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'ada@example.com' });
  await expect(row).toContainText('invited');
  await expect(row).toContainText('deployer in staging');

  const theirs = await another(browser, server, problems);
  const ada = await theirs.newPage();
  await ada.goto(link);
  await awake(ada);
  await expect(ada.getByText('You are invited as')).toContainText('ada@example.com');
  await expectAccessible(ada);
  await ada.getByLabel('Password').fill(adaPassword);
  await ada.getByRole('button', { name: 'Join' }).click();
  await expect(ada.getByRole('button', { name: 'Ada Lovelace: account and display' })).toBeVisible();
  await ada.goto('/settings/account');
  await expect(ada.getByText('Your role is viewer; deployer in staging')).toBeVisible();
  await expect(ada.getByRole('link', { name: 'People' })).toHaveCount(0);
  await ada.goto('/settings/people');
  await expect(ada.getByRole('heading', { name: 'People: not for your role' })).toBeVisible();

  await page.reload();
  await awake(page);
  await row.getByRole('button', { name: 'Change Ada Lovelace' }).click();
  await page.getByRole('dialog').getByLabel('Role', { exact: true }).selectOption('admin');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(row.getByText('admin', { exact: true })).toBeVisible();
  await ada.goto('/settings/people');
  await expect(ada.getByRole('listitem').filter({ hasText: 'root@example.com' })).toBeVisible();
  await expectAccessible(ada);
  await theirs.close();
});

test('sessions are ended and a password is changed by their owner', async ({
  page,
  browser,
  server,
  problems,
}) => {
  problems.expect(/403/);
  const elsewhere = await another(browser, server, problems);
  await signIn(await elsewhere.newPage(), 'ada@example.com', adaPassword);
  await expect(elsewhere.pages()[0] as Page).toHaveURL(`${server.url}/`);
  await signIn(page, 'ada@example.com', adaPassword, '/sign-in?next=/settings/account');
  await expect(page).toHaveURL(`${server.url}/settings/account`);
  await awake(page);
  const sessions = page.getByRole('list', { name: 'Sessions' });
  await expect(sessions.getByText('this one')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await elsewhere.close();

  await page.getByLabel('Current password').fill('not this one');
  await page.getByLabel('New password').fill('another long sentence');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('The current password is not right.')).toBeVisible();
  await page.getByLabel('Current password').fill(adaPassword);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed', { exact: true })).toBeVisible();
});

test('the last administrator stays one, and is told why', async ({ page, server, problems }) => {
  problems.expect(/409/);
  await signIn(page, 'root@example.com', rootPassword, '/sign-in?next=/settings/people');
  await expect(page).toHaveURL(`${server.url}/settings/people`);
  await awake(page);
  const act = async (name: string, item: string, button: string) => {
    await page.getByRole('button', { name: `More about ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  };
  await act('Ada Lovelace', 'Disable', 'Disable');
  await expect(page.getByRole('listitem').filter({ hasText: 'ada@example.com' })).toContainText('disabled');
  await act('Root Admin', 'Disable', 'Disable');
  await expect(page.getByRole('alert').filter({ hasText: 'last administrator' })).toBeVisible();
});

test('somebody signs in with their provider, and is told why when they may not', async ({
  page,
  context,
  world,
  server,
  browser,
  problems,
}) => {
  const { issuer } = world;
  await context.route(`${issuer.url}/**`, (route) => route.continue());
  issuer.user = { sub: 'eve', name: 'Eve', email: 'eve@example.com', email_verified: true };
  await page.goto('/sign-in?next=/incidents');
  await awake(page);
  await page.getByRole('button', { name: 'Continue with Example SSO' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody has invited you here' })).toBeVisible();

  const mine = await another(browser, server, problems);
  const root = await mine.newPage();
  await signIn(root, 'root@example.com', rootPassword, '/sign-in?next=/settings/people');
  await expect(root).toHaveURL(`${server.url}/settings/people`);
  await awake(root);
  await root.getByRole('button', { name: 'Invite' }).click();
  await root.getByRole('dialog').getByLabel('Name').fill('Eve');
  await root.getByRole('dialog').getByLabel('E-mail').fill('eve@example.com');
  await root.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  await expect(root.getByRole('heading', { name: 'Eve is invited' })).toBeVisible();
  await mine.close();

  await page.goto('/sign-in?next=/incidents');
  await awake(page);
  await page.getByRole('button', { name: 'Continue with Example SSO' }).click();
  await expect(page).toHaveURL(`${server.url}/incidents`);
  await expect(page.getByRole('button', { name: 'Eve: account and display' })).toBeVisible();
});
