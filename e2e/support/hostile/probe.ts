import type { BrowserContext, Page } from '@playwright/test';
import type { Problems } from '../test';
import { origins } from './fill';

/** Watches a browser for anything that hostile text could make it do. */

/** Before the first page: whatever runs, asks for the canary or opens a dialog becomes a problem of the journey. */
export async function watchForExecution(context: BrowserContext, problems: Problems): Promise<void> {
  await context.exposeFunction('reportExecution', (value: unknown, where: string) =>
    problems.add(`executed: ${origins.get(Number(value)) ?? String(value)} on ${where}`),
  );
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, '__executed', {
      set(value: unknown) {
        const all = globalThis as unknown as { reportExecution?: (value: unknown, where: string) => void };
        all.reportExecution?.(value, location.href);
      },
    });
  });
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/canary')) problems.add(`fetched: ${request.url()}`);
  });
  context.on('dialog', (dialog) => {
    problems.add(`dialog: ${dialog.message()} on ${dialog.page()?.url()}`);
    void dialog.dismiss();
  });
}

/** What of the page, as it stands, could act: markup that nobody of us wrote, and addresses that are not http(s). */
export function activeMarkup(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    // A page without an address has nothing to be relative to.
    const absolute = (address: string) =>
      new URL(address, location.protocol === 'about:' ? 'http://nowhere' : location.href);
    const brief = (element: Element) => element.outerHTML.slice(0, 200);
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`handler: ${brief(element)}`);
        if (name === 'style' && /canary|executed/.test(value)) found.push(`style: ${brief(element)}`);
        if (!['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'srcset', 'poster'].includes(name))
          continue;
        const { protocol } = absolute(value);
        if (!['http:', 'https:', 'mailto:', 'blob:'].includes(protocol) && !/^data:image\//.test(value))
          found.push(`address: ${brief(element)}`);
        else if (name !== 'href' && name !== 'action' && absolute(value).origin !== location.origin)
          found.push(`loads from elsewhere: ${brief(element)}`);
      }
      if (/^(iframe|object|embed|base|math|animate|frame|portal|applet)$/i.test(element.localName))
        found.push(`element: ${brief(element)}`);
      const source = element.textContent ?? '';
      // What a page hands its own scripts is full of it, as data.
      if (element.localName === 'script' && /^\s*(\/\/)?\s*__executed/.test(source))
        found.push(`script: ${brief(element)}`);
      if (element.localName === 'style' && /canary|executed/.test(source))
        found.push(`style: ${brief(element)}`);
    }
    return [...new Set(found)];
  });
}

/** Everything that the page lets a reader read: its text, what stands in its fields and in its tips. */
export function readable(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    // biome-ignore lint/performance/useDomNodeTextContent: scripts hold text that nobody reads
    return [document.body.innerText, ...fields.map(({ value }) => value)].join('\n');
  });
}

/** Opens what is folded and puts the pointer on a tip that has hostile text. */
export async function unfold(page: Page, hover: boolean): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  if (!hover) return;
  const tip = page.locator('[data-tip*="executed"]:visible').first();
  if ((await tip.count()) === 0) return;
  await tip.hover({ force: true });
  await page.getByRole('tooltip').waitFor();
}
