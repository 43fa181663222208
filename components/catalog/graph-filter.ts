import type { CatalogFilters } from '@/lib/catalog/filters';
import type { GraphWire } from '@/lib/catalog/graph-operations';

/** The filters that a graph knows something about. */
export const graphFilterNames = ['type', 'slaLevel', 'platform', 'owner', 'discovered', 'q'] as const;

export interface VisibleGraph extends Pick<GraphWire, 'nodes' | 'edges'> {
  /** Names that the search found, as opposed to their neighbours; null when nothing is searched. */
  found: ReadonlySet<string> | null;
}

/**
 * What of a graph is shown: the services that pass the filters and, when a text is searched, of these the ones that have all of
 * its words, with their direct neighbours. Pure.
 */
export function visibleGraph(graph: GraphWire, filters: CatalogFilters): VisibleGraph {
  const within = <T extends string>(chosen: readonly T[] | undefined, value: T | null) =>
    !chosen?.length || (value !== null && chosen.includes(value));
  let nodes = graph.nodes.filter(
    (node) =>
      within(filters.type, node.type) &&
      within(filters.slaLevel, node.slaLevel) &&
      within(filters.platform, node.platform) &&
      within(filters.owner, node.owner || null) &&
      (filters.discovered === undefined || node.discovered === filters.discovered),
  );
  const words = (filters.q ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  let found: Set<string> | null = null;
  if (words.length > 0) {
    const hits = new Set(
      nodes
        .filter(({ name, owner }) => {
          const text = `${name} ${owner}`.toLowerCase();
          return words.every((word) => text.includes(word));
        })
        .map(({ name }) => name),
    );
    const kept = new Set(hits);
    for (const { from, to } of graph.edges) {
      if (hits.has(from)) kept.add(to);
      if (hits.has(to)) kept.add(from);
    }
    nodes = nodes.filter(({ name }) => kept.has(name));
    found = hits;
  }
  const shown = new Set(nodes.map(({ name }) => name));
  const edges = graph.edges.filter(({ from, to }) => {
    if (!shown.has(from) || !shown.has(to)) return false;
    // Between two neighbours alone, an edge says nothing about what was searched.
    return found === null || found.has(from) || found.has(to);
  });
  return { nodes, edges, found };
}
