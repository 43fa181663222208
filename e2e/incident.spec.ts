import type { APIRequestContext, Page } from '@playwright/test';
import type { SuspectsWire } from '@/lib/incidents/cause-operations';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { expect, test } from './support/test';

const minute = 60_000;
const at = (before: number) => new Date(Date.now() - before).toISOString();

async function post(request: APIRequestContext, path: string, data: unknown) {
  const answer = await request.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** A bad deployment and six errors after it; the number of the incident that they are. */
async function trouble(request: APIRequestContext, service: string): Promise<number> {
  await post(request, '/api/v2/events', {
    kind: 'deployment',
    title: `Deploy ${service} 4.2.0`,
    service,
    environment: 'production',
    status: 'success',
    version: '4.2.0',
    startsAt: at(12 * minute),
    endsAt: at(10 * minute),
  });
  for (let turn = 0; turn < 6; turn++) {
    await post(request, '/api/v2/events', {
      kind: 'signal',
      title: 'Checkout failed',
      message: `Database connection timeout after ${3000 + turn} ms`,
      service,
      environment: 'production',
      level: turn === 5 ? 'fatal' : 'error',
      startsAt: at(6 * minute - turn * 10_000),
    });
  }
  let number = 0;
  await expect
    .poll(async () => {
      const found = await request.get(`/api/v2/incidents?service=${service}`);
      number = (await found.json()).items[0]?.number ?? 0;
      return number;
    })
    .toBeGreaterThan(0);
  await expect.poll(async () => (await read(request, number)).signalCount, 'all six are in it').toBe(6);
  return number;
}
const read = async (request: APIRequestContext, number: number) =>
  (await (await request.get(`/api/v2/incidents/${number}`)).json()) as IncidentDetailWire;
const open = async (page: Page, path: string) => {
  const following = page.waitForResponse((answer) => answer.url().includes('/api/v2/stream') && answer.ok());
  await page.goto(path);
  await following;
};

test('an incident is acknowledged, its cause confirmed, noted, resolved and written up', async ({
  page,
  request,
}) => {
  const number = await trouble(request, 'incident-page');
  await open(page, `/incidents/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[data-signal-count]')).toHaveText('6');

  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  // What was done is shown before the server has answered.
  await expect
    .poll(() => read(request, number))
    .toMatchObject({ acknowledgedBy: 'local', assignee: 'local' });
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('acknowledged it');

  const suspect = page.getByRole('list', { name: 'Suspects' }).getByRole('listitem').first();
  await expect(suspect).toContainText('Deploy incident-page 4.2.0');
  await expect(suspect.getByRole('list', { name: 'Parts of the score' })).toContainText('The same service');
  await suspect.getByRole('button', { name: /^Confirm/ }).click();
  await expect(suspect).toContainText('Confirmed as the cause by local');
  await expect
    .poll(async () => {
      const answer = await request.get(`/api/v2/incidents/${number}/suspects`);
      return ((await answer.json()) as SuspectsWire).items[0];
    })
    .toMatchObject({ verdict: 'confirmed', rank: 1 });

  // The page fails this journey on any violation, exception or request elsewhere.
  await page.keyboard.press('n');
  const note = page.getByRole('textbox', { name: 'Note' });
  await expect(note).toBeFocused();
  await note.fill(
    'The **pool** is empty.\n\n<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> [here](javascript:window.pwned=1) ![p](https://evil.example/p.gif)',
  );
  await page.getByText('Preview', { exact: true }).first().click();
  await expect(page.getByRole('region', { name: 'Note, preview' }).locator('strong')).toHaveText('pool');
  await page.getByRole('button', { name: 'Add note' }).click();
  const noted = timeline.locator('[data-entry=note]');
  await expect(noted.locator('strong')).toHaveText('pool');
  await expect(noted).toContainText('<script>window.pwned=1</script>');
  await expect(noted.locator('img, script, a[href^="javascript"]')).toHaveCount(0);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);

  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What resolved it').fill('Rolled back to 4.1.9.');
  await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(timeline).toContainText('Rolled back to 4.1.9.');
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect.poll(() => read(request, number)).toMatchObject({ status: 'resolved' });

  await page.getByRole('button', { name: 'Draft from what happened' }).click();
  const editor = page.getByRole('textbox', { name: 'Postmortem' });
  await expect(editor).toHaveValue(/Rolled back to 4\.1\.9/);
  // Somebody else changes the incident meanwhile, not the text: the page follows, and that is no conflict.
  await post(request, `/api/v2/incidents/${number}/notes`, { text: 'Customers were told.' });
  await request.patch(`/api/v2/incidents/${number}`, { data: { title: 'Checkout lost its database' } });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Checkout lost its database');
  await expect(timeline).toContainText('Customers were told.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(editor).toHaveCount(0);
  expect((await read(request, number)).postmortem).toContain('Rolled back to 4.1.9');
});

test('who loses a race is told who was faster, and words of others are not overwritten', async ({
  page,
  request,
  problems,
}) => {
  problems.expect(/status of 409/);
  const number = await trouble(request, 'incident-race');
  // Not live: the page does not know yet what others did.
  await page.goto(`/incidents/${number}?live=off`);
  await expect(page.locator('html')).toHaveAttribute('data-interactive', 'true');
  await post(request, `/api/v2/incidents/${number}/status`, { status: 'resolved' });
  await page.getByRole('button', { name: 'Investigate' }).click();
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('Local was faster');
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();

  await page.getByRole('button', { name: 'Begin empty' }).click();
  const editor = page.getByRole('textbox', { name: 'Postmortem' });
  await editor.fill('Mine.');
  // A change of anything else only costs another try.
  await request.patch(`/api/v2/incidents/${number}`, { data: { severity: 'P4' } });
  await request.patch(`/api/v2/incidents/${number}`, { data: { postmortem: 'Theirs.' } });
  problems.expect(/status of 412/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Somebody else wrote it meanwhile.')).toBeVisible();
  expect((await read(request, number)).postmortem).toBe('Theirs.');
  await page.getByRole('button', { name: 'Put mine under theirs' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(editor).toHaveCount(0);
  expect((await read(request, number)).postmortem).toMatch(/^Theirs\.[\s\S]*Mine\.$/);
});

test('signals are split off and the incident merged back; its address leads on', async ({
  page,
  request,
}) => {
  const number = await trouble(request, 'incident-split');
  await open(page, `/incidents/${number}`);
  const signals = page.getByRole('list', { name: 'Signals', exact: true });
  await page.getByRole('button', { name: /Fatal/ }).click();
  await expect(signals.getByRole('listitem')).toHaveCount(1);
  await expect(page).toHaveURL(/level=fatal/);
  await signals.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Make an incident of its own' }).click();
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page).not.toHaveURL(new RegExp(`/incidents/${number}(\\?|$)`));
  await expect(page.locator('[data-signal-count]')).toHaveText('1');

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Merge into another/ }).click();
  const dialog = page.getByRole('dialog');
  const split = Number(new URL(page.url()).pathname.split('/').at(-1));
  await dialog.getByRole('searchbox').fill(String(number));
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: `Merge into #${number}` }).click();
  await expect(page).toHaveURL(new RegExp(`/incidents/${number}$`));
  await expect(page.locator('[data-signal-count]')).toHaveText('6');
  await page
    .getByRole('link', { name: `#${split}` })
    .first()
    .click();
  await expect(page.getByText('This incident was merged.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resolve' })).toHaveCount(0);
});

test('an unknown number is a page that says so', async ({ page, problems }) => {
  problems.expect(/status of 404/);
  expect((await page.goto('/incidents/999999999'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This incident does not exist' })).toBeVisible();
});
