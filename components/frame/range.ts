import { parseTime } from '@/lib/time/expressions';

/**
 * The time range of a page, as the URL says it: `from` and `to` in the same words the API takes (`now-24h`, `now`,
 * `2026-03-14`, RFC 3339). Pure: the caller gives the time. Used by server pages and islands alike.
 */
export type RangeText = { from: string; to: string };

/** The range in milliseconds since the epoch, `from` before `to`. */
export type ResolvedRange = { from: number; to: number };

export const rangePresets = ['15m', '1h', '6h', '24h', '2d', '7d', '14d', '30d', '60d', '90d'] as const;
export type RangePreset = (typeof rangePresets)[number];

export const defaultRange: RangeText = { from: 'now-24h', to: 'now' };

/** The range that ends now and is as long as the preset. */
export function presetRange(preset: RangePreset): RangeText {
  return { from: `now-${preset}`, to: 'now' };
}

/** The preset a range is, or null when it is a custom one. */
export function presetOf(range: RangeText): RangePreset | null {
  if (range.to !== 'now') return null;
  return rangePresets.find((preset) => range.from === `now-${preset}`) ?? null;
}

/** Both ends in milliseconds, or null when one is not a time or the range ends before it begins. */
export function resolveRange(range: RangeText, now: number): ResolvedRange | null {
  const from = parseTime(range.from.trim(), now, 'start');
  const to = parseTime(range.to.trim(), now, 'end');
  if (from === null || to === null || from >= to) return null;
  return { from, to };
}

/** The range in a query string, or the default one when it is missing or makes no sense. */
export function rangeFromQuery(query: URLSearchParams, now: number): RangeText {
  const range = { from: query.get('from') ?? defaultRange.from, to: query.get('to') ?? defaultRange.to };
  return resolveRange(range, now) ? range : defaultRange;
}

/** Whether the range moves with the clock, which is what "live" needs. */
export function endsNow(range: RangeText): boolean {
  return range.to === 'now';
}

const words: Record<string, string> = { m: 'minutes', h: 'hours', d: 'days' };

/** How a preset reads: `Last 15 minutes`, `Last hour`, `Last 24 hours`. */
export function presetLabel(preset: RangePreset): string {
  if (preset === '1h') return 'Last hour';
  return `Last ${preset.slice(0, -1)} ${words[preset.slice(-1)]}`;
}
