import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { cutBins } from '@/lib/events/bin-width';
import { deliveriesSql, type Selection } from './deliveries-sql';
import type { DeliveryQuery } from './filters';
import { readDeliveryRule } from './rule-state';
import type { DeliveryRule, DeliveryWire, Metric } from './schemas';
import { selectionOf } from './select';

const day = 24 * 3_600_000;
/** Most groups that are answered. */
const mostGroups = 200;

/** What a group is named by, over the relation `delivery d`, and what has to be joined for it. */
const groupNames = {
  service: { name: 's.name', join: 'JOIN service s ON s.id = d.service_id' },
  environment: { name: 'v.name', join: 'JOIN environment v ON v.id = d.environment_id' },
  team: {
    name: `coalesce(c.owner, '')`,
    join: 'LEFT JOIN catalog_entry c ON c.service_id = d.service_id AND c.gone_at IS NULL',
  },
} as const;

interface FiguresRow {
  value: string | null;
  bin: Date | null;
  /** 0 the total, 1 a group, 2 a bin. */
  level: 'total' | 'group' | 'bin';
  ended: number;
  arrived: number;
  failed_changes: number;
  failed: number;
  lead_of: number;
  lead_p50: number | null;
  lead_p90: number | null;
  recovery_of: number;
  recovery_p50: number | null;
  recovery_p90: number | null;
  rework: number;
}

/**
 * Deployment frequency, lead time, change failure rate, recovery time and rework of deployments that ended in the window: in total, for the
 * stretch before, by group and over time. Throws `invalid` for a window that cannot be.
 */
export async function readDelivery(query: DeliveryQuery, now = Date.now()): Promise<DeliveryWire> {
  const { rule } = await readDeliveryRule();
  const selection = await selectionOf(query, rule, now);
  const { from, to } = selection;
  const bins = cutBins(from, to, query.bins);
  const [rows, before] = await Promise.all([
    figures(rule, selection, query.groupBy, bins),
    figures(rule, { ...selection, from: from - (to - from), to: from }, null, null),
  ]);
  const filters = linkOf(query, from, to);
  const of = (row: FiguresRow | undefined, narrower: string) =>
    toFigures(row, rule, (to - from) / day, narrower);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    binMs: bins.width,
    rule,
    total: of(
      rows.find(({ level }) => level === 'total'),
      filters(),
    ),
    previous: toFigures(before[0], rule, (to - from) / day, linkOf(query, from - (to - from), from)()),
    groupBy: query.groupBy,
    groups: rows
      .filter(({ level }) => level === 'group')
      .sort((a, b) => b.ended - a.ended || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
      .slice(0, mostGroups)
      .map((row) => ({ value: row.value ?? '', ...of(row, filters(query.groupBy, row.value ?? '')) })),
    bins: rows
      .filter(({ level }) => level === 'bin')
      .sort((a, b) => (a.bin as Date).getTime() - (b.bin as Date).getTime())
      .map((row) => ({
        at: (row.bin as Date).toISOString(),
        arrived: row.arrived,
        failed: row.failed,
        changeFailures: row.failed_changes,
        rework: row.rework,
        leadP50: row.lead_p50,
        recoveryP50: row.recovery_p50,
      })),
  };
}

async function figures(...question: Parameters<typeof figuresStatement>): Promise<FiguresRow[]> {
  const { text, values } = figuresStatement(...question);
  const { rows } = await pool().query<FiguresRow>(text, values);
  return rows;
}

/** The SQL of the figures: one row for the total and, if asked for, for each group and bin. */
export function figuresStatement(
  rule: DeliveryRule,
  selection: Selection,
  groupBy: keyof typeof groupNames | null,
  bins: { width: number; origin: number } | null,
): { text: string; values: unknown[] } {
  const params = new Params();
  const relation = deliveriesSql(rule, selection, params);
  const value = groupBy ? groupNames[groupBy].name : 'NULL::text';
  const bin = bins
    ? `date_bin(make_interval(secs => ${params.add(bins.width / 1000)}), d.until, ${params.add(new Date(bins.origin))}::timestamptz)`
    : 'NULL::timestamptz';
  // Without columns to group by there is nothing that `grouping` could tell apart.
  const level = groupBy
    ? `CASE WHEN grouping(value) = 0 THEN 'group' WHEN grouping(bin) = 0 THEN 'bin' ELSE 'total' END`
    : `'total'`;
  const columns = groupBy ? 'value, bin' : 'NULL AS value, NULL AS bin';
  const text = `${relation}, named AS (SELECT d.*, ${value} AS value, ${bin} AS bin FROM delivery d ${groupBy ? groupNames[groupBy].join : ''})
     SELECT ${columns}, ${level} AS level,
       count(*)::int4 AS ended, count(*) FILTER (WHERE arrived)::int4 AS arrived, count(*) FILTER (WHERE NOT arrived)::int4 AS failed,
       count(*) FILTER (WHERE failed_change)::int4 AS failed_changes, count(lead_ms)::int4 AS lead_of,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY lead_ms) AS lead_p50, percentile_cont(0.9) WITHIN GROUP (ORDER BY lead_ms) AS lead_p90,
       count(recovery_ms)::int4 AS recovery_of,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY recovery_ms) AS recovery_p50, percentile_cont(0.9) WITHIN GROUP (ORDER BY recovery_ms) AS recovery_p90,
       count(*) FILTER (WHERE rework)::int4 AS rework
     FROM named ${groupBy ? 'GROUP BY GROUPING SETS ((), (value), (bin))' : ''}`;
  return { text, values: params.values };
}

/** Figures of no deployments have no value, and are not enough. */
function toFigures(
  row: FiguresRow | undefined,
  rule: DeliveryRule,
  days: number,
  query: string,
): DeliveryWire['total'] {
  const { minimum } = rule;
  const ended = row?.ended ?? 0;
  const arrived = row?.arrived ?? 0;
  const figure = (metric: Metric, value: number | null, of: number, p90: number | null = null) => ({
    value,
    p90,
    of,
    enough: of >= minimum,
    query: `metric=${metric}${query ? `&${query}` : ''}`,
  });
  return {
    deployments: ended,
    frequency: figure('frequency', arrived / days, arrived),
    leadTime: figure('leadTime', row?.lead_p50 ?? null, row?.lead_of ?? 0, row?.lead_p90 ?? null),
    changeFailureRate: figure(
      'changeFailureRate',
      ended === 0 ? null : (row?.failed_changes ?? 0) / ended,
      ended,
    ),
    recoveryTime: figure(
      'recoveryTime',
      row?.recovery_p50 ?? null,
      row?.recovery_of ?? 0,
      row?.recovery_p90 ?? null,
    ),
    reworkRate: figure('reworkRate', arrived === 0 ? null : (row?.rework ?? 0) / arrived, arrived),
  };
}

/** The query of the rows behind a figure: the filters, narrowed to a group where one is given. */
function linkOf(query: DeliveryQuery, from: number, to: number) {
  return (group?: keyof typeof groupNames, value?: string): string => {
    const search = new URLSearchParams();
    for (const name of ['service', 'team', 'environment'] as const)
      for (const text of group === name ? [value ?? ''] : (query[name] ?? [])) search.append(name, text);
    search.set('from', new Date(from).toISOString());
    search.set('to', new Date(to).toISOString());
    return search.toString();
  };
}
