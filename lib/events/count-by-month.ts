import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import type { EventFilters } from './filters';
import { filterConditions, windowOf } from './where';

/** How many events started in one month (UTC), of one service when asked so. */
export interface MonthCount {
  year: number;
  /** 1 to 12. */
  month: number;
  service: string | null;
  count: number;
}

/**
 * Counts events by the month of their effective start. An event counts once, in the month it starts: `from` and `to`
 * bound the start here, they do not look for overlaps. Months without events are left out; by year, month and service.
 */
export async function countByMonth(
  filters: EventFilters,
  byService: boolean,
  now = Date.now(),
): Promise<MonthCount[]> {
  const params = new Params();
  const where = await started(filters, params, now);
  const { rows } = await pool().query<MonthCount>(
    `SELECT extract(year FROM m.month)::int AS year, extract(month FROM m.month)::int AS month, m.count,
            ${byService ? 's.name' : 'NULL'} AS service
     FROM (SELECT date_trunc('month', e.at AT TIME ZONE 'UTC') AS month, ${byService ? 'e.service_id,' : ''} count(*) AS count
           FROM event e WHERE ${where} GROUP BY 1${byService ? ', 2' : ''}) m
     ${byService ? 'JOIN service s ON s.id = m.service_id' : ''}
     ORDER BY m.month${byService ? ', s.name' : ''}`,
    params.values,
  );
  return rows;
}

/** How many events started within the window of the filters. */
export async function countStarted(filters: EventFilters, now = Date.now()): Promise<number> {
  const params = new Params();
  const where = await started(filters, params, now);
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM event e WHERE ${where}`,
    params.values,
  );
  return rows[0]?.n ?? 0;
}

async function started(filters: EventFilters, params: Params, now: number): Promise<string> {
  const conditions = [...(await filterConditions(filters, params)).values()];
  const { from, to } = windowOf(filters, now);
  if (from !== null) conditions.push(`e.at >= ${params.add(new Date(from))}`);
  if (to !== null) conditions.push(`e.at < ${params.add(new Date(to))}`);
  return conditions.join(' AND ') || 'true';
}
