import { clockParts, formatOffset } from './format';

/**
 * The moment when the clock of `timeZone` shows a date and time, as RFC 3339 UTC, or null when the text is not
 * `2026-03-14`, `2026-03-14 09:26` or `2026-03-14 09:26:53`. An hour that the clocks skip is read with the offset
 * before the change; an hour that comes twice is its first.
 */
export function wallToInstant(text: string, timeZone: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (Number.isNaN(wall) || hour > 23 || minute > 59 || second > 59) return null;
  if (new Date(wall).getUTCDate() !== day || new Date(wall).getUTCMonth() !== month - 1) return null;
  // The offset a day before is the one in force before any change of clocks near this time.
  const before = clockParts(wall - 86_400_000, timeZone).offset;
  const early = wall - before * 60_000;
  const late = wall - clockParts(early, timeZone).offset * 60_000;
  const shows = (at: number) => at + clockParts(at, timeZone).offset * 60_000 === wall;
  return new Date(shows(early) ? early : shows(late) ? late : early).toISOString();
}

/** A moment the way {@link wallToInstant} reads it back: `2026-03-14 09:26`, with seconds only when there are any. */
export function instantToWall(at: number, timeZone: string): string {
  const parts = clockParts(at, timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(parts.year).padStart(4, '0')}-${two(parts.month)}-${two(parts.day)}`;
  const time = `${two(parts.hour)}:${two(parts.minute)}`;
  return parts.second === 0 ? `${date} ${time}` : `${date} ${time}:${two(parts.second)}`;
}

/** The zone at a moment, as `formatAbsolute` names it. */
export function zoneLabel(timeZone: string, at: number): string {
  return formatOffset(clockParts(at, timeZone).offset);
}
