import { neighbours } from '@/lib/catalog/graph';
import { walk } from '@/lib/catalog/walk';
import type { Relation } from './score';

/** A service near another one in the graph. */
export interface Neighbour {
  id: number;
  relation: Relation;
  /** Ids from the service in the middle to this one, both included. */
  path: number[];
}

/** As far as a change can be suspected: two steps, whichever way. */
const depth = 2;
/** Most services of one direction: hubs have hundreds. Those that are nearer come first. */
const limit = 60;

/**
 * A service and those around it: what it depends on and what depends on it, each once, by its shortest way. Where both
 * directions are as short, what it depends on counts.
 */
export async function neighbourhood(serviceId: number): Promise<Map<number, Neighbour>> {
  const [upstream, downstream] = await Promise.all([
    walk(serviceId, (frontier) => neighbours(frontier, 'out'), { depth, limit }),
    walk(serviceId, (frontier) => neighbours(frontier, 'in'), { depth, limit }),
  ]);
  const found = new Map<number, Neighbour>();
  for (const [direction, { steps }] of [
    ['upstream', upstream],
    ['downstream', downstream],
  ] as const) {
    const paths = new Map<number, number[]>();
    for (const { id, distance, via } of steps) {
      const path = via === null ? [id] : [...(paths.get(via) as number[]), id];
      paths.set(id, path);
      const known = found.get(id);
      if (known && known.relation.distance <= distance) continue;
      found.set(id, { id, relation: { direction: distance === 0 ? 'same' : direction, distance }, path });
    }
  }
  return found;
}
