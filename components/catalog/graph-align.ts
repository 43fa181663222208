import type { GraphEdge, Slot } from './graph-layout';

/** Where each box of ordered layers stands from top to bottom. Pure. */

const passes = 8;

/**
 * The middle of each box, from 0 down: as near to the middle of its neighbours as the order and the gaps allow, first seen from
 * one side, then from the other.
 */
export function alignLayers(
  layers: readonly (readonly Slot[])[],
  links: readonly GraphEdge[],
  gap: number,
): Map<string, number> {
  const near = new Map<string, { before: string[]; after: string[] }>();
  for (const layer of layers) for (const { id } of layer) near.set(id, { before: [], after: [] });
  for (const { from, to } of links) {
    near.get(from)?.after.push(to);
    near.get(to)?.before.push(from);
  }
  const middle = new Map<string, number>();
  const tallest = Math.max(...layers.map((layer) => heightOf(layer, gap)));
  for (const layer of layers) {
    let top = (tallest - heightOf(layer, gap)) / 2;
    for (const { id, height } of layer) {
      middle.set(id, top + height / 2);
      top += height + gap;
    }
  }
  for (let pass = 0; pass < passes; pass++) {
    const rightwards = pass % 2 === 0;
    const last = pass >= passes - 2;
    const turn = rightwards ? layers : [...layers].reverse();
    for (const layer of turn) {
      const wanted = layer.map(({ id }) => {
        const { before, after } = near.get(id) as { before: string[]; after: string[] };
        const seen = last ? [...before, ...after] : rightwards ? before : after;
        if (seen.length === 0) return middle.get(id) as number;
        return seen.reduce((sum, other) => sum + (middle.get(other) as number), 0) / seen.length;
      });
      const placed = keepApart(wanted, layer, gap);
      layer.forEach(({ id }, index) => {
        middle.set(id, placed[index] as number);
      });
    }
  }
  const top = Math.min(
    ...layers.flatMap((layer) => layer.map(({ id, height }) => at(middle, id) - height / 2)),
  );
  for (const [id, y] of middle) middle.set(id, y - top);
  return middle;
}

const at = (middle: ReadonlyMap<string, number>, id: string) => middle.get(id) as number;

function heightOf(layer: readonly Slot[], gap: number): number {
  return layer.reduce((sum, { height }) => sum + height + gap, -gap);
}

/** The places nearest to the wanted ones (in squares) that keep the order and the distance: neighbours that collide move as one. */
export function keepApart(wanted: readonly number[], layer: readonly Slot[], gap: number): number[] {
  const offsets: number[] = [];
  layer.forEach(({ height }, index) => {
    const before = layer[index - 1];
    offsets.push(before ? (offsets[index - 1] as number) + before.height / 2 + gap + height / 2 : 0);
  });
  const blocks: { sum: number; count: number }[] = [];
  wanted.forEach((want, index) => {
    blocks.push({ sum: want - (offsets[index] as number), count: 1 });
    for (let last = blocks.length - 1; last > 0; last = blocks.length - 1) {
      const [a, b] = [blocks[last - 1], blocks[last]] as [(typeof blocks)[number], (typeof blocks)[number]];
      if (a.sum / a.count <= b.sum / b.count) break;
      blocks.splice(last - 1, 2, { sum: a.sum + b.sum, count: a.count + b.count });
    }
  });
  const placed: number[] = [];
  for (const { sum, count } of blocks)
    for (let n = 0; n < count; n++) placed.push(sum / count + (offsets[placed.length] as number));
  return placed;
}
