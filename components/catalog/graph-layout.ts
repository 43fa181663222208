import { alignLayers } from './graph-align';
import { acyclic, layersOf, orderLayers } from './graph-order';

/**
 * Lays a graph of dependencies out in layers, from what depends on the left to what is depended on at the right. Parts that
 * hang together are laid out by themselves and stacked; what is alone stands in rows at the end. Circles are allowed: one edge
 * of each runs backwards. The same graph is always drawn the same. Pure.
 */
export interface GraphEdge {
  from: string;
  to: string;
}

export interface PlacedNode {
  name: string;
  /** Its top left corner. */
  x: number;
  y: number;
  layer: number;
}

export interface PlacedEdge extends GraphEdge {
  /** From the edge of one box to the edge of the other, through what lies between. */
  points: [x: number, y: number][];
}

export interface GraphLayout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

export interface LayoutSize {
  nodeWidth: number;
  nodeHeight: number;
  /** Between layers, where the edges run. */
  gapX: number;
  gapY: number;
}

/** Room for an edge that passes through a layer. */
const passHeight = 8;
/** With more edges than this that span layers, edges run straight through instead. */
const mostPasses = 4_000;

/** A box of a layer: a node, or a place where an edge passes. */
export interface Slot {
  /** The node's name; a passing place has one that no service can have. */
  id: string;
  real: boolean;
  height: number;
}

export function layOutGraph(
  names: readonly string[],
  edges: readonly GraphEdge[],
  size: LayoutSize,
): GraphLayout {
  const known = new Set(names);
  const inner = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const layout: GraphLayout = { nodes: [], edges: [], width: 0, height: 0 };
  const alone: string[] = [];
  for (const part of partsOf(names, inner)) {
    if (part.length === 1) {
      alone.push(part[0] as string);
      continue;
    }
    const members = new Set(part);
    const placed = layOutPart(
      part,
      inner.filter(({ from }) => members.has(from)),
      size,
    );
    const top = layout.height === 0 ? 0 : layout.height + size.gapY * 2;
    for (const node of placed.nodes) layout.nodes.push({ ...node, y: node.y + top });
    for (const edge of placed.edges)
      layout.edges.push({ ...edge, points: edge.points.map(([x, y]) => [x, y + top]) });
    layout.width = Math.max(layout.width, placed.width);
    layout.height = top + placed.height;
  }
  placeAlone(layout, alone, size);
  return layout;
}

/** Weakly connected parts, the largest first, then by name. */
function partsOf(names: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const parent = new Map(names.map((name) => [name, name]));
  const find = (name: string): string => {
    let root = name;
    while (parent.get(root) !== root) root = parent.get(root) as string;
    for (let at = name; at !== root; ) {
      const next = parent.get(at) as string;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { from, to } of edges) parent.set(find(from), find(to));
  const parts = new Map<string, string[]>();
  for (const name of [...names].sort(byText)) {
    const root = find(name);
    const part = parts.get(root);
    if (part) part.push(name);
    else parts.set(root, [name]);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || byText(a[0] as string, b[0] as string));
}

function layOutPart(names: readonly string[], edges: readonly GraphEdge[], size: LayoutSize): GraphLayout {
  const { nodeWidth, nodeHeight, gapX } = size;
  const forward = acyclic(names, edges);
  const layerOf = layersOf(names, forward);
  const depth = Math.max(...layerOf.values()) + 1;
  const layers: Slot[][] = Array.from({ length: depth }, () => []);
  for (const name of names)
    layers[layerOf.get(name) as number]?.push({ id: name, real: true, height: nodeHeight });

  // An edge over several layers gets a place in each of them, so that it does not run through boxes.
  const span = ({ from, to }: GraphEdge) => (layerOf.get(to) as number) - (layerOf.get(from) as number);
  const passes = forward.reduce((sum, edge) => sum + span(edge) - 1, 0);
  const links: GraphEdge[] = [];
  const ways = forward.map((edge, index) => {
    const way = [edge.from];
    if (passes <= mostPasses) {
      const first = (layerOf.get(edge.from) as number) + 1;
      for (let step = 0; step < span(edge) - 1; step++) {
        const id = `\u0000${index} ${step}`;
        layers[first + step]?.push({ id, real: false, height: passHeight });
        way.push(id);
      }
    }
    way.push(edge.to);
    for (let at = 1; at < way.length; at++)
      links.push({ from: way[at - 1] as string, to: way[at] as string });
    return way;
  });

  const ordered = orderLayers(layers, links);
  const centre = alignLayers(ordered, links, size.gapY);
  const slots = new Map(
    ordered.flatMap((layer, index) => layer.map((slot) => [slot.id, { ...slot, layer: index }] as const)),
  );
  const left = (id: string) => (slots.get(id)?.layer ?? 0) * (nodeWidth + gapX);
  const middle = (id: string) => centre.get(id) as number;
  const backwards = new Set(forward.filter(({ reversed }) => reversed).map((edge) => edge.original));

  return {
    nodes: names.map((name) => ({
      name,
      x: left(name),
      y: middle(name) - nodeHeight / 2,
      layer: layerOf.get(name) as number,
    })),
    edges: forward.map(({ original }, index) => {
      const way = ways[index] as string[];
      const points = way.flatMap((id, at): [number, number][] => {
        if (at === 0) return [[left(id) + nodeWidth, middle(id)]];
        if (at === way.length - 1) return [[left(id), middle(id)]];
        return [
          [left(id), middle(id)],
          [left(id) + nodeWidth, middle(id)],
        ];
      });
      return {
        from: original.from,
        to: original.to,
        points: backwards.has(original) ? points.reverse() : points,
      };
    }),
    width: depth * nodeWidth + (depth - 1) * gapX,
    height: Math.max(...ordered.flatMap((layer) => layer.map(({ id, height }) => middle(id) + height / 2))),
  };
}

/** Rows of what nothing leads to or from, as wide as what stands above them. */
function placeAlone(layout: GraphLayout, names: readonly string[], size: LayoutSize): void {
  if (names.length === 0) return;
  const { nodeWidth, nodeHeight, gapX, gapY } = size;
  const step = nodeWidth + gapX / 3;
  const fit = Math.floor((layout.width + gapX / 3) / step);
  const columns = Math.min(names.length, Math.max(fit, 4));
  const top = layout.height === 0 ? 0 : layout.height + gapY * 2;
  names.forEach((name, index) => {
    const column = index % columns;
    layout.nodes.push({
      name,
      x: column * step,
      y: top + Math.floor(index / columns) * (nodeHeight + gapY),
      layer: column,
    });
  });
  layout.width = Math.max(layout.width, columns * step - gapX / 3);
  layout.height = top + Math.ceil(names.length / columns) * (nodeHeight + gapY) - gapY;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The curve of an edge as an SVG path: level where it leaves and arrives. */
export function edgePath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => {
      if (index === 0) return `M${round(x)} ${round(y)}`;
      const [px, py] = points[index - 1] as readonly [number, number];
      if (Math.abs(py - y) < 0.5) return `L${round(x)} ${round(y)}`;
      const bend = (x - px) / 2;
      return `C${round(px + bend)} ${round(py)} ${round(x - bend)} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}

const round = (value: number) => Math.round(value * 10) / 10;
