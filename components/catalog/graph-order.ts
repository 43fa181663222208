import type { GraphEdge, Slot } from './graph-layout';

/** Layers and the order within them, as Sugiyama's method has it. Pure. */

/** An edge that runs forward, and the one it stands for. */
export interface ForwardEdge extends GraphEdge {
  original: GraphEdge;
  reversed: boolean;
}

/** The edges without circles: those that lead back to where one comes from are turned round. */
export function acyclic(names: readonly string[], edges: readonly GraphEdge[]): ForwardEdge[] {
  const out = new Map<string, GraphEdge[]>(names.map((name) => [name, []]));
  for (const edge of edges) out.get(edge.from)?.push(edge);
  for (const list of out.values()) list.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  const state = new Map<string, 'open' | 'done'>();
  const forward: ForwardEdge[] = [];
  // Whatever nothing depends on comes first, so that circles are cut where they lead back.
  const entered = new Set(edges.map(({ to }) => to));
  const starts = [...names].sort(
    (a, b) => Number(entered.has(a)) - Number(entered.has(b)) || (a < b ? -1 : a > b ? 1 : 0),
  );
  for (const start of starts) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    const stack = [{ name: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as (typeof stack)[number];
      const edge = out.get(top.name)?.[top.next];
      if (!edge) {
        state.set(top.name, 'done');
        stack.pop();
        continue;
      }
      top.next += 1;
      const seen = state.get(edge.to);
      if (seen === 'open') forward.push({ from: edge.to, to: edge.from, original: edge, reversed: true });
      else {
        forward.push({ from: edge.from, to: edge.to, original: edge, reversed: false });
        if (seen === undefined) {
          state.set(edge.to, 'open');
          stack.push({ name: edge.to, next: 0 });
        }
      }
    }
  }
  return forward;
}

/** The layer of each node, from 0: as far to the right as the longest way to it, sources as near to their targets as they can. */
export function layersOf(names: readonly string[], edges: readonly GraphEdge[]): Map<string, number> {
  const layer = new Map(names.map((name) => [name, 0]));
  const incoming = new Map(names.map((name) => [name, 0]));
  const out = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) {
    incoming.set(to, (incoming.get(to) ?? 0) + 1);
    out.get(from)?.push(to);
  }
  const sources = names.filter((name) => incoming.get(name) === 0);
  const queue = [...sources];
  for (let at = 0; at < queue.length; at++) {
    const name = queue[at] as string;
    for (const to of out.get(name) ?? []) {
      layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(name) ?? 0) + 1));
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) queue.push(to);
    }
  }
  for (const name of sources) {
    const targets = (out.get(name) ?? []).map((to) => layer.get(to) ?? 0);
    if (targets.length > 0) layer.set(name, Math.min(...targets) - 1);
  }
  return layer;
}

const sweeps = 12;
/** Beyond this many edges, crossings are no longer counted to find the best of the sweeps. */
const mostCounted = 1_500;

/** The order of each layer with few crossings: by the middle of the neighbours, back and forth, and the best of it. */
export function orderLayers(layers: readonly (readonly Slot[])[], links: readonly GraphEdge[]): Slot[][] {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, value: string) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const { from, to } of links) {
    add(after, from, to);
    add(before, to, from);
  }
  let order = layers.map((layer) => [...layer]);
  let best = order;
  let fewest = links.length > mostCounted ? 0 : crossings(order, after);
  for (let sweep = 0; sweep < sweeps && (fewest > 0 || links.length > mostCounted); sweep++) {
    const rightwards = sweep % 2 === 0;
    const next = order.map((layer) => [...layer]);
    for (let step = 1; step < next.length; step++) {
      const index = rightwards ? step : next.length - 1 - step;
      const fixed = next[rightwards ? index - 1 : index + 1] ?? [];
      const place = new Map(fixed.map(({ id }, at) => [id, at]));
      const middle = new Map(
        next[index]?.map(({ id }, at) => {
          const near = ((rightwards ? before : after).get(id) ?? []).flatMap(
            (other) => place.get(other) ?? [],
          );
          return [id, near.length === 0 ? at : near.reduce((sum, one) => sum + one, 0) / near.length];
        }),
      );
      next[index]?.sort((a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0));
    }
    order = next;
    if (links.length > mostCounted) {
      best = order;
      continue;
    }
    const found = crossings(order, after);
    if (found < fewest) {
      fewest = found;
      best = order;
    }
  }
  return best;
}

/** How often edges cross between neighbouring layers. */
export function crossings(
  layers: readonly (readonly Slot[])[],
  after: ReadonlyMap<string, readonly string[]>,
): number {
  let sum = 0;
  for (let index = 0; index + 1 < layers.length; index++) {
    const place = new Map(layers[index + 1]?.map(({ id }, at) => [id, at]));
    const ends = (layers[index] ?? []).map(({ id }) =>
      (after.get(id) ?? []).flatMap((to) => place.get(to) ?? []),
    );
    const passed: number[] = [];
    for (const group of ends) {
      for (const end of group) sum += passed.filter((other) => other > end).length;
      passed.push(...group);
    }
  }
  return sum;
}
