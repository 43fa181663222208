import type { z } from 'zod';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { cutBins } from './bin-width';
import { boundedWindow } from './bounded-window';
import type { HistogramWire, histogramOperation } from './timeline-operations';
import type { Phase } from './vocabulary';
import { filterConditions } from './where';

export type HistogramQuery = z.output<NonNullable<typeof histogramOperation.query>>;

/**
 * Counts the events that start within the window, in bins of a round width and by phase. No more bins than asked for;
 * those without events are left out. The first bin may begin before the window, but counts only what is inside.
 */
export async function eventHistogram(query: HistogramQuery, now = Date.now()): Promise<HistogramWire> {
  const { from, to } = boundedWindow(query, now);
  const { width: binMs, origin } = cutBins(from, to, query.bins);
  const params = new Params();
  const conditions = [
    `e.at >= ${params.add(new Date(from))}`,
    `e.at < ${params.add(new Date(to))}`,
    ...(await filterConditions(query, params)).values(),
  ];
  const bin = `date_bin(make_interval(secs => ${params.add(binMs / 1000)}), e.at, ${params.add(new Date(origin))}::timestamptz)`;
  const { rows } = await pool().query<{ bin: Date; phase: Phase; n: number }>(
    `SELECT ${bin} AS bin, e.phase, count(*) AS n FROM event e WHERE ${conditions.join(' AND ')} GROUP BY 1, 2 ORDER BY 1, 2`,
    params.values,
  );
  const bins: HistogramWire['bins'] = [];
  for (const { bin: start, phase, n } of rows) {
    const at = start.toISOString();
    const last = bins.at(-1);
    if (last?.at === at) last.counts[phase] = n;
    else bins.push({ at, counts: { [phase]: n } });
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), binMs, bins };
}
