import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import type { IncidentFilters } from './filters';
import type { IncidentFacetsWire } from './operations';
import {
  facetColumns,
  filterTables,
  type IncidentFacet,
  incidentConditions,
  incidentFacetNames,
} from './where';

/** Most values that one facet answers. */
const facetLimit = 200;

/**
 * Counts the incidents that pass the filters by each facet; the counts of one facet ignore the filter on that facet.
 *
 * One pass: each row gets a bit for every facet filter that it fails, and counts for a facet when it fails none but that
 * facet's own.
 */
export async function countIncidentFacets(
  filters: IncidentFilters,
  now = Date.now(),
): Promise<IncidentFacetsWire> {
  const params = new Params();
  const always: string[] = [];
  const bits = new Map<string, number>();
  const fails: string[] = [];
  for (const [name, condition] of incidentConditions(filters, params, now)) {
    if (!(incidentFacetNames as string[]).includes(name)) {
      always.push(condition);
      continue;
    }
    const bit = 1 << bits.size;
    bits.set(name, bit);
    // A comparison with null is neither true nor false: it fails as well.
    fails.push(`CASE WHEN ${condition} THEN 0 ELSE ${bit} END`);
  }
  const columns = incidentFacetNames.map((name) => `${facetColumns[name]} AS ${name}`).join(', ');
  const counts = incidentFacetNames.map((name) => {
    // Values that are filtered by are always there, however few they count.
    const chosen = filters[name]?.length
      ? `lower(${name}) = ANY (${params.add(filters[name].map((value) => value.toLowerCase()))}::text[]) DESC, `
      : '';
    return `(SELECT '${name}' AS facet, ${name} AS value, count(*) AS n FROM counted
      WHERE failed IN (0, ${bits.get(name) ?? 0}) AND ${name} IS NOT NULL GROUP BY 2 ORDER BY ${chosen}3 DESC, 2 LIMIT ${facetLimit})`;
  });
  const { rows } = await pool().query<{ facet: IncidentFacet; value: string; n: number }>(
    `WITH counted AS MATERIALIZED (
       SELECT ${columns}, ${fails.join(' + ') || '0'} AS failed FROM ${filterTables} WHERE ${always.join(' AND ') || 'true'})
     ${counts.join(' UNION ALL ')}`,
    params.values,
  );
  const facets = Object.fromEntries(incidentFacetNames.map((name) => [name, []])) as unknown as Record<
    IncidentFacet,
    { value: string; count: number }[]
  >;
  for (const { facet, value, n } of rows) facets[facet].push({ value, count: n });
  for (const name of incidentFacetNames)
    facets[name].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return facets as IncidentFacetsWire;
}
