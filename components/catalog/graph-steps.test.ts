import { expect, test } from 'vitest';
import type { PlacedNode } from './graph-layout';
import { nextNode } from './graph-steps';

const place = (name: string, x: number, y: number): PlacedNode => ({ name, x, y, layer: x });
const nodes = [place('web', 0, 10), place('job', 0, 60), place('cart', 1, 0), place('mail', 1, 40)];
const edges = [
  { from: 'web', to: 'cart' },
  { from: 'web', to: 'mail' },
  { from: 'job', to: 'mail' },
];
const go = (at: string, key: string) => nextNode(nodes, edges, at, key);

test('arrow keys follow the dependencies and step beside', () => {
  expect(go('web', 'ArrowRight')).toBe('cart');
  expect(go('mail', 'ArrowLeft')).toBe('job');
  expect(go('web', 'ArrowDown')).toBe('job');
  expect(go('mail', 'ArrowUp')).toBe('cart');
});

test('where nothing is, one stays; other keys are left to the page', () => {
  expect(go('cart', 'ArrowRight')).toBeNull();
  expect(go('web', 'ArrowUp')).toBeNull();
  expect(go('web', 'j')).toBeUndefined();
});
