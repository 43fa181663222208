import type { APIRequestContext, Page } from '@playwright/test';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { expect, test, watch } from './support/test';

const post = async (request: APIRequestContext, path: string, data: unknown) => {
  const response = await request.post(path, { data });
  expect(response.ok(), await response.text()).toBe(true);
  return response.json() as Promise<unknown>;
};
const report = (request: APIRequestContext, service: string, title: string) =>
  post(request, '/api/v2/incidents', {
    title,
    service,
    environment: 'production',
    severity: 'P2',
  }) as Promise<IncidentDetailWire>;
const read = async (request: APIRequestContext, number: number) =>
  (await (await request.get(`/api/v2/incidents/${number}`)).json()) as IncidentDetailWire;
const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const card = (page: Page, title: string) => page.getByRole('article').filter({ hasText: title });
const open = async (page: Page, path: string) => {
  await page.goto(path);
  await page.waitForFunction(() => document.documentElement.dataset.interactive === 'true');
};
const openLive = async (page: Page, path: string) => {
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await open(page, path);
  await following;
};

test('five errors after a deployment: the incident appears by itself, with the deployment as its suspect', async ({
  page,
  request,
}) => {
  const service = 'board-live';
  await post(request, '/api/v2/events', {
    kind: 'deployment',
    title: 'Deploy board-live 4.2.0',
    service,
    environment: 'production',
    version: '4.2.0',
    status: 'success',
  });
  await openLive(page, `/incidents?service=${service}`);
  await expect(page.getByRole('heading', { name: 'No incident fits these filters' })).toBeVisible();
  for (const turn of [1, 2, 3, 4, 5]) {
    await post(request, '/api/v2/events', {
      kind: 'signal',
      level: 'error',
      service,
      environment: 'production',
      title: `Payment refused: connection pool exhausted after ${turn}000 ms`,
    });
  }
  const incident = card(page, 'Payment refused');
  await expect(column(page, 'Open').getByRole('article')).toHaveCount(1);
  await expect(incident).toContainText('5 signals');
  await expect(incident).toContainText('board-live 4.2.0');
  await expect(
    page.getByRole('status').filter({ hasText: /Incident \d+ opened: Payment refused/ }),
  ).toHaveCount(1);

  await page.getByLabel('Find incidents').fill('nothing of the sort');
  await expect(incident).toHaveCount(0);
  await expect(page).toHaveURL(/q=nothing/);
});

test('a card is carried by keyboard, keeps the focus, and is acknowledged by a key', async ({
  page,
  request,
}) => {
  const { number } = await report(request, 'board-keys', 'Keys move this');
  await report(request, 'board-keys', 'This one stays');
  await openLive(page, '/incidents?service=board-keys');
  const link = card(page, 'Keys move this').getByRole('link');
  await link.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  expect((await read(request, number)).status, 'Escape puts it back').toBe('open');

  await page.keyboard.press('a');
  await expect(card(page, 'Keys move this')).toContainText('acknowledged, assigned to local');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(column(page, 'Resolved').getByRole('article')).toContainText('Keys move this');
  await expect(link).toBeFocused();
  await expect.poll(async () => (await read(request, number)).status).toBe('resolved');
  expect(await read(request, number)).toMatchObject({ acknowledgedBy: 'local', resolvedBy: 'local' });
});

test('two people move one card: it stands where the first put it, and the second is told who was faster', async ({
  page,
  browser,
  request,
  baseURL,
  problems,
}) => {
  // The answer 409 of the lost race.
  problems.expect(/status of 409/);
  const { number } = await report(request, 'board-race', 'Two people want this');
  await openLive(page, '/incidents?service=board-race');
  const other = await browser.newContext({ baseURL });
  await watch(other, new URL(baseURL as string).origin, problems);
  const second = await other.newPage();
  await open(second, '/incidents?service=board-race&live=off');

  const drag = async (who: Page, to: string) => {
    const from = await card(who, 'Two people want this').boundingBox();
    const target = await column(who, to).boundingBox();
    if (!from || !target) throw new Error('nothing to drag');
    await who.mouse.move(from.x + 80, from.y + 50);
    await who.mouse.down();
    await who.mouse.move(from.x + 100, from.y + 60);
    await who.mouse.move(target.x + 80, target.y + 160, { steps: 5 });
    await who.mouse.up();
  };
  await drag(page, 'Closed');
  await expect.poll(async () => (await read(request, number)).status).toBe('closed');
  await expect(column(page, 'Closed').getByRole('article')).toHaveCount(1);

  await drag(second, 'Investigating');
  await expect(second.getByText(`Local was faster with incident ${number}`, { exact: true })).toBeVisible();
  await expect(column(second, 'Closed').getByRole('article')).toContainText('Two people want this');
  await expect(column(second, 'Investigating').getByRole('article')).toHaveCount(0);
  expect((await read(request, number)).status).toBe('closed');
  await other.close();
});

test('on a phone the menu of a card moves it, and one can take that back', async ({
  browser,
  request,
  baseURL,
  problems,
}) => {
  const { number } = await report(request, 'board-phone', 'Thumbs move this');
  const phone = await browser.newContext({
    baseURL,
    viewport: { width: 375, height: 812 },
    hasTouch: true,
    isMobile: true,
  });
  await watch(phone, new URL(baseURL as string).origin, problems);
  const page = await phone.newPage();
  await openLive(page, '/incidents?service=board-phone');
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await wide(), 'nothing is wider than the screen').toBe(375);
  await page.getByRole('button', { name: `Move or assign incident ${number}` }).tap();
  await page.getByRole('menuitem', { name: 'Move to investigating' }).tap();
  await expect.poll(async () => (await read(request, number)).status).toBe('investigating');
  await expect(card(page, 'Thumbs move this')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).tap();
  await expect(card(page, 'Thumbs move this')).toBeVisible();
  await expect.poll(async () => (await read(request, number)).status).toBe('open');
  await phone.close();
});
