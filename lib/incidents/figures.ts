import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { bodyIssue, invalid } from '@/lib/errors';
import type { priorities } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import type { IncidentFiguresQuery, IncidentFiguresWire } from './insight-operations';
import { filterTables } from './where';

const day = 24 * 3_600_000;
/** When no beginning is asked for. */
const usualMs = 30 * day;
/** Most groups that are answered. */
const mostGroups = 500;
/** Most weeks that are answered. */
const mostWeeks = 530;

const values = {
  service: 's.name',
  severity: "coalesce(e.priority::text, 'none')",
  category: 'i.category',
  environment: "coalesce(v.name, 'none')",
} as const;

interface FigureRow {
  value: string | null;
  total: boolean;
  incidents: number;
  active: number;
  reopened: number;
  acknowledged: number;
  ack_mean: number | null;
  ack_median: number | null;
  ack_p90: number | null;
  ended: number;
  res_mean: number | null;
  res_median: number | null;
  res_p90: number | null;
}

interface WeekRow {
  week: string;
  severity: string;
  incidents: number;
  acknowledged: number;
  ack_sum: number | null;
  ended: number;
  res_sum: number | null;
}

/**
 * Times to acknowledge (from detection) and to resolve (from the start to the end) of the incidents that started in a time, in all,
 * by groups and by weeks. Merged ones are told by the one that goes on. Throws `invalid` when `to` is not after `from`.
 */
export async function incidentFigures(
  query: IncidentFiguresQuery,
  now = Date.now(),
): Promise<IncidentFiguresWire> {
  const to = query.to === undefined ? now : (parseTime(query.to, now, 'end') as number);
  const from = query.from === undefined ? to - usualMs : (parseTime(query.from, now) as number);
  if (from >= to) throw invalid([{ ...bodyIssue(['to'], 'must be after from'), in: 'query' }]);

  const params = new Params();
  const conditions = [
    'i.merged_into IS NULL',
    `i.started_at >= ${params.add(new Date(from))}`,
    `i.started_at < ${params.add(new Date(to))}`,
  ];
  if (query.service?.length)
    conditions.push(`s.name_key = ANY (${params.add(query.service.map(nameKey))}::text[])`);
  if (query.environment?.length)
    conditions.push(`v.name_key = ANY (${params.add(query.environment.map(nameKey))}::text[])`);
  const ms = (end: string, start: string) =>
    `greatest(0, extract(epoch FROM ${end} - ${start}) * 1000)::float8`;
  const measured = `WITH measured AS MATERIALIZED (
    SELECT ${values[query.by]} AS value, coalesce(e.priority::text, 'none') AS severity, i.ended_at IS NULL AS active, i.reopened,
           to_char(date_trunc('week', i.started_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS week,
           ${ms('i.acknowledged_at', 'i.detected_at')} AS ack, ${ms('i.ended_at', 'i.started_at')} AS res,
           i.acknowledged_at IS NOT NULL AS acknowledged, i.ended_at IS NOT NULL AS ended
    FROM ${filterTables} WHERE ${conditions.join(' AND ')})`;
  const times = (name: 'ack' | 'res', counted: string) =>
    `avg(${name}) FILTER (WHERE ${counted}) AS ${name}_mean,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY ${name}) FILTER (WHERE ${counted}) AS ${name}_median,
     percentile_cont(0.9) WITHIN GROUP (ORDER BY ${name}) FILTER (WHERE ${counted}) AS ${name}_p90`;
  const [groups, weeks] = await Promise.all([
    pool().query<FigureRow>(
      `${measured}
       SELECT value, grouping(value) = 1 AS total, count(*) AS incidents, count(*) FILTER (WHERE active) AS active,
              coalesce(sum(reopened), 0) AS reopened, count(*) FILTER (WHERE acknowledged) AS acknowledged,
              count(*) FILTER (WHERE ended) AS ended, ${times('ack', 'acknowledged')}, ${times('res', 'ended')}
       FROM measured GROUP BY GROUPING SETS ((value), ()) ORDER BY total DESC, incidents DESC, value LIMIT ${mostGroups + 1}`,
      params.values,
    ),
    pool().query<WeekRow>(
      `${measured}
       SELECT week, severity, count(*) AS incidents, count(*) FILTER (WHERE acknowledged) AS acknowledged,
              sum(ack) FILTER (WHERE acknowledged) AS ack_sum, count(*) FILTER (WHERE ended) AS ended,
              sum(res) FILTER (WHERE ended) AS res_sum
       FROM measured GROUP BY week, severity ORDER BY week`,
      params.values,
    ),
  ]);
  const total = groups.rows.find((row) => row.total) as FigureRow;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    total: toFigures(total),
    groups: groups.rows
      .filter((row) => !row.total)
      .map((row) => ({ value: row.value as string, ...toFigures(row) })),
    weeks: toWeeks(weeks.rows, Math.min(to - 1, now)),
  };
}

function toFigures(row: FigureRow): IncidentFiguresWire['total'] {
  return {
    incidents: row.incidents,
    active: row.active,
    acknowledge: {
      count: row.acknowledged,
      meanMs: row.ack_mean,
      medianMs: row.ack_median,
      p90Ms: row.ack_p90,
    },
    resolve: { count: row.ended, meanMs: row.res_mean, medianMs: row.res_median, p90Ms: row.res_p90 },
    reopened: row.reopened,
  };
}

/** Every week from the first that had an incident to the last of the time, those without any as well; of a long time the last. */
function toWeeks(rows: readonly WeekRow[], until: number): IncidentFiguresWire['weeks'] {
  const byWeek = Map.groupBy(rows, ({ week }) => week);
  if (rows.length === 0) return [];
  const [first, newest] = [rows[0], rows.at(-1)].map((row) => Date.parse((row as WeekRow).week)) as [
    number,
    number,
  ];
  const last = Math.max(until, newest);
  const passed = Math.floor((last - first) / (7 * day));
  const weeks: IncidentFiguresWire['weeks'] = [];
  for (let at = first + Math.max(0, passed - mostWeeks + 1) * 7 * day; at <= last; at += 7 * day) {
    const week = new Date(at).toISOString().slice(0, 10);
    const of = byWeek.get(week) ?? [];
    const mean = (sum: 'ack_sum' | 'res_sum', count: 'acknowledged' | 'ended') => {
      const n = of.reduce((all, row) => all + row[count], 0);
      return n === 0 ? null : of.reduce((all, row) => all + (row[sum] ?? 0), 0) / n;
    };
    const bySeverity = { P1: 0, P2: 0, P3: 0, P4: 0, P5: 0, none: 0 } satisfies Record<
      (typeof priorities)[number] | 'none',
      number
    >;
    for (const row of of) bySeverity[row.severity as keyof typeof bySeverity] += row.incidents;
    weeks.push({
      week,
      incidents: of.reduce((all, row) => all + row.incidents, 0),
      bySeverity,
      acknowledgeMeanMs: mean('ack_sum', 'acknowledged'),
      resolveMeanMs: mean('res_sum', 'ended'),
    });
  }
  return weeks;
}
