import { expect, test } from 'vitest';
import type { GraphNodeWire, GraphWire } from '@/lib/catalog/graph-operations';
import { visibleGraph } from './graph-filter';

const node = (name: string, more: Partial<GraphNodeWire> = {}): GraphNodeWire => ({
  name,
  type: 'project',
  platform: 'kubernetes',
  slaLevel: 'high',
  owner: 'team-a',
  discovered: false,
  gone: false,
  distance: null,
  ...more,
});
const graph: GraphWire = {
  nodes: [
    node('web'),
    node('cart', { slaLevel: 'critical' }),
    node('stock', { platform: 'ec2' }),
    node('mail'),
  ],
  edges: [
    { from: 'web', to: 'cart' },
    { from: 'cart', to: 'stock' },
    { from: 'web', to: 'mail' },
  ],
  truncated: false,
};
const names = (shown: { nodes: readonly { name: string }[] }) => shown.nodes.map(({ name }) => name);

test('filters narrow each other, and edges go with their ends', () => {
  const shown = visibleGraph(graph, {
    gone: false,
    platform: ['kubernetes'],
    slaLevel: ['high', 'critical'],
  });
  expect(names(shown)).toEqual(['web', 'cart', 'mail']);
  expect(shown.edges).toEqual([
    { from: 'web', to: 'cart' },
    { from: 'web', to: 'mail' },
  ]);
  expect(shown.found).toBeNull();
});

test('a search keeps the direct neighbours of what it finds, and nothing further away', () => {
  const shown = visibleGraph(graph, { gone: false, q: 'Cart' });
  expect(names(shown)).toEqual(['web', 'cart', 'stock']);
  expect([...(shown.found ?? [])]).toEqual(['cart']);
});

test('a search among filtered services does not bring back what a filter took away', () => {
  const shown = visibleGraph(graph, { gone: false, q: 'cart', platform: ['kubernetes'] });
  expect(names(shown)).toEqual(['web', 'cart']);
});

test('nothing found: nothing shown', () => {
  expect(names(visibleGraph(graph, { gone: false, q: 'nowhere' }))).toEqual([]);
});
