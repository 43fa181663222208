import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import { noSuchService } from './find-entries';
import type { BlastRadiusWire, GraphNodeWire, GraphQuery, GraphWire } from './graph-operations';
import { entryJoin, liveDependency, ownerColumn, ownerJoin } from './row';
import { walk } from './walk';

/** The graph of dependencies, and walks in it. */

/** Most dependencies that a graph answers. */
const maxEdges = 20_000;

/** Whom a walk visits from a set of services. */
export async function neighbours(
  frontier: readonly number[],
  direction: 'out' | 'in',
): Promise<[number, number][]> {
  const [mine, theirs] = direction === 'out' ? ['from_id', 'to_id'] : ['to_id', 'from_id'];
  const { rows } = await pool().query<[number, number]>({
    // Each neighbour once, by name, reached through the first by name: answers are the same every time.
    text: `SELECT DISTINCT ON (b.name_key) y.${mine}, y.${theirs}
           FROM ${liveDependency} y JOIN service a ON a.id = y.${mine} JOIN service b ON b.id = y.${theirs}
           WHERE y.${mine} = ANY ($1::int[]) ORDER BY b.name_key, a.name_key`,
    values: [frontier],
    rowMode: 'array',
  });
  return rows;
}

type NodeFacts = Omit<GraphNodeWire, 'distance'>;

/** What is shown of services in a graph, by id. */
async function nodesOf(ids: readonly number[]): Promise<Map<number, NodeFacts>> {
  const { rows } = await pool().query<NodeFacts & { id: number }>(
    `SELECT s.id, s.name, c.type, c.platform, c.sla->>'level' AS "slaLevel", ${ownerColumn} AS owner,
            c.gone_at IS NULL AND c.completed_at IS NULL AS discovered, c.gone_at IS NOT NULL AS gone
     FROM service s ${entryJoin} ${ownerJoin} WHERE s.id = ANY ($1::int[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

async function rootOf(name: string): Promise<number> {
  const { rows } = await pool().query<{ id: number }>('SELECT id FROM service WHERE name_key = $1', [
    nameKey(name),
  ]);
  if (!rows[0]) throw noSuchService(name);
  return rows[0].id;
}

/**
 * The graph around a root, or, without one, of every service that depends on another or is depended on. Throws `not_found`
 * for a root that nobody knows.
 */
export async function readGraph({ root, depth, direction, limit }: GraphQuery): Promise<GraphWire> {
  const distances = new Map<number, number>();
  let truncated = false;
  if (root === undefined) {
    const { rows } = await pool().query<{ id: number }>(
      `SELECT s.id FROM service s
       JOIN (SELECT y.from_id AS id FROM ${liveDependency} y UNION SELECT y.to_id FROM ${liveDependency} y) linked USING (id)
       ORDER BY s.name_key LIMIT $1`,
      [limit + 1],
    );
    truncated = rows.length > limit;
    for (const { id } of rows.slice(0, limit)) distances.set(id, 0);
  } else {
    const start = await rootOf(root);
    for (const side of direction === 'both' ? (['out', 'in'] as const) : [direction]) {
      const found = await walk(start, (frontier) => neighbours(frontier, side), { depth, limit });
      truncated ||= found.truncated;
      for (const { id, distance } of found.steps) {
        if (distances.size >= limit && !distances.has(id)) truncated = true;
        else distances.set(id, Math.min(distance, distances.get(id) ?? distance));
      }
    }
  }
  const ids = [...distances.keys()];
  const [facts, edges] = await Promise.all([nodesOf(ids), edgesAmong(ids)]);
  const nodes = ids
    .flatMap((id): GraphNodeWire[] => {
      const known = facts.get(id);
      return known ? [{ ...known, distance: root === undefined ? null : (distances.get(id) as number) }] : [];
    })
    .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0) || byName(a.name, b.name));
  const named = edges.slice(0, maxEdges).flatMap(([from, to]) => {
    const [a, b] = [facts.get(from), facts.get(to)];
    return a && b ? [{ from: a.name, to: b.name }] : [];
  });
  return {
    nodes,
    edges: named.sort((a, b) => byName(a.from, b.from) || byName(a.to, b.to)),
    truncated: truncated || edges.length > maxEdges,
  };
}

async function edgesAmong(ids: readonly number[]): Promise<[number, number][]> {
  const { rows } = await pool().query<[number, number]>({
    text: `SELECT y.from_id, y.to_id FROM ${liveDependency} y
           WHERE y.from_id = ANY ($1::int[]) AND y.to_id = ANY ($1::int[]) ORDER BY 1, 2 LIMIT ${maxEdges + 1}`,
    values: [ids],
    rowMode: 'array',
  });
  return rows;
}

/** What breaks when a service breaks: everything that depends on it, directly or through others. Throws `not_found`. */
export async function readBlastRadius(
  name: string,
  bounds: { depth: number; limit: number },
): Promise<BlastRadiusWire> {
  const start = await rootOf(name);
  const found = await walk(start, (frontier) => neighbours(frontier, 'in'), {
    depth: bounds.depth,
    limit: bounds.limit + 1,
  });
  const facts = await nodesOf(found.steps.map(({ id }) => id));
  const nameOf = (id: number) => facts.get(id)?.name ?? '';
  const items = found.steps.slice(1).flatMap(({ id, distance, via }) => {
    const known = facts.get(id);
    return known && via !== null ? [{ ...known, distance, direct: distance === 1, via: nameOf(via) }] : [];
  });
  return {
    name: nameOf(start),
    items: items.sort((a, b) => a.distance - b.distance || byName(a.name, b.name)),
    direct: items.filter(({ direct }) => direct).length,
    total: items.length,
    truncated: found.truncated,
  };
}

function byName(a: string, b: string): number {
  const [x, y] = [nameKey(a), nameKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
