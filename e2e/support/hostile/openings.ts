import type { Locator, Page } from '@playwright/test';
import { expect } from '../test';
import { marker } from './payloads';
import { activeMarkup } from './probe';

/** Opens what lies behind the buttons of a page: menus, popovers, forms and questions before something is done. Does none of it. */

/** What was opened: where, by what, what it calls itself, whether it shows anything of what was written. */
export interface Opening {
  path: string;
  by: string;
  title: string;
  hostile: boolean;
}

/** Buttons that ask before they do anything, without saying so to a screen reader. */
const asking = /^(Delete|Revoke|New secret|Invite|Correct|Describe a service|Add a link$)/;
const askingOf = (path: string) =>
  path === '/settings/people' ? /^(Change|Invite)/ : /\/(edit|new)$/.test(path) ? /^Delete the/ : asking;
/** Entries of menus that ask. */
const askingEntry =
  /…$|^(Edit|Delete|Import YAML|Disable|Remove|New invitation|Link for a new password|Sign out everywhere)$/;

const overlays = (page: Page) => page.locator('[role=menu]:visible, [role=dialog]:visible');

/** Buttons of one kind are pressed once for each page, those of the frame once altogether; `pressed` remembers which. */
export async function openAll(page: Page, path: string, pressed: Set<string>): Promise<Opening[]> {
  const found: Opening[] = [];
  for (const by of await findOpeners(page, path.split('?')[0] as string, pressed)) {
    const opener = page.locator(`[data-opener="${by}"]`).first();
    const entries = await withOverlay(
      page,
      () => opener.click(),
      async (overlay) => {
        found.push(await look(page, overlay, path, by));
        if ((await overlay.getAttribute('role')) !== 'menu') return [];
        const texts = await overlay.locator('[role=menuitem]:not([data-disabled])').allInnerTexts();
        return texts
          .map((text) => text.split('\n')[0]?.trim() ?? '')
          .filter((text) => askingEntry.test(text));
      },
    );
    for (const entry of entries) {
      const press = async () => {
        await opener.click();
        await page.getByRole('menu').getByRole('menuitem', { name: entry }).click();
        await expect(page.getByRole('menu')).toHaveCount(0);
      };
      await withOverlay(page, press, async (overlay) => {
        found.push(await look(page, overlay, path, `${by} > ${entry}`));
      });
    }
  }
  return found;
}

/** Marks the buttons that open something, one of each kind, and answers their marks. */
async function findOpeners(page: Page, place: string, pressed: Set<string>): Promise<string[]> {
  const buttons = page.locator('button:visible:enabled, [aria-haspopup]:visible:enabled');
  const said = await buttons.evaluateAll((elements) =>
    elements.map((element) => ({
      popup: element.getAttribute('aria-haspopup') ?? '',
      name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(),
      inFrame: element.closest('main, [role=dialog]') === null,
      refused: element.getAttribute('aria-disabled') === 'true',
    })),
  );
  const asks = askingOf(place);
  const found = new Map<number, string>();
  for (const [index, { popup, name, inFrame, refused }] of said.entries()) {
    if (refused || !(['menu', 'dialog'].includes(popup) || asks.test(name))) continue;
    // Without the name of what it is about.
    const kind = /^[A-Za-z]*( [a-z]+(?= |$))?/.exec(name)?.[0] ?? '';
    const key = `${inFrame ? 'frame' : place} ${popup} ${kind}`;
    if (pressed.has(key)) continue;
    pressed.add(key);
    found.set(index, `${popup} ${kind}`.trim());
  }
  await buttons.evaluateAll(
    (elements, marks) => {
      for (const [index, mark] of marks) elements[index]?.setAttribute('data-opener', mark);
    },
    [...found],
  );
  return [...found.values()];
}

/** Opens something, hands it over when all of it is there, and closes it. */
async function withOverlay<T>(
  page: Page,
  open: () => Promise<void>,
  use: (overlay: Locator) => Promise<T>,
): Promise<T> {
  const before = await overlays(page).count();
  await open();
  await expect(overlays(page)).toHaveCount(before + 1);
  const overlay = overlays(page).last();
  // It listens for Esc from when it has taken the focus.
  await expect.poll(() => overlay.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await expect(overlay.locator('.skeleton, [aria-busy=true]')).toHaveCount(0);
  const answer = await use(overlay);
  await page.keyboard.press('Escape');
  await expect(overlays(page)).toHaveCount(before);
  return answer;
}

async function look(page: Page, overlay: Locator, path: string, by: string): Promise<Opening> {
  expect.soft(await activeMarkup(page), `${path}, ${by}`).toEqual([]);
  const { title, text } = await overlay.evaluate((element) => {
    const fields = [...element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    return {
      title: element.getAttribute('aria-label') ?? element.querySelector('h2')?.textContent ?? '',
      text: [element.textContent, ...fields.map(({ value }) => value)].join('\n'),
    };
  });
  return { path, by, title, hostile: marker.test(title + text) };
}

/** What each component that opens something calls it, or why it is not opened here. */
export const openers: Record<string, RegExp | { not: string }> = {
  'catalog/catalog-views': /^More$/,
  'catalog/catalog': { not: 'On phones: the filters that stand above the table otherwise.' },
  'catalog/delete-dialog': /^Delete .* from the catalog\?$/s,
  'catalog/entry-actions': /^More$/,
  'catalog/import-dialog': /^Import services$/,
  'catalog/name-dialog': /^Describe a service$/,
  'deployments/history/environment-dialog': /^Tier and order of /,
  'deployments/history/environment-view': {
    not: 'On phones: the filters that stand above the table otherwise.',
  },
  'deployments/matrix/environment-chooser': /^Environments$/,
  'deployments/matrix/instant-picker': /^As of$/,
  'deployments/team-filter': /^Teams$/,
  'deployments/version/approvals': /^Approve /,
  'events/delete-dialog': /^Delete this event\?$/,
  'events/edit-dialog': /^Edit event$/,
  'events/event-actions': /^More$/,
  'frame/environment-switcher': /^Environments$/,
  'frame/key-help': { not: 'A list of keys, which is one of the looks.' },
  'frame/navigation-sheet': { not: 'On phones: the pages, and nothing else.' },
  'frame/palette': { not: 'A test of its own.' },
  'frame/person-menu': /^You and the display$/,
  'frame/time-range-picker': /^Time range$/,
  'incidents/board/assign-dialog': /^Assign incident \d+$/,
  'incidents/board/board': { not: 'On phones: the filters that stand above the board otherwise.' },
  'incidents/board/card-menu': /^Incident \d+$/,
  'incidents/board/report-dialog': /^New incident$/,
  'incidents/detail/actions': /^(Status|Assign|More)$/,
  'incidents/detail/correct-dialog': /^Correct what triage says$/,
  'incidents/detail/merge-dialog': /^Merge incident \d+ into another$/,
  'incidents/detail/move-dialog': /^(Resolve|Reopen) incident \d+$/,
  'incidents/detail/severity-menu': /^Severity$/,
  'incidents/detail/signals-table': /^Signals over time$/,
  'incidents/detail/times-dialog': /^Correct the times$/,
  'incidents/rules/delete-rule-dialog': /^Delete /,
  'links/link-dialog': /^Edit link$/,
  'links/links-portal': /^(What to do with|Delete this link)/,
  'locks/acquire-dialog': /^Acquire a lock$/,
  'locks/take-over-dialog': /^Take over from /,
  'people/act-dialog': /^(Disable|Remove) /,
  'people/edit-dialog': /^What .* may do$/s,
  'people/invite-dialog': /^Invite somebody$/,
  'people/people-list': /^More about /,
  'rules/delete-rule-dialog': /^Delete /,
  'timeline/counts-table': /^Events over time$/,
  'timeline/facet-sheet': { not: 'On phones: the filters that stand beside the timeline otherwise.' },
  'tokens/token-dialogs': /^(New secret for|Revoke) /,
  'trust/trust-editor': /^Delete /,
};

/** Those of them that show whom or what they are about. */
export const telling = [
  /^Delete .* from the catalog\?$/s,
  /^Delete this event/,
  /^Delete this link/,
  /^Delete [^t]/,
  /^Approve /,
  /^Tier and order of /,
  /^Assign incident/,
  /^Merge incident/,
  /^Take over from /,
  /^Disable /,
  /^Remove /,
  /^Revoke /,
  /^New secret for /,
  /^More about /,
];
