import type { HistogramWire } from '@/lib/events/timeline-operations';
import { type Phase, phases } from '@/lib/events/vocabulary';

/** The histogram as rows and as CSV. Pure. */
export interface CountRow {
  /** RFC 3339, UTC. */
  from: string;
  to: string;
  counts: Record<Phase, number>;
  total: number;
}

/** One row for each bin that has events, oldest first. */
export function countRows(data: HistogramWire): CountRow[] {
  return data.bins.map(({ at, counts }) => {
    const all = Object.fromEntries(phases.map((phase) => [phase, counts[phase] ?? 0])) as Record<
      Phase,
      number
    >;
    return {
      from: at,
      to: new Date(Date.parse(at) + data.binMs).toISOString(),
      counts: all,
      total: phases.reduce((sum, phase) => sum + all[phase], 0),
    };
  });
}

/** RFC 4180: a header, then a row for each bin. */
export function countsCsv(data: HistogramWire): string {
  const lines = [
    ['from', 'to', ...phases, 'total'],
    ...countRows(data).map(({ from, to, counts, total }) => [
      from,
      to,
      ...phases.map((phase) => counts[phase]),
      total,
    ]),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
