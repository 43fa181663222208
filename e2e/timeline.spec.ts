import type { APIRequestContext, Page } from '@playwright/test';
import type { EventDraftInput, EventWire } from '@/lib/events/schemas';
import { connectBehind } from './support/database';
import { expect, test } from './support/test';

const report = async (request: APIRequestContext, event: EventDraftInput): Promise<EventWire> => {
  const response = await request.post('/api/v2/events', { data: event });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as EventWire;
};
const change = (request: APIRequestContext, id: string, patch: object) =>
  request.patch(`/api/v2/events/${id}`, { data: patch });
const list = (page: Page) => page.getByRole('list', { name: 'Events', exact: true });
const row = (page: Page, title: string | RegExp) =>
  list(page).getByRole('listitem').filter({ hasText: title });
const panel = (page: Page) =>
  page.getByRole('complementary').filter({ has: page.getByRole('button', { name: 'Close', exact: true }) });
/** The page is up and follows the feed. */
const ready = (page: Page) =>
  page.waitForResponse((response) => response.url().includes('/api/v2/stream') && response.ok());

test('an event posted by CI appears by itself and moves to success without a reload', async ({
  page,
  request,
}) => {
  const following = ready(page);
  await page.goto('/?service=live-checkout');
  await following;
  await expect(page.getByRole('heading', { name: 'No event fits these filters' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  const event = await report(request, {
    kind: 'deployment',
    title: 'Deploy live-checkout 1.0.0',
    service: 'live-checkout',
    environment: 'production',
    status: 'in_progress',
  });
  await expect(row(page, 'Deploy live-checkout 1.0.0')).toContainText('In progress');
  await change(request, event.id, { status: 'success' });
  await expect(row(page, 'Deploy live-checkout 1.0.0')).toContainText('Success');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('an address with values that nothing has is shown with what there is', async ({ page }) => {
  for (const address of ['/?status=boom', '/?phase=boom', '/?kind=__proto__', '/?kind=constructor']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
    await expect(page.getByText('This page could not be shown')).toBeHidden();
  }
});

test('on paper stands every event that was loaded, not only those in sight', async ({ page, request }) => {
  const events = Array.from({ length: 40 }, (_, n) => ({
    kind: 'build',
    title: `Build printed-service ${n}`,
    service: 'printed-service',
    status: 'success',
  }));
  expect((await request.post('/api/v2/events/batch', { data: { events } })).ok()).toBe(true);
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.goto('/?service=printed-service');
  await row(page, 'Build printed-service').first().waitFor();
  expect(await row(page, 'Build printed-service').count()).toBeLessThan(40);
  await page.emulateMedia({ media: 'print' });
  await expect(row(page, 'Build printed-service')).toHaveCount(40);
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => row(page, 'Build printed-service').count()).toBeLessThan(40);
});

test('while reading further down, new events wait behind a quiet pill', async ({ page, request }) => {
  const events = Array.from({ length: 60 }, (_, n) => ({
    kind: 'build',
    title: `Build pill-service ${n}`,
    service: 'pill-service',
    status: 'success',
  }));
  expect((await request.post('/api/v2/events/batch', { data: { events } })).ok()).toBe(true);
  const following = ready(page);
  await page.goto('/?service=pill-service');
  await following;
  await row(page, 'Build pill-service').first().waitFor();
  await page.mouse.move(800, 700);
  await page.mouse.wheel(0, 2_000);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(800);

  await report(request, { kind: 'build', title: 'Build pill-service fresh', service: 'pill-service' });
  const pill = page.getByRole('button', { name: '1 new' });
  await expect(pill).toBeVisible();
  await expect(row(page, 'Build pill-service fresh')).toHaveCount(0);
  await pill.click();
  await expect(row(page, 'Build pill-service fresh')).toBeVisible();
  await expect(pill).toHaveCount(0);
});

test('filters live in the address: a colleague who opens it sees the same', async ({
  page,
  request,
  context,
}) => {
  for (const [kind, environment] of [
    ['deployment', 'UAT'],
    ['deployment', 'production'],
    ['build', 'UAT'],
  ] as const) {
    await report(request, { kind, title: `${kind} to ${environment}`, service: 'shared-view', environment });
  }
  await page.goto('/?service=shared-view');
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await filters
    .getByRole('group', { name: 'Kind' })
    .getByRole('checkbox', { name: /Deployment/ })
    .check();
  await filters.getByRole('group', { name: 'Environment' }).getByRole('checkbox', { name: /UAT/ }).check();
  await page.getByRole('radio', { name: 'Environment' }).check();
  await expect(page).toHaveURL(/kind=deployment/);
  await expect(page).toHaveURL(/environment=UAT/);
  await expect(page).toHaveURL(/group=environment/);
  await expect(row(page, /to /)).toHaveCount(1);
  await expect(row(page, 'deployment to UAT')).toBeVisible();

  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await expect(row(colleague, /to /)).toHaveCount(1);
  await expect(row(colleague, 'deployment to UAT')).toBeVisible();
  await expect(colleague.getByRole('radio', { name: 'Environment' })).toBeChecked();
  await colleague.getByRole('button', { name: 'Remove filter Environment UAT' }).click();
  await expect(row(colleague, /to /)).toHaveCount(2);
  await colleague.goBack();
  await expect(row(colleague, /to /)).toHaveCount(1);
});

test('a comment, a move and a stale edit: nobody is overwritten and nothing typed is lost', async ({
  page,
  request,
  problems,
}) => {
  // The browser itself reports the 412 that is provoked here.
  problems.expect(/status of 412/);
  const event = await report(request, {
    kind: 'operation',
    title: 'Rotate the keys',
    service: 'panel-service',
    status: 'in_progress',
  });
  await page.goto(`/?service=panel-service&event=${event.id}`);
  const beside = panel(page);
  await expect(beside.getByRole('heading', { name: 'Rotate the keys' })).toBeVisible();

  await beside.getByRole('textbox', { name: 'Comment' }).fill('Half of them are done');
  await beside.getByRole('button', { name: 'Comment' }).click();
  await expect(beside.getByRole('list', { name: 'Changelog' })).toContainText('Half of them are done');

  await beside.getByRole('button', { name: 'Mark as done' }).click();
  await expect(beside.getByRole('list', { name: 'Changelog' })).toContainText('moved it');
  await expect(row(page, 'Rotate the keys')).toContainText('Done');

  await page
    .getByRole('button', { name: 'Pause' })
    .or(page.getByRole('button', { name: 'Live' }))
    .first()
    .click();
  await beside.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit event' });
  await dialog.getByLabel('Owner').fill('ada');
  await change(request, event.id, { title: 'Rotate all the keys' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody was faster');
  await dialog.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(dialog.getByLabel('Title')).toHaveValue('Rotate all the keys');
  await expect(dialog.getByLabel('Owner')).toHaveValue('ada');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(beside.getByRole('heading', { name: 'Rotate all the keys' })).toBeVisible();
  const now = (await (await request.get(`/api/v2/events/${event.id}`)).json()) as EventWire;
  expect(now).toMatchObject({ title: 'Rotate all the keys', owner: 'ada', status: 'done' });
});

test('what is typed before the page came alive counts', async ({ page, request }) => {
  const event = await report(request, {
    kind: 'operation',
    title: 'Type early',
    service: 'early-service',
    status: 'in_progress',
  });
  const typed = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await typed.promise;
    await route.continue();
  });
  await page.goto(`/?service=early-service&event=${event.id}`, { waitUntil: 'commit' });
  const beside = panel(page);
  await beside.getByRole('textbox', { name: 'Comment' }).fill('Said early');
  await page.getByRole('searchbox', { name: 'Find in events' }).fill('early');
  typed.resolve();
  await expect(page).toHaveURL(/[?&]q=early/);
  await beside.getByRole('button', { name: 'Comment' }).click();
  await expect(beside.getByRole('list', { name: 'Changelog' })).toContainText('Said early');
});

test('the form says what is wrong at the field, and leads to the new event', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'New event' }).click();
  const form = page.getByRole('form', { name: 'New event' });
  await form.getByLabel('Service').fill('form-service');
  await form.getByRole('button', { name: 'Report event' }).click();
  await expect(page.getByText('Title must not be empty')).toBeVisible();
  await expect(form.getByLabel('Title')).toBeFocused();

  await form.getByLabel('Title').fill('Deploy by hand');
  await form.getByLabel('Pull request').fill('javascript:alert(1)');
  await form.getByRole('button', { name: 'Report event' }).click();
  await expect(page.getByText(/Pull request must be an absolute http or https URL/)).toBeVisible();
  await form.getByLabel('Pull request').fill('https://git.example.com/pull/1');
  await form.getByLabel('Start', { exact: true }).fill('2026-03-14 09:26');
  await form.getByRole('button', { name: 'Report event' }).click();
  await expect(page).toHaveURL(/\/events\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Deploy by hand' })).toBeVisible();
  // The clock of the tests is that of Berlin.
  await expect(page.getByRole('main')).toContainText('14 Mar 2026, 09:26');
  await expect(page.getByRole('link', { name: /Pull request/ })).toHaveAttribute(
    'rel',
    'noopener noreferrer',
  );
});

test('hostile rows stay text, also when they were written past the API', async ({
  page,
  request,
  server,
}) => {
  const script = '<img src=x onerror="window.pwned=1">';
  const refused = await request.post('/api/v2/events', {
    data: {
      kind: 'build',
      title: 'x',
      service: 'hostile',
      links: [{ title: 'x', url: 'javascript:alert(1)' }],
    },
  });
  expect(refused.status()).toBe(422);
  const { id } = await report(request, {
    kind: 'deployment',
    title: script,
    service: 'hostile',
    message: `</script>${script}`,
    payload: { html: script, nested: [script] },
    version: script,
  });
  const client = await connectBehind(server);
  try {
    await client.query(
      `UPDATE event SET links = $2::jsonb, pull_request_url = $3, ticket = $4 WHERE id = $1`,
      [
        id,
        JSON.stringify([
          { title: 'Bad link', url: 'javascript:window.pwned=1' },
          { title: script, url: 'data:text/html,<script>window.pwned=1</script>' },
          { title: 'Disguised', url: ' \tjava\nscript:window.pwned=1' },
          { title: 'Good link', url: 'https://example.com/' },
          null,
          5,
          { url: ['https://example.com/'] },
        ]),
        'vbscript:window.pwned=1',
        'JaVaScRiPt:window.pwned=1',
      ],
    );
  } finally {
    await client.end();
  }

  for (const address of [`/?service=hostile&event=${id}`, `/events/${id}`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: script })).toBeVisible();
    await expect(page.getByText('Bad link')).toBeHidden();
    const hrefs = await page
      .getByRole('main')
      .locator('a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect(hrefs.length).toBeGreaterThan(0);
    expect(hrefs.filter((protocol) => protocol !== 'http:' && protocol !== 'https:')).toEqual([]);
    await expect(page.getByRole('link', { name: /Good link/ }).first()).toHaveAttribute(
      'href',
      'https://example.com/',
    );
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
  }
});

test('everything can be reached without a mouse', async ({ page, request }) => {
  for (const title of ['First of three', 'Second of three', 'Third of three']) {
    await report(request, { kind: 'operation', title, service: 'keyboard-service', status: 'done' });
  }
  const following = ready(page);
  await page.goto('/?service=keyboard-service');
  await following;
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { name: 'Third of three' })).toBeVisible();
  await expect(page).toHaveURL(/event=/);
  await page.keyboard.press('j');
  await expect(panel(page).getByRole('heading', { name: 'Second of three' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/event=/);

  await page.keyboard.press('/');
  await page.keyboard.type('first');
  await expect(row(page, /of three/)).toHaveCount(1);
  await expect(page).toHaveURL(/q=first/);
  await page.keyboard.press('Escape');

  // The range narrows under the keys, and comes back.
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/window=/);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/window=/);

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('Second of three');
  await expect(page.getByRole('option', { name: /Second of three/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('dragging over the histogram narrows lanes and list, the back button undoes it', async ({
  page,
  request,
}) => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await report(request, {
    kind: 'build',
    title: 'Brush early',
    service: 'brush',
    startsAt: hoursAgo(20),
    status: 'done',
  });
  await report(request, {
    kind: 'build',
    title: 'Brush late',
    service: 'brush',
    startsAt: hoursAgo(2),
    status: 'done',
  });
  const following = ready(page);
  await page.goto('/?service=brush');
  await following;
  await expect(row(page, 'Brush')).toHaveCount(2);
  const box = await page.locator('[data-brush]').boundingBox();
  if (!box) throw new Error('There is no histogram.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
  await page.mouse.up();
  await expect(row(page, 'Brush')).toHaveCount(1);
  await expect(row(page, 'Brush early')).toBeVisible();
  await page.getByRole('button', { name: 'Show the whole range' }).click();
  await expect(row(page, 'Brush')).toHaveCount(2);
});

test('an event is deleted only after a question', async ({ page, request }) => {
  const event = await report(request, { kind: 'drift', title: 'Delete me', service: 'deleting' });
  await page.goto(`/events/${event.id}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete this event?' });
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/$/);
  expect((await request.get(`/api/v2/events/${event.id}`)).status()).toBe(404);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true });

  test('one filters in a sheet, opens an event over the whole screen and comes back', async ({
    page,
    request,
  }) => {
    await report(request, {
      kind: 'incident',
      title: 'Phone incident',
      service: 'phone',
      status: 'open',
      priority: 'P1',
    });
    await report(request, {
      kind: 'deployment',
      title: 'Phone deployment',
      service: 'phone',
      status: 'success',
    });
    await page.goto('/?service=phone');
    await expect(row(page, 'Phone')).toHaveCount(2);
    await page.getByRole('button', { name: /Filters/ }).tap();
    const sheet = page.getByRole('dialog', { name: 'Filters' });
    await sheet.getByRole('checkbox', { name: /Incident/ }).check();
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await expect(row(page, 'Phone')).toHaveCount(1);
    await row(page, 'Phone incident').getByRole('link').tap();
    await expect(panel(page).getByRole('heading', { name: 'Phone incident' })).toBeVisible();
    await panel(page).getByRole('button', { name: 'Close', exact: true }).tap();
    await expect(panel(page)).toHaveCount(0);
    // A page that is wider than the phone would be shown smaller.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });
});
