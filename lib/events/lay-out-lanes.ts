import type { Phase } from './vocabulary';

/**
 * Turns the counted contents of lanes into few enough things to draw. Pure.
 *
 * Time is cut into slots of equal width. Bars (two slots long or longer) are drawn as they are, as many of each lane as
 * it may have; everything else falls into the slot where it starts, and a slot with more than one becomes a cluster. Where
 * all lanes together are still too much to draw, the fullest ones are cut into slots twice as wide, until they are not.
 * Nothing gets lost on the way: the events and the counts of the clusters of a lane always add up to what it holds.
 */

/** A bar that may be drawn, in the order of preference. */
export interface Bar {
  id: string;
  slot: number;
  phase: Phase;
}

/** How many events of one phase start in one slot of a lane, the bars among them included. */
export interface Cell {
  slot: number;
  phase: Phase;
  count: number;
  /** One of them that is no bar; null when all are bars. */
  sample: string | null;
}

export interface Lane {
  key: string | null;
  cells: readonly Cell[];
  bars: readonly Bar[];
}

export type LaneItem =
  | { type: 'event'; id: string; slot: number }
  | {
      type: 'cluster';
      /** First slot, and how many slots wide. */
      slot: number;
      slots: number;
      count: number;
      counts: Partial<Record<Phase, number>>;
    };

export interface LaidOutLane {
  key: string | null;
  items: LaneItem[];
}

export interface LayoutLimits {
  /** Most bars of one lane. */
  bars: number;
  /** Most that all lanes may weigh together: 2 for an event, 1 for a cluster. */
  weight: number;
}

/** Lanes in the given order, each with its items by slot. */
export function layOutLanes(lanes: readonly Lane[], limits: LayoutLimits): LaidOutLane[] {
  const drawn = lanes.map((lane) => {
    const items = itemsOf(lane, 0, limits.bars);
    return { lane, level: 0, items, weight: weightOf(items) };
  });
  let total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  while (total > limits.weight) {
    const fullest = drawn.reduce((most, next) => (next.weight > most.weight ? next : most));
    // One cluster, or next to nothing, is as small as a lane gets.
    if (fullest.weight <= 2) break;
    fullest.level += 1;
    fullest.items = itemsOf(fullest.lane, fullest.level, limits.bars >> fullest.level);
    total -= fullest.weight;
    fullest.weight = weightOf(fullest.items);
    total += fullest.weight;
  }
  return drawn.map(({ lane, items }) => ({ key: lane.key, items }));
}

const weightOf = (items: LaneItem[]) => items.reduce((sum, item) => sum + (item.type === 'event' ? 2 : 1), 0);

/** What a slot holds besides the bars that are drawn. */
interface Heap {
  count: number;
  counts: Partial<Record<Phase, number>>;
  /** The one event in it, as long as there is one and it is known. */
  only: string | null;
}

function itemsOf({ cells, bars }: Lane, level: number, maxBars: number): LaneItem[] {
  const width = 2 ** level;
  const heaps = new Map<number, Heap>();
  const put = (slot: number, phase: Phase, count: number, id: string | null) => {
    const first = Math.floor(slot / width) * width;
    let heap = heaps.get(first);
    if (!heap) {
      heap = { count: 0, counts: {}, only: null };
      heaps.set(first, heap);
    }
    heap.count += count;
    heap.counts[phase] = (heap.counts[phase] ?? 0) + count;
    heap.only = id ?? heap.only;
  };
  for (const { slot, phase, count, sample } of cells) put(slot, phase, count, sample);
  const items: LaneItem[] = [];
  for (const [rank, { id, slot, phase }] of bars.entries()) {
    if (rank < maxBars) {
      put(slot, phase, -1, null);
      items.push({ type: 'event', id, slot });
    } else put(slot, phase, 0, id);
  }
  for (const [slot, { count, counts, only }] of heaps) {
    if (count === 1 && only !== null) items.push({ type: 'event', id: only, slot });
    else if (count > 0)
      items.push({ type: 'cluster', slot, slots: width, count, counts: withoutZeros(counts) });
  }
  return items.sort((a, b) => a.slot - b.slot);
}

const withoutZeros = (counts: Heap['counts']) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) as Heap['counts'];
