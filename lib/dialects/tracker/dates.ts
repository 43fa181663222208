import { parseTime } from '@/lib/time/expressions';

/**
 * Points in time as Tracker's clients write them: RFC 3339, a date, and date-times that leave out seconds, minutes or the zone
 * (then UTC is meant). Pure.
 */

/** What is accepted, for error texts. */
export const dateFormats =
  'an existing RFC 3339 date-time such as 2024-01-15T10:00:00Z, or a date such as 2024-01-15';

/**
 * Milliseconds since the epoch, or null when the text names no existing point in time. A plain date is its first
 * instant, or with `edge: 'end'` its last millisecond.
 */
export function parseTrackerDate(text: string, edge: 'start' | 'end' = 'start'): number | null {
  const written = text.trim().toUpperCase();
  // Relative times are no part of this wire.
  if (!/^\d{4}-\d{2}-\d{2}(?:$|T\d{2})/.test(written) || /T24/.test(written)) return null;
  if (/T\d{2}$/.test(written)) return parseTime(`${written}:00`, 0);
  const isDate = !written.includes('T');
  const time = parseTime(written, 0, isDate ? edge : 'start');
  return time !== null && isDate && edge === 'end' ? time - 1 : time;
}

/** RFC 3339 UTC as protojson writes it: milliseconds only when there are some. */
export function protoTimestamp(iso: string): string {
  return iso.replace(/\.000Z$/, 'Z');
}

/** A duration as protojson writes it: `"312.123s"`, `"312s"`. */
export function protoDuration(ms: number): string {
  const fraction = ms % 1000;
  return `${Math.trunc(ms / 1000)}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}s`;
}
