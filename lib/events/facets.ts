import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { boundedWindow, overlapping } from './bounded-window';
import type { EventFilters } from './filters';
import { type FacetName, type FacetsWire, facetNames } from './timeline-operations';
import { facetColumns, filterConditions } from './where';

/** Most values that one facet answers. */
export const facetLimit = 200;

/**
 * Counts the events that overlap the window by each facet. The counts of one facet ignore the filter on that facet; `total`
 * obeys them all.
 *
 * One pass over the window: each row gets a bit for every facet filter that it fails, and only rows with at most one bit
 * matter. They are first grouped by three short tuples of columns that go together in practice, so that nine facets
 * cost three hash tables instead of nine; the facets are summed up from those few groups.
 */
export async function countFacets(filters: EventFilters, now = Date.now()): Promise<FacetsWire> {
  const params = new Params();
  const always: string[] = [];
  const bits = new Map<FacetName, number>();
  const fails: string[] = [];
  for (const [name, condition] of await filterConditions(filters, params)) {
    if (!isFacet(name)) {
      always.push(condition);
      continue;
    }
    const bit = 1 << bits.size;
    bits.set(name, bit);
    // A comparison with null is neither true nor false: it fails as well.
    fails.push(`CASE WHEN ${condition} THEN 0 ELSE ${bit} END`);
  }
  const columns = `${Object.values(columnOf).join(', ')}, ${fails.join(' + ') || '0'} AS failed`;
  const rows = overlapping(columns, always, boundedWindow(filters, now), now, params);
  const { rows: counted } = await pool().query<{
    facet: FacetName | 'total';
    value: string | null;
    n: number;
  }>(
    `WITH grouped AS MATERIALIZED (
       SELECT failed, kind, status, phase, priority, level, environment_id, source, service_id, owner,
              grouping(kind) = 0 AS by_kind, grouping(source) = 0 AS by_source, grouping(owner) = 0 AS by_owner, count(*) AS n
       FROM ${rows} w WHERE failed IN (${[0, ...bits.values()].join(', ')})
       GROUP BY GROUPING SETS ((failed, kind, status, phase, priority, level), (failed, environment_id, source), (failed, service_id, owner)))
     SELECT 'total' AS facet, NULL AS value, coalesce(sum(n), 0)::bigint AS n FROM grouped WHERE by_kind AND failed = 0
     ${facetNames.map((name) => `UNION ALL ${facetSql(name, filters, bits.get(name) ?? 0, params)}`).join('\n')}`,
    params.values,
  );
  const facets = Object.fromEntries(facetNames.map((name) => [name, []])) as unknown as FacetsWire['facets'];
  let total = 0;
  for (const { facet, value, n } of counted) {
    if (facet === 'total') total = n;
    else facets[facet].push({ value, count: n });
  }
  for (const name of facetNames) facets[name].sort((a, b) => b.count - a.count || byName(a.value, b.value));
  return { facets, total };
}

const isFacet = (name: string): name is FacetName => (facetNames as readonly string[]).includes(name);

const columnOf = Object.fromEntries(facetNames.map((name) => [name, facetColumns[name]])) as Record<
  FacetName,
  string
>;

/** Which of the three groupings holds a facet, and how its value is read there. */
const sources: Record<FacetName, { set: string; value: string; join?: string }> = {
  kind: { set: 'by_kind', value: 'g.kind::text' },
  status: { set: 'by_kind', value: 'g.status::text' },
  phase: { set: 'by_kind', value: 'g.phase::text' },
  priority: { set: 'by_kind', value: 'g.priority::text' },
  level: { set: 'by_kind', value: 'g.level::text' },
  environment: {
    set: 'by_source',
    value: 'named.name',
    join: 'LEFT JOIN environment named ON named.id = g.environment_id',
  },
  source: { set: 'by_source', value: "nullif(g.source, '')" },
  service: { set: 'by_owner', value: 'named.name', join: 'JOIN service named ON named.id = g.service_id' },
  owner: { set: 'by_owner', value: "nullif(g.owner, '')" },
};

/** One facet's values: those that are filtered by always, then the most frequent ones. */
function facetSql(name: FacetName, filters: EventFilters, bit: number, params: Params): string {
  const { set, value, join = '' } = sources[name];
  const chosen = filters[name]?.length
    ? `${value} = ANY (${params.add([...(filters[name] as readonly string[])])}::text[]) DESC NULLS LAST, `
    : '';
  return `(SELECT '${name}', ${value}, sum(g.n)::bigint FROM grouped g ${join}
    WHERE g.${set} AND g.failed IN (0, ${bit}) GROUP BY 2
    ORDER BY ${chosen}3 DESC, 2 LIMIT ${facetLimit})`;
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
