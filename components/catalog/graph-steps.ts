import type { GraphEdge, PlacedNode } from './graph-layout';

/**
 * Where an arrow key leads from a node: right along an edge to what it depends on, left to what depends on it, up and down beside
 * it. Null when there is nothing that way; undefined for a key that leads nowhere at all. Pure.
 */
export function nextNode(
  nodes: readonly PlacedNode[],
  edges: readonly GraphEdge[],
  at: string,
  key: string,
): string | null | undefined {
  const from = nodes.find(({ name }) => name === at);
  if (!from) return undefined;
  const nearest = (candidates: readonly PlacedNode[]) =>
    candidates.reduce<PlacedNode | null>(
      (best, one) => (best && distance(best, from) <= distance(one, from) ? best : one),
      null,
    )?.name ?? null;
  const linked = (names: readonly string[]) => nodes.filter(({ name }) => names.includes(name));
  switch (key) {
    case 'ArrowRight':
      return nearest(linked(edges.flatMap((edge) => (edge.from === at ? [edge.to] : []))));
    case 'ArrowLeft':
      return nearest(linked(edges.flatMap((edge) => (edge.to === at ? [edge.from] : []))));
    case 'ArrowDown':
      return nearest(nodes.filter(({ x, y }) => Math.abs(x - from.x) < 1 && y > from.y));
    case 'ArrowUp':
      return nearest(nodes.filter(({ x, y }) => Math.abs(x - from.x) < 1 && y < from.y));
    default:
      return undefined;
  }
}

const distance = (a: PlacedNode, b: PlacedNode) => Math.abs(a.y - b.y) * 10 + Math.abs(a.x - b.x);
