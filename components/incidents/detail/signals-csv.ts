import type { IncidentHistogramWire } from '@/lib/incidents/operations';
import { type SignalLevel, signalLevels } from '@/lib/incidents/vocabulary';

/** The signals of an incident over time, as rows and as CSV. Pure. */
export interface SignalRow {
  /** RFC 3339, UTC. */
  from: string;
  to: string;
  counts: Record<SignalLevel, number>;
  total: number;
}

/** One row for each bin that has signals, oldest first. */
export function signalRows({ bins, binMs }: IncidentHistogramWire): SignalRow[] {
  return bins.map(({ at, counts }) => {
    const all = Object.fromEntries(signalLevels.map((level) => [level, counts[level] ?? 0])) as Record<
      SignalLevel,
      number
    >;
    return {
      from: at,
      to: new Date(Date.parse(at) + binMs).toISOString(),
      counts: all,
      total: signalLevels.reduce((sum, level) => sum + all[level], 0),
    };
  });
}

/** RFC 4180: a header, then a row for each bin. */
export function signalsCsv(data: IncidentHistogramWire): string {
  const lines = [
    ['from', 'to', ...signalLevels, 'total'],
    ...signalRows(data).map(({ from, to, counts, total }) => [
      from,
      to,
      ...signalLevels.map((level) => counts[level]),
      total,
    ]),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
