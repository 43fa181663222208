import type { APIRequestContext, Page } from '@playwright/test';
import type pg from 'pg';
import { connectBehind } from './support/database';
import { addPerson, endSessions, setRole, signIn, type TestPerson } from './support/people';
import { type RunningServer, startServer } from './support/server';
import { test as base, expect } from './support/test';

/** What each of four people sees of one product, and what becomes of their work when a right or a session goes. */

type People = Record<'ada' | 'rita' | 'vic' | 'stu', TestPerson>;
interface World {
  behind: pg.Client;
  people: People;
  /** Open, in production, of checkout. */
  incident: number;
  locks: { production: string; staging: string };
}

/** A product of its own: it has an administrator, and asks everybody to sign in. */
const test = base.extend<object, { server: RunningServer; world: World }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await startServer({ label: 'permissions' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  world: [
    async ({ server, playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: server.url });
      const behind = await connectBehind(server);
      const incident = await post(request, '/api/v2/incidents', {
        title: 'Checkout answers slowly',
        service: 'checkout',
        environment: 'production',
        severity: 'P2',
      });
      const lock = (environment: string) =>
        post(request, '/api/v2/locks', {
          environment,
          service: 'checkout',
          reason: 'Release 4.2',
          ttlSeconds: 3600,
        });
      const locks = {
        production: String((await lock('production')).id),
        staging: String((await lock('staging')).id),
      };
      const people: People = {
        ada: await addPerson(behind, 'Ada Lovelace', 'admin'),
        rita: await addPerson(behind, 'Rita Levi', 'responder'),
        vic: await addPerson(behind, 'Vic Viewer', 'viewer'),
        stu: await addPerson(behind, 'Stu Staging', 'viewer', { staging: 'deployer' }),
      };
      // From the first administrator on everybody is asked to sign in.
      await expect.poll(async () => (await request.get('/api/v2/me')).status()).toBe(401);
      await request.dispose();
      await use({ behind, people, incident: Number(incident.number), locks });
      await behind.end();
    },
    { scope: 'worker' },
  ],
});

async function post(
  request: APIRequestContext,
  path: string,
  data: unknown,
): Promise<Record<string, unknown>> {
  const answer = await request.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

const as = (world: World, person: keyof People, page: Page, url: string) =>
  signIn(world.behind, world.people[person], page.context(), url);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const menu = async (page: Page) => {
  await button(page, /account and display/).click();
  return page.getByRole('menu');
};

test('a viewer reads everything, and is offered nothing that they may not do', async ({
  page,
  server,
  world,
}) => {
  await as(world, 'vic', page, server.url);
  await page.goto(`/incidents/${world.incident}`);
  await expect(page.getByRole('heading', { name: 'Checkout answers slowly', level: 1 })).toBeVisible();
  for (const name of ['Acknowledge', 'Add note', 'Edit the title', 'Begin empty', 'Judge again', /^Severity/])
    await expect(button(page, name)).toHaveCount(0);
  await expect(button(page, 'More')).toBeVisible();

  await page.goto('/incidents');
  await expect(page.locator('[data-card]')).toHaveCount(1);
  await expect(button(page, 'New incident')).toHaveCount(0);
  await expect(button(page, /Move or assign/)).toHaveCount(0);

  await page.goto(`/locks?lock=${world.locks.production}`);
  await expect(page.getByText('This needs the role deployer or more; yours is viewer.')).toBeVisible();
  await expect(button(page, /Take over|Acquire|Wait/)).toHaveCount(0);

  await page.goto('/catalog/checkout');
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Edit|Complete it/ })).toHaveCount(0);

  await page.goto('/events/new');
  await expect(page.getByText('This needs the role responder or more; yours is viewer.')).toBeVisible();
  await expect(page.getByRole('form', { name: 'New event' })).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder(/Search pages/).fill('new');
  await expect(page.getByRole('option', { name: 'New event' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  const mine = await menu(page);
  await expect(mine).toContainText('Vic Viewer');
  await expect(mine).toContainText('viewer');
  await expect(mine.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
});

test('what a viewer sends all the same is refused', async ({ page, problems, server, world }) => {
  problems.expect(/403 \(Forbidden\)/);
  await as(world, 'vic', page, server.url);
  await page.goto('/');
  const answer = await page.evaluate(async (number) => {
    const response = await fetch(`/api/v2/incidents/${number}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Forged' }),
    });
    return { status: response.status, body: await response.json() };
  }, world.incident);
  expect(answer.status).toBe(403);
  expect(answer.body.detail).toBe(
    'This needs the scope incidents:write, which Vic Viewer (viewer) does not have.',
  );
});

test('a responder works on incidents under their own name, and leaves locks alone', async ({
  page,
  server,
  world,
}) => {
  await as(world, 'rita', page, server.url);
  await page.goto(`/incidents/${world.incident}`);
  await button(page, /Assigned to Nobody/).click();
  await page.getByRole('menuitem', { name: 'Assign to me' }).click();
  await expect(button(page, /Assigned to Rita Levi/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Note' }).fill('The pool is exhausted');
  await button(page, 'Add note').click();
  const entry = page
    .getByRole('list', { name: 'Timeline' })
    .getByRole('listitem')
    .filter({ hasText: 'The pool' });
  await expect(entry).toContainText('Rita Levi');

  await page.goto('/locks');
  await expect(page.getByRole('table')).toBeVisible();
  await expect(button(page, 'Acquire')).toHaveCount(0);
});

test('who may do something in one environment sees it elsewhere, disabled, with the reason', async ({
  page,
  server,
  world,
}) => {
  await as(world, 'stu', page, server.url);
  const reason = 'You may do this in staging only; this is production.';
  await page.goto(`/locks?lock=${world.locks.production}`);
  const takeOver = button(page, 'Take over …');
  await expect(takeOver).toHaveAttribute('aria-disabled', 'true');
  await expect(takeOver).toHaveAccessibleDescription(reason);
  await takeOver.press('Enter');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText(reason);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.goto(`/locks?lock=${world.locks.staging}`);
  await button(page, 'Take over …').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Hotfix');
  await dialog.getByRole('button', { name: 'Take it over' }).click();
  await expect(button(page, 'Release')).toBeEnabled();

  await page.goto('/incidents');
  await page.locator('[data-card] a').first().focus();
  await page.keyboard.press('a');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText(reason);
});

test('when a role is lowered the server says no, and what was typed stays', async ({
  page,
  problems,
  server,
  world,
}) => {
  problems.expect(/403 \(Forbidden\)/);
  await as(world, 'rita', page, server.url);
  await page.goto(`/incidents/${world.incident}`);
  await page.getByRole('textbox', { name: 'Note' }).fill('Half a thought');
  await setRole(world.behind, world.people.rita, 'viewer');
  await expect.poll(async () => (await (await page.request.get('/api/v2/me')).json()).role).toBe('viewer');
  await button(page, 'Add note').click();
  await expect(page.getByText(/Rita Levi \(viewer\) does not have/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Half a thought');
  await expect(button(page, 'Add note')).toHaveAccessibleDescription(
    'This needs the role responder or more; yours is viewer.',
  );
  await setRole(world.behind, world.people.rita, 'responder');
});

test('when a session is ended elsewhere the page says so, and goes on after signing in again', async ({
  page,
  problems,
  server,
  world,
}) => {
  problems.expect(/401 \(Unauthorized\)/);
  await as(world, 'ada', page, server.url);
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await page.goto(`/incidents/${world.incident}`);
  await following;
  await page.getByRole('textbox', { name: 'Note' }).fill('Not lost');
  await endSessions(world.behind, world.people.ada);

  // Nothing is pressed: the stream ends within a second and finds out why.
  const banner = page.getByRole('region', { name: 'Session' });
  await expect(banner).toContainText('You are signed out.');
  await expect(banner.getByRole('link', { name: 'Sign in again' })).toHaveAttribute(
    'href',
    `/sign-in?next=${encodeURIComponent(`/incidents/${world.incident}`)}`,
  );
  await button(page, 'Add note').click();
  await expect(page.getByText(/sign in again in another tab, then repeat this/)).toBeVisible();

  const again = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await as(world, 'ada', page, server.url);
  await expect(banner).toHaveCount(0);
  await again;
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Not lost');
  await button(page, 'Add note').click();
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Not lost');
});

test('when a session ends under an open dialog the way to sign in again is in the dialog', async ({
  page,
  problems,
  server,
  world,
}) => {
  problems.expect(/401 \(Unauthorized\)/);
  await as(world, 'ada', page, server.url);
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await page.goto(`/incidents/${world.incident}`);
  await following;
  await button(page, /Assigned to/).click();
  await page.getByRole('menuitem', { name: 'Assign to …' }).click();
  const dialog = page.getByRole('dialog', { name: /Assign incident/ });
  await dialog.getByLabel('To').fill('Grace Hopper');
  await endSessions(world.behind, world.people.ada);
  const notice = dialog.getByRole('region', { name: 'Your session' });
  await expect(notice).toContainText('You are signed out.');

  // By keyboard, and by pointer.
  const way = notice.getByRole('link', { name: 'Sign in again' });
  await dialog.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Tab');
  await expect(way).toBeFocused();
  const opened = page.waitForEvent('popup');
  await way.click();
  const door = await opened;
  await expect(door).toHaveURL(/\/sign-in\?next=/);
  await door.close();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByRole('alert')).toContainText('sign in again in another tab, then repeat this');

  await as(world, 'ada', page, server.url);
  await expect(notice).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(button(page, /Assigned to Grace Hopper/)).toBeVisible();
});

test('signing out ends the session on the server and leads to the sign-in page', async ({
  page,
  server,
  world,
  problems,
}) => {
  // A link that is prefetched between the end of the session and the way to the sign-in page is refused.
  problems.allow(/401 \(Unauthorized\).*_rsc=/);
  await as(world, 'vic', page, server.url);
  await page.goto('/settings/people');
  await expect(page.getByRole('heading', { name: 'People: not for your role' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Settings' })).not.toContainText(/People|Tokens|Audit/);
  const before = await page.context().cookies();
  await (await menu(page)).getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().addCookies(before);
  const answer = await page.request.get('/api/v2/me');
  expect(answer.status(), 'with the cookie from before').toBe(401);
});

test('whoever is nobody is asked to sign in before a page is drawn', async ({ page, world }) => {
  expect(world.incident).toBeGreaterThan(0);
  const answer = await page.request.get('/locks?view=free', { maxRedirects: 0 });
  expect(answer.status()).toBeGreaterThanOrEqual(302);
  expect(answer.headers().location).toContain(`/sign-in?next=${encodeURIComponent('/locks?view=free')}`);
});

test('a token that may only report gets no page', async ({ page, server, world }) => {
  await as(world, 'ada', page, server.url);
  await page.goto('/settings/appearance');
  const secret = await page.evaluate(async () => {
    const response = await fetch('/api/v2/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'CI', scopes: ['events:write'] }),
    });
    return ((await response.json()) as { secret: string }).secret;
  });
  const answer = await page.request.get('/', {
    headers: { authorization: `Bearer ${secret}`, cookie: '' },
    maxRedirects: 0,
  });
  expect(secret).toMatch(/^slg_/);
  expect(answer.headers().location).toContain('/sign-in');
});
