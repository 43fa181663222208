import { toCsv } from '@/lib/csv';
import type { DurationStatsWire, LinkWire } from './schemas';

/** Durations as tables for spreadsheets, in seconds; what is not known is empty. Pure. */

const seconds = (ms: number | null) => (ms === null ? '' : Math.round(ms / 1000));

/** A line for each group, the total last. */
export function statsCsv({ groupBy, groups, total }: DurationStatsWire): string {
  return toCsv([
    [groupBy, 'count', 'p50_seconds', 'p90_seconds', 'max_seconds'],
    ...[...groups, { value: 'total', ...total }].map(({ value, count, p50, p90, max }) => [
      value ?? '',
      count,
      seconds(p50),
      seconds(p90),
      seconds(max),
    ]),
  ]);
}

/** A line for each link. */
export function linksCsv(links: readonly LinkWire[]): string {
  return toCsv([
    [
      'kind',
      'seconds',
      'service',
      'environment',
      'version',
      'from',
      'from_title',
      'from_started',
      'to',
      'to_title',
      'to_started',
    ],
    ...links.map(({ kind, durationMs, from, to }) => [
      kind,
      Math.round(durationMs / 1000),
      to.service,
      to.environment ?? '',
      to.version ?? from.version ?? '',
      from.id,
      from.title,
      from.at,
      to.id,
      to.title,
      to.at,
    ]),
  ]);
}
