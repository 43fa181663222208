import type { APIRequestContext } from '@playwright/test';
import type { EntryPatchInput, EntryWire } from '@/lib/catalog/schemas';
import { expect, test } from './support/test';

const path = (name: string) => `/api/v2/catalog/${encodeURIComponent(name)}`;
const describeService = async (request: APIRequestContext, name: string, body: EntryPatchInput) => {
  const response = await request.put(path(name), { data: body });
  expect(response.ok(), await response.text()).toBe(true);
};
const read = async (request: APIRequestContext, name: string) =>
  (await (await request.get(path(name))).json()) as EntryWire;

test('a service that only events know is found, completed, edited honestly, deleted and brought back', async ({
  page,
  request,
  problems,
}) => {
  // The browser itself reports the 412 that is provoked here.
  problems.expect(/status of 412/);
  const name = 'shop/till';
  const reported = await request.post('/api/v2/events', {
    data: {
      kind: 'deployment',
      title: 'Deploy shop/till 1.4.2',
      service: name,
      environment: 'production',
      status: 'success',
      version: '1.4.2',
      owner: 'team-till',
    },
  });
  expect(reported.status()).toBe(201);
  await describeService(request, 'till-display', { type: 'project', owner: 'team-display' });

  await page.goto('/catalog?q=till');
  const table = page.getByRole('region', { name: 'Services', exact: true }).getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(3);
  await page
    .getByRole('complementary', { name: 'Filters' })
    .getByRole('checkbox', { name: /Events only: discovered/ })
    .check();
  await expect(page).toHaveURL(/discovered=true/);
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');

  // A slash in the name stays in the name.
  await expect(page).toHaveURL(/\/catalog\/shop%2Ftill$/);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('table', { name: '' }).first()).toContainText('1.4.2');
  await expect(page.getByRole('list', { name: `Events of ${name}` })).toContainText('Deploy shop/till 1.4.2');
  await page.getByRole('link', { name: 'Complete it' }).click();

  const form = page.getByRole('form', { name: `Describe ${name}` });
  await form.getByLabel('Type', { exact: true }).selectOption('project');
  await form.getByLabel('Uptime').fill('99.9');
  await expect(form.getByText(/Leaves 43 m 12 s of downtime/)).toBeVisible();
  await form.getByLabel('Depends on').fill('till-display');
  await form.getByLabel('Depends on').press('Enter');
  await form.getByRole('button', { name: 'Add a channel' }).click();
  await form.getByLabel('Address of channel 1').fill('javascript:alert(1)');
  await form.getByRole('button', { name: 'Describe it' }).click();
  await expect(form.getByText(/Address must be an absolute http or https URL/)).toBeVisible();
  await expect(form.getByLabel('Address of channel 1')).toBeFocused();
  await form.getByLabel('Address of channel 1').fill('till@example.com');
  await form.getByRole('button', { name: 'Describe it' }).click();
  await expect(page).toHaveURL(/\/catalog\/shop%2Ftill$/);
  await expect(page.getByText('Discovered', { exact: true })).toHaveCount(0);
  expect(await read(request, name)).toMatchObject({
    type: 'project',
    discovered: false,
    dependsOn: ['till-display'],
    sla: { uptimePercentage: 99.9 },
    channels: [{ url: 'till@example.com' }],
  });

  // Somebody else is faster: nothing is overwritten, nothing that was typed is lost.
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  const edit = page.getByRole('form', { name: `Edit ${name}` });
  await edit.getByLabel('Owner').fill('team-shop');
  expect((await request.patch(path(name), { data: { description: 'Takes money.' } })).ok()).toBe(true);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByRole('alert')).toContainText('Somebody was faster');
  await edit.getByRole('button', { name: 'Reload and keep what I typed' }).click();
  await expect(edit.getByLabel('Description')).toHaveValue('Takes money.');
  await expect(edit.getByLabel('Owner')).toHaveValue('team-shop');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Takes money.')).toBeVisible();
  expect(await read(request, name)).toMatchObject({ owner: 'team-shop', description: 'Takes money.' });

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('region', { name: 'Gone' })).toBeVisible();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByRole('region', { name: 'Gone' })).toHaveCount(0);
  expect(await read(request, name)).toMatchObject({ gone: false, owner: 'team-shop' });
});

test('an address with values that do not exist still shows the catalog, and says what was left out', async ({
  page,
  problems,
}) => {
  problems.expect(/status of 404/);
  for (const view of ['', '&view=graph', '&view=compliance&types=bogus', '&view=bogus']) {
    await page.goto(`/catalog?type=bogus&slaLevel=bogus&platform=bogus&gone=perhaps${view}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Catalog' })).toBeVisible();
    if (!view.includes('compliance')) await expect(page.getByText(/values that do not exist/)).toBeVisible();
  }
  expect((await page.goto('/catalog/nobody%20knows'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Nobody knows this service' })).toBeVisible();
});

test('dependencies can be walked without a mouse, read as a list, and searched with their neighbours', async ({
  page,
  request,
}) => {
  await describeService(request, 'walk-web', { type: 'project', dependsOn: ['walk-cart', 'walk-mail'] });
  await describeService(request, 'walk-cart', { type: 'project', dependsOn: ['walk-stock'] });
  await describeService(request, 'walk-stock', { type: 'project', dependsOn: ['walk-web'] });

  // A circle is drawn, and its blast radius ends.
  await page.goto('/catalog/walk-cart');
  const graph = page.getByRole('group', { name: 'Dependencies of walk-cart' });
  await graph.getByRole('link', { name: /^walk-cart/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(graph.getByRole('link', { name: /^walk-stock/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(graph.getByRole('link', { name: /^walk-web/ })).toBeFocused();
  await expect(page.getByRole('region', { name: 'Blast radius' })).toContainText('2 services are affected');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/catalog\/walk-web$/);

  await page.goto('/catalog?view=graph&q=walk-mail');
  const whole = page.getByRole('group', { name: 'All dependencies' });
  await expect(whole.getByRole('link')).toHaveCount(2);
  await page.getByRole('radio', { name: 'List' }).check();
  await expect(page).toHaveURL(/as=list/);
  await expect(page.getByRole('row', { name: /walk-web/ }).first()).toContainText('walk-mail');
});

test('YAML shows what it would do before it does it, outdated versions are counted, links are kept in groups', async ({
  page,
  request,
}) => {
  await page.goto('/catalog');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import YAML' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import services' });
  await dialog
    .getByLabel('YAML', { exact: true })
    .fill(
      [
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: yaml-service\nspec:\n  type: service\n  lifecycle: production\n  owner: team-yaml',
        'apiVersion: elsewhere/v1\nkind: Component',
      ].join('\n---\n'),
    );
  await dialog.getByRole('button', { name: 'Show what would happen' }).click();
  await expect(dialog.getByRole('row', { name: /yaml-service/ })).toContainText('Will be added');
  await expect(dialog.getByRole('row', { name: /No name/ })).toContainText('Refused');
  expect((await request.get(path('yaml-service'))).status()).toBe(404);
  await dialog.getByRole('button', { name: 'Import 1 service' }).click();
  await expect(dialog.getByRole('row', { name: /yaml-service/ })).toContainText('Added');
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await read(request, 'yaml-service')).toMatchObject({ owner: 'team-yaml' });

  await describeService(request, 'old-chart', { type: 'chart', referenceVersion: '1.10.0' });
  await describeService(request, 'uses-old', {
    type: 'project',
    deliverables: [{ name: 'old-chart', type: 'chart', version: '1.9.0' }],
  });
  await page.goto('/catalog?view=compliance&types=chart');
  const project = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'uses-old' }) });
  await expect(project.first()).toContainText('1 of 1 outdated');

  await page.goto('/links');
  await page.getByRole('button', { name: 'Add a link' }).first().click();
  const add = page.getByRole('dialog', { name: 'Add a link' });
  await add.getByLabel('Name').fill('Runbook of payments');
  await add.getByLabel('Address').fill('javascript:alert(1)');
  await add.getByLabel('Group').fill('Runbooks');
  await add.getByRole('button', { name: 'Add' }).click();
  await expect(add.getByText(/must be an absolute http or https URL/)).toBeVisible();
  await add.getByLabel('Address').fill('https://docs.example.com/payments');
  await add.getByRole('button', { name: 'Add' }).click();
  const link = page.getByRole('link', { name: 'Runbook of payments' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(page.getByRole('heading', { name: 'Runbooks' })).toBeVisible();
  await page.getByRole('button', { name: 'More about Runbook of payments' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(link).toHaveCount(0);
});
