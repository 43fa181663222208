import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import tailwind from '@tailwindcss/postcss';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sheet = join(root, 'app/globals.css');
/** The one that the plugin brings along. */
const postcss = createRequire(createRequire(import.meta.url).resolve('@tailwindcss/postcss'))('postcss');

it('the style sheet is made of what pages say, whatever lies beside them in the checkout', async () => {
  const folder = mkdtempSync(join(root, 'data-of-a-test-'));
  const width = `${98_765}px`;
  try {
    writeFileSync(join(folder, 'dump.sql'), `-- class="pt-[${width}]"`);
    const made = await postcss([tailwind({ base: root })]).process(readFileSync(sheet, 'utf8'), {
      from: sheet,
    });
    expect(made.css.includes(width)).toBe(false);
    expect(made.css.includes('.z-overlay')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
