import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import type { CatalogFacetName, CatalogFilters, CatalogListQuery } from './filters';
import { catalogFacetNames } from './filters';
import {
  derivedJoins,
  entryJoin,
  lastDeploymentOf,
  liveDependency,
  ownerJoin,
  type SharedRow,
  sharedColumns,
  sharedWire,
} from './row';
import type { EntrySummaryWire } from './schemas';
import { storedCounts, storedSla } from './stored';
import { catalogConditions, catalogFrom, facetColumns, needsOwner } from './where';

/** A page of entries, by name. */
export interface EntryPage {
  items: EntrySummaryWire[];
  nextCursor: string | null;
  total?: { count: number; exact: boolean };
}

/** Beyond this many, a total is "more than". */
export const totalBound = 10_000;

interface SummaryRow extends SharedRow {
  sla: unknown;
  vulnerabilities: unknown;
  depends_on_count: number;
  dependents_count: number;
}

const scope = 'catalog by name';

/**
 * One page of the entries that pass the filters, by keyset over the name. What events tell is read for the services of the
 * page alone. Throws `invalid` for a cursor of another list.
 */
export async function listEntries(query: CatalogListQuery): Promise<EntryPage> {
  const params = new Params();
  const conditions = [...catalogConditions(query, params).values()];
  if (query.cursor) conditions.push(`s.name_key > ${params.add(decodeTextCursor(query.cursor, scope))}`);
  const { rows } = await pool().query<SummaryRow>(
    `WITH picked AS (
       SELECT s.id FROM ${catalogFrom(needsOwner(query))} WHERE ${conditions.join(' AND ')}
       ORDER BY s.name_key LIMIT ${params.add(query.limit + 1)})
     SELECT ${sharedColumns}, c.sla, c.vulnerabilities,
       (SELECT count(*) FROM ${liveDependency} y WHERE y.from_id = s.id) AS depends_on_count,
       (SELECT count(*) FROM ${liveDependency} y WHERE y.to_id = s.id) AS dependents_count
     FROM picked JOIN service s USING (id) ${entryJoin} ${ownerJoin} ${derivedJoins} ORDER BY s.name_key`,
    params.values,
  );
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    items: rows.slice(0, query.limit).map(toSummary),
    nextCursor: last ? encodeTextCursor(last.name_key, scope) : null,
    ...(query.total ? { total: await countEntries(query) } : {}),
  };
}

function toSummary(row: SummaryRow): EntrySummaryWire {
  return {
    ...sharedWire(row),
    slaLevel: storedSla(row.sla)?.level ?? null,
    lastDeployment: lastDeploymentOf(row),
    vulnerabilityCounts: storedCounts(row.vulnerabilities),
    dependsOnCount: row.depends_on_count,
    dependentsCount: row.dependents_count,
  };
}

/** How many entries pass the filters, counted no further than {@link totalBound}. */
export async function countEntries(filters: CatalogFilters): Promise<{ count: number; exact: boolean }> {
  const params = new Params();
  const conditions = [...catalogConditions(filters, params).values()];
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${catalogFrom(needsOwner(filters))} WHERE ${conditions.join(' AND ')}
       LIMIT ${totalBound + 1}) b`,
    params.values,
  );
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, totalBound), exact: n <= totalBound };
}

export type CatalogFacets = Record<CatalogFacetName, { value: string | null; count: number }[]>;

/** Most values that one facet answers. */
export const facetLimit = 200;

/**
 * Counts entries by each facet. The counts of one facet ignore the filter on that same facet, so that alternatives stay
 * visible; `total` obeys them all.
 */
export async function countCatalogFacets(
  filters: CatalogFilters,
): Promise<{ facets: CatalogFacets; total: number }> {
  const params = new Params();
  const conditions = catalogConditions(filters, params);
  const always: string[] = [];
  const fails: string[] = [];
  for (const [name, condition] of conditions) {
    const bit = (catalogFacetNames as readonly string[]).indexOf(name);
    if (bit < 0) always.push(condition);
    // A comparison with null is neither true nor false: it fails as well.
    else fails.push(`CASE WHEN ${condition} THEN 0 ELSE ${1 << bit} END`);
  }
  const columns = [...Object.values(facetColumns), '(c.completed_at IS NULL)::text'];
  // One pass; the tuples of values are few, so the facets are summed up here.
  const { rows } = await pool().query<(string | number | null)[]>({
    text: `SELECT ${columns.join(', ')}, ${fails.join(' + ') || '0'}, count(*) FROM ${catalogFrom(true)}
      WHERE ${always.join(' AND ')} GROUP BY ${columns.map((_, index) => index + 1).join(', ')}, ${columns.length + 1}`,
    values: params.values,
    rowMode: 'array',
  });
  const sums = catalogFacetNames.map(() => new Map<string | null, number>());
  let total = 0;
  for (const row of rows) {
    const failed = row[columns.length] as number;
    const n = row[columns.length + 1] as number;
    if (failed === 0) total += n;
    catalogFacetNames.forEach((_, index) => {
      if ((failed & ~(1 << index)) !== 0) return;
      const value = row[index] as string | null;
      const sum = sums[index] as Map<string | null, number>;
      sum.set(value, (sum.get(value) ?? 0) + n);
    });
  }
  const facets = Object.fromEntries(
    catalogFacetNames.map((name, index) => [
      name,
      [...(sums[index] as Map<string | null, number>)]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
        .slice(0, facetLimit),
    ]),
  ) as CatalogFacets;
  return { facets, total };
}
