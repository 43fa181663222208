import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { readDeliveryRule } from '@/lib/delivery/rule-state';
import { cutBins } from '@/lib/events/bin-width';
import type { DurationStatsQuery } from './filters';
import { linksSql } from './links-sql';
import type { DurationStatsWire } from './schemas';
import { selectionOf } from './select';
import type { DurationGroup } from './vocabulary';

/** Most groups that are answered. */
const mostGroups = 200;

/** What a group is named by, over the relation `link l`. */
const groupNames: Record<DurationGroup, string> = {
  linkKind: 'l.kind',
  service: '(SELECT s.name FROM service s WHERE s.id = l.service_id)',
  environment: '(SELECT v.name FROM environment v WHERE v.id = l.environment_id)',
  team: '(SELECT c.owner FROM catalog_entry c WHERE c.service_id = l.service_id AND c.gone_at IS NULL)',
};

interface Row {
  value: string | null;
  bin: Date | null;
  level: 'total' | 'group' | 'bin';
  n: number;
  p50: number | null;
  p90: number | null;
  max: number | null;
}

/** How long it takes: figures in total, by group (slowest p90 first) and over time. Throws `invalid` for a window that cannot be. */
export async function readDurationStats(
  query: DurationStatsQuery,
  now = Date.now(),
): Promise<DurationStatsWire> {
  const [{ rule }, selection] = await Promise.all([readDeliveryRule(), selectionOf(query, now)]);
  const { from, to } = selection;
  const bins = cutBins(from, to, query.bins);
  const params = new Params();
  const relation = linksSql(rule, selection, params);
  const bin = `date_bin(make_interval(secs => ${params.add(bins.width / 1000)}), l.ended_at, ${params.add(new Date(bins.origin))}::timestamptz)`;
  const { rows } = await pool().query<Row>(
    `${relation}, named AS (SELECT l.duration_ms, ${groupNames[query.groupBy]} AS value, ${bin} AS bin FROM link l)
     SELECT value, bin, CASE WHEN grouping(value) = 1 THEN 'total' WHEN grouping(bin) = 1 THEN 'group' ELSE 'bin' END AS level,
       count(*)::int4 AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) AS p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY duration_ms) AS p90, max(duration_ms)::float8 AS max
     FROM named GROUP BY GROUPING SETS ((), (value), (value, bin))`,
    params.values,
  );
  const figures = ({ n, p50, p90, max }: Pick<Row, 'n' | 'p50' | 'p90' | 'max'>) => ({
    count: n,
    p50,
    p90,
    max,
  });
  const total = rows.find(({ level }) => level === 'total') ?? { n: 0, p50: null, p90: null, max: null };
  const byValue = Map.groupBy(
    rows.filter(({ level }) => level === 'bin'),
    ({ value }) => value,
  );
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    binMs: bins.width,
    groupBy: query.groupBy,
    total: figures(total),
    groups: rows
      .filter(({ level }) => level === 'group')
      .sort((a, b) => (b.p90 ?? 0) - (a.p90 ?? 0) || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
      .slice(0, mostGroups)
      .map((row) => ({
        ...figures(row),
        value: row.value,
        query: rowsOf(query, row.value, from, to),
        bins: (byValue.get(row.value) ?? [])
          .sort((a, b) => (a.bin as Date).getTime() - (b.bin as Date).getTime())
          .map((point) => ({
            at: (point.bin as Date).toISOString(),
            count: point.n,
            p50: point.p50 as number,
            p90: point.p90 as number,
          })),
      })),
  };
}

/** The query of the rows behind a group. */
function rowsOf(query: DurationStatsQuery, value: string | null, from: number, to: number): string {
  const search = new URLSearchParams();
  for (const name of ['service', 'team', 'environment', 'linkKind'] as const)
    for (const text of query.groupBy === name && value !== null ? [value] : (query[name] ?? []))
      search.append(name, text);
  search.set('from', new Date(from).toISOString());
  search.set('to', new Date(to).toISOString());
  return search.toString();
}
