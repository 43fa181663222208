import type { APIRequestContext, Page } from '@playwright/test';
import type { RulesWire } from '@/lib/incidents/rule-operations';
import type { ReplayWire, RuleWire } from '@/lib/incidents/rule-schemas';
import { expect, test } from './support/test';

const service = 'rules-lab';

const listRules = async (request: APIRequestContext) =>
  ((await (await request.get('/api/v2/detection-rules')).json()) as RulesWire).items;
const ruleCalled = async (request: APIRequestContext, name: string) =>
  (await listRules(request)).find((rule) => rule.name === name);

/** Fewer errors than the rule that Shiplog begins with counts as a burst. */
async function postErrors(request: APIRequestContext, count: number) {
  for (let index = 0; index < count; index++) {
    const response = await request.post('/api/v2/events', {
      data: { kind: 'signal', level: 'error', service, title: `Payment ${index} refused by the bank` },
    });
    expect(response.status(), await response.text()).toBe(201);
  }
  // Detection comes after the commit.
  await expect
    .poll(async () => {
      const answer = await request.post('/api/v2/detection-rules/replay', {
        data: { rule: { name: 'Probe', services: [service], threshold: 3 }, days: 7 },
      });
      return ((await answer.json()) as ReplayWire).signals;
    })
    .toBeGreaterThanOrEqual(count);
}

const form = (page: Page) => page.getByRole('form');
const toList = (page: Page) =>
  page.getByRole('list', { name: 'Rules, in the order in which they are tried' });

test('a rule is tried in the lab, saved, changed while somebody else is faster, switched off and deleted', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/status of 412/);
  await postErrors(request, 4);

  await page.goto('/settings/detection');
  await page.getByRole('link', { name: 'New rule' }).click();
  await form(page).getByLabel('Name', { exact: true }).fill('Refused payments');
  await form(page).getByLabel('Services').fill(service);
  await form(page).getByLabel('Message contains').fill('payment * refused');
  await form(page).getByLabel('Signals', { exact: true }).fill('9');
  await expect(form(page)).toContainText(
    `9 or more errors of ${service} with “payment * refused” in the message within 5 minutes open an incident.`,
  );

  // Too high: nothing would have been opened. Three would have.
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(
    page.getByText('4 signals of the last 14 days match: the rule would have opened 0 incidents'),
  ).toBeVisible();
  await form(page).getByLabel('Signals', { exact: true }).fill('3');
  await expect(page.getByText('The rule has changed since.')).toBeVisible();
  await page.getByRole('button', { name: 'Replay again' }).click();
  await expect(page.getByText('the rule would have opened 1 incident.')).toBeVisible();
  const rows = page.getByRole('table').getByRole('row').filter({ hasText: service });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('New');
  await expect(rows).toContainText('nothing');
  expect(await ruleCalled(request, 'Refused payments'), 'the lab saves nothing').toBeUndefined();

  await page.getByRole('button', { name: 'Add the rule' }).click();
  const row = toList(page).getByRole('listitem').filter({ hasText: 'Refused payments' });
  await expect(row).toContainText('3 or more errors of rules-lab');
  const saved = (await ruleCalled(request, 'Refused payments')) as RuleWire;
  expect(saved).toMatchObject({ threshold: 3, services: [service], messagePattern: 'payment * refused' });

  // What cannot be is explained where it was typed, and nothing is sent.
  await row.getByRole('link', { name: 'Change and try' }).click();
  await form(page).getByLabel('Signals', { exact: true }).fill('0');
  await form(page).getByLabel('Within', { exact: true }).fill('2');
  await form(page).getByLabel('Unit of the window').selectOption('hours');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(form(page).getByRole('alert')).toHaveText('Write a whole number from 1 to 100,000.');
  await expect(form(page).getByLabel('Signals', { exact: true })).toBeFocused();
  expect(await ruleCalled(request, 'Refused payments')).toMatchObject({ revision: saved.revision });
  await form(page).getByLabel('Signals', { exact: true }).fill('4');
  await expect(form(page).getByRole('alert')).toHaveCount(0);

  // Somebody else changes it meanwhile: theirs stays, and so does what was typed.
  const theirs = await request.patch(`/api/v2/detection-rules/${saved.id}`, { data: { quietSeconds: 600 } });
  expect(theirs.status()).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(form(page).getByRole('alert')).toContainText('Somebody was faster.');
  await page.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(form(page).getByLabel('Signals', { exact: true })).toHaveValue('4');
  await expect(form(page).getByLabel('Quiet time after its end')).toHaveValue('10');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('within 2 hours');
  expect(await ruleCalled(request, 'Refused payments')).toMatchObject({
    threshold: 4,
    windowSeconds: 7200,
    quietSeconds: 600,
  });

  // Order, switch and the end of it.
  await expect(toList(page).getByRole('listitem').first()).toContainText('Refused payments');
  await row.getByRole('button', { name: 'Try Refused payments later' }).click();
  await expect(toList(page).getByRole('listitem').last()).toContainText('Refused payments');
  // At once, while the order is still on its way: one is not told to have been slower than oneself.
  await row.getByRole('switch', { name: 'Refused payments is on' }).uncheck();
  await expect(row).toContainText('off');
  await expect.poll(async () => (await ruleCalled(request, 'Refused payments'))?.enabled).toBe(false);
  expect((await listRules(request)).at(-1)?.name, 'the order is kept').toBe('Refused payments');
  await row.getByRole('button', { name: 'Delete Refused payments' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the rule' }).click();
  // As long as it asks, it hides the list from everybody who looks by roles.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row).toHaveCount(0);
  expect(await ruleCalled(request, 'Refused payments')).toBeUndefined();
});
