/**
 * Walks over dependencies, breadth first. Every walk ends: each service is visited once, whatever circles there are, and no
 * more of them than the bounds allow. Pure apart from the neighbours it is given.
 */

/** What a walk found of one service. */
export interface Step {
  id: number;
  /** Steps from the root; 0 for the root. */
  distance: number;
  /** The neighbour through which it was reached first; null for the root. */
  via: number | null;
}

export interface Walk {
  /** By distance, then in the order of the neighbours. */
  steps: Step[];
  /** Whether a bound kept something out. */
  truncated: boolean;
}

/** Pairs `[from, neighbour]` for all of a frontier at once. */
export type Neighbours = (frontier: readonly number[]) => Promise<readonly (readonly [number, number])[]>;

/** Walks from a root along `neighbours`, up to `depth` steps away and `limit` services in all. */
export async function walk(
  root: number,
  neighbours: Neighbours,
  { depth, limit }: { depth: number; limit: number },
): Promise<Walk> {
  const steps: Step[] = [{ id: root, distance: 0, via: null }];
  const visited = new Set([root]);
  let frontier = [root];
  for (let distance = 1; frontier.length > 0; distance++) {
    const next: number[] = [];
    for (const [from, to] of await neighbours(frontier)) {
      if (visited.has(to)) continue;
      // One step beyond the depth is looked at only to know whether there is more.
      if (distance > depth || visited.size >= limit) return { steps, truncated: true };
      visited.add(to);
      next.push(to);
      steps.push({ id: to, distance, via: from });
    }
    frontier = next;
  }
  return { steps, truncated: false };
}
