import { readdirSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** The success criteria of WCAG 2.1, levels A and AA, as far as a program can judge them. */
const criteria = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** One element that violates a rule: which rule, which element, what is wrong. */
export interface Violation {
  rule: string;
  element: string;
  why: string;
}

/**
 * What of the page as it stands violates WCAG 2.1 A or AA.
 * axe comes in through the browser's debugger, so the content security policy holds for the page as ever.
 */
export async function violationsOn(page: Page): Promise<Violation[]> {
  await page.evaluate(`globalThis.axe === undefined && (() => { ${axe.source} })()`);
  const { violations } = await page.evaluate(
    async (tags) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
        // Styles of other origins, of which there are none.
        preload: false,
      }),
    criteria,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => ({
      rule: id,
      element: `${target.join(' ')}  ${html.slice(0, 200)}`,
      // The first line says that any or all of the following is to be done.
      why: failureSummary?.split('\n').slice(1).join(' ').trim() ?? '',
    })),
  );
}

const app = fileURLToPath(new URL('../../app', import.meta.url));

/** The routes of all pages there are, such as `/events/[id]`. */
export function pageRoutes(): string[] {
  return readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'page.tsx')
    .map((entry) => {
      const folders = relative(app, entry.parentPath).split(sep);
      return `/${folders.filter((name) => !name.startsWith('(')).join('/')}`;
    })
    .sort();
}

/** The route that a path belongs to: of those that fit, the one with the most literal segments. */
export function routeOf(path: string, routes: readonly string[]): string | undefined {
  const fitting = routes.filter((route) =>
    new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}$`).test(path),
  );
  return fitting.toSorted((a, b) => a.split('[').length - b.split('[').length)[0];
}
