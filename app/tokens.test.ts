import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { phases } from '@/lib/events/vocabulary';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of both themes, as their hex values. */
const tokens = new Map<string, { light: string; dark: string }>();
for (const [, name, light, dark] of css.matchAll(
  /--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
)) {
  tokens.set(name as string, { light: light as string, dark: dark as string });
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function ratio(front: string, back: string, theme: 'light' | 'dark'): number {
  const [a, b] = [tokens.get(front), tokens.get(back)];
  if (!a || !b) throw new Error(`No token --${a ? back : front} with a value for each theme`);
  return contrast(a[theme], b[theme]);
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];

const texts: Array<[string, string[]]> = [
  ['fg', surfaces],
  ['fg-muted', surfaces],
  ['fg-subtle', ['surface-0', 'surface-1', 'surface-2']],
  ['fg-inverse', ['fg']],
  ['accent-fg', [...surfaces, 'accent-bg']],
  ['on-accent', ['accent', 'accent-hover']],
  ['fg', ['accent-bg']],
  ['fg-muted', ['accent-bg']],
  ...phases.map((phase): [string, string[]] => [`${phase}-fg`, [`${phase}-bg`, ...surfaces, 'accent-bg']]),
  ...phases.map((phase): [string, string[]] => [`${phase}-on`, [`${phase}-solid`]]),
];

const graphics: Array<[string, string[]]> = [
  ['focus', surfaces],
  ['border-control', ['surface-0', 'surface-1']],
  ...phases.map((phase): [string, string[]] => [`${phase}-solid`, ['surface-0', 'surface-1', `${phase}-bg`]]),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(texts)('text in --%s is readable on %s (4.5:1)', (front, backs) => {
    for (const back of backs) {
      expect(ratio(front, back, theme), `--${front} on --${back}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(graphics)('shapes and edges in --%s stand out from %s (3:1)', (front, backs) => {
    for (const back of backs) {
      expect(ratio(front, back, theme), `--${front} on --${back}`).toBeGreaterThanOrEqual(3);
    }
  });
});
