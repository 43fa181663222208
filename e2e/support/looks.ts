import type { Page } from '@playwright/test';
import { expect } from './test';

/** All pages and what opens over them: one list for whatever is held against every page. */

/** Pages that only lead to another one, in protected mode. Where people sign in, people.spec.ts looks at them. */
export const forwarding = ['/insights', '/settings', '/sign-in'];

/** What is open over a page when it is judged, by the key or the button that opens it. */
export type Opened = { key: string } | { button: string };
export interface Look {
  path: string;
  /** Panels and dialogs that the address does not know. */
  opened?: Opened;
}

/** Objects of the world that is looked at, by id or name. */
export interface Shown {
  service: string;
  environment: string;
  deployment: { id: string; service: string; version: string };
  /** One that is investigated, and one that is over. */
  incident: number;
  closed: number;
  chain: string;
  detection: string;
  rule: string;
  lock: string;
  token: string;
  trust: string;
}

/** Every page, and every view and panel that a page has. */
export function looksAt(shown: Shown): Look[] {
  const segment = encodeURIComponent;
  const service = segment(shown.service);
  const environment = segment(shown.environment);
  const versionOf = `${segment(shown.deployment.service)}/${segment(shown.deployment.version)}`;
  return [
    { path: '/?from=now-7d&to=now' },
    { path: `/?from=now-7d&to=now&event=${shown.deployment.id}` },
    { path: '/', opened: { key: 'Control+k' } },
    { path: '/events/new' },
    { path: `/events/${shown.deployment.id}` },
    { path: '/incidents' },
    { path: '/incidents?view=list' },
    { path: '/incidents?report=1' },
    { path: `/incidents/${shown.incident}` },
    { path: `/incidents/${shown.closed}` },
    { path: '/deployments' },
    { path: `/deployments?open=${segment(shown.deployment.service)}&in=${environment}` },
    { path: '/deployments?view=compare' },
    { path: `/deployments/${environment}` },
    { path: `/deployments/${environment}?deployment=${shown.deployment.id}` },
    { path: `/deployments/versions/${versionOf}` },
    { path: '/durations?links=*' },
    { path: `/durations/${shown.chain}` },
    { path: '/insights/incidents' },
    { path: '/insights/incidents', opened: { button: 'Table' } },
    { path: '/insights/causes' },
    { path: '/insights/delivery' },
    { path: '/insights/delivery?metric=leadTime' },
    { path: '/catalog' },
    { path: '/catalog?view=graph' },
    { path: '/catalog?view=compliance' },
    { path: `/catalog/${service}` },
    { path: `/catalog/${service}/edit` },
    { path: `/locks?lock=${shown.lock}` },
    { path: '/locks?view=deploy' },
    { path: '/locks?view=history' },
    { path: '/locks?acquire=1' },
    { path: '/links' },
    { path: '/docs' },
    { path: '/docs/events' },
    { path: '/docs/deployment-rules' },
    { path: '/settings/appearance', opened: { key: '?' } },
    { path: '/settings/appearance' },
    { path: '/settings/account' },
    { path: '/settings/people' },
    { path: '/settings/people', opened: { button: 'Invite' } },
    { path: '/set-up' },
    { path: '/set-up?with=form#code=none' },
    { path: '/join' },
    { path: '/settings/detection' },
    { path: '/settings/detection/new' },
    { path: `/settings/detection/${shown.detection}` },
    { path: '/settings/rules' },
    { path: '/settings/rules/new' },
    { path: `/settings/rules/${shown.rule}` },
    { path: '/settings/tokens' },
    { path: '/settings/tokens/new' },
    { path: `/settings/tokens/${shown.token}` },
    { path: `/settings/tokens/${shown.token}`, opened: { button: 'New secret' } },
    { path: '/settings/trust' },
    { path: '/settings/trust/new' },
    { path: `/settings/trust/${shown.trust}` },
    { path: '/settings/audit' },
    { path: '/settings/audit?outcome=denied&caller=nobody', opened: { button: 'Verify the chain' } },
  ];
}

/** Opens what is looked at and waits until all of it is there. */
export async function openLook(page: Page, { path, opened }: Look): Promise<void> {
  const response = await page.goto(path);
  expect(response?.status(), path).toBe(200);
  await expect(page.locator('html[data-interactive]')).toBeAttached();
  if (opened && 'key' in opened) await page.keyboard.press(opened.key);
  if (opened && 'button' in opened) await page.getByRole('button', { name: opened.button }).first().click();
  if (opened && 'key' in opened) await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.locator('main .skeleton, [role=dialog] .skeleton, main [aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
