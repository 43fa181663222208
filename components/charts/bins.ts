import { formatAbsolute } from '@/components/time/format';

const day = 24 * 3_600_000;

/** Points over time as a chart needs them: all bins of the window, those without anything included. Pure; milliseconds. */
export function everyBin<B extends { at: string }>(
  window: { from: string; to: string; binMs: number },
  known: readonly B[],
  empty: (at: string) => B,
): B[] {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  const first = known[0];
  if (!first || window.binMs <= 0) return [];
  const byStart = new Map(known.map((bin) => [Date.parse(bin.at), bin]));
  const anchor = Date.parse(first.at);
  const bins: B[] = [];
  for (
    let at = anchor - Math.ceil((anchor - from) / window.binMs) * window.binMs;
    at < to && bins.length < 500;
    at += window.binMs
  ) {
    if (at + window.binMs <= from) continue;
    bins.push(byStart.get(at) ?? empty(new Date(at).toISOString()));
  }
  return bins;
}

/** How many bins to ask for: days while they are few, then whatever is round and below this. */
export function binsFor(from: number, to: number): number {
  return Math.min(32, Math.max(8, Math.ceil((to - from) / day) + 1));
}

/** A bin as an axis names it, UTC. */
export function binLabel(at: string, binMs: number): string {
  return binMs >= day
    ? formatAbsolute(at, 'UTC', 'day')
    : `${formatAbsolute(at, 'UTC', 'day')} ${formatAbsolute(at, 'UTC', 'time')}`;
}

/** A bin as a table and a tip name it, UTC. */
export function binTitle(at: string, binMs: number): string {
  const date = formatAbsolute(at, 'UTC', 'date');
  if (binMs === day) return date;
  if (binMs < day) return `${formatAbsolute(at, 'UTC', 'minute')} UTC`;
  return `${formatAbsolute(at, 'UTC', 'day')} – ${formatAbsolute(Date.parse(at) + binMs - 1, 'UTC', 'date')}`;
}

/** How wide bins are, in words: `day`, `2 weeks`. */
export function widthInWords(binMs: number): string {
  const units: [number, string][] = [
    [7 * day, 'week'],
    [day, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ];
  const [size, word] = units.find(([unit]) => binMs >= unit && binMs % unit === 0) ?? [1_000, 'second'];
  const count = Math.round(binMs / size);
  return count === 1 ? word : `${count} ${word}s`;
}
