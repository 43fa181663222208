/**
 * Clocks of time zones, by what the platform knows of them. Wall times are milliseconds since the epoch as if they were UTC; instants are
 * milliseconds since the epoch. Pure and client-safe.
 */

const dayMs = 86_400_000;
/** Before it zones had clocks that nobody plans by; behind it nobody plans. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(9999, 11, 30);

/** What is known of a zone: asking the platform takes a thousand times as long as remembering. */
interface Clock {
  format: Intl.DateTimeFormat;
  /** How far it is ahead of UTC at the beginning of days of UTC, by their number. */
  offsets: Map<number, number>;
}

/** There are few: those that rules name. */
const clocks = new Map<string, Clock>();
/** Beyond this many days everything that is remembered of a zone is forgotten. */
const mostDays = 5_000;

function clockOf(zone: string): Clock {
  const known = clocks.get(zone);
  if (known) return known;
  const made = { format: formatOf(zone) ?? (formatOf('UTC') as Intl.DateTimeFormat), offsets: new Map() };
  clocks.set(zone, made);
  return made;
}

/** Null for a zone that was saved by a platform that knows more of them: no deployment may fail for that. */
function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

/** How far a zone is ahead of UTC at an instant, as the platform says. */
function askOffset({ format }: Clock, instant: number): number {
  const asked = Math.floor(Math.min(Math.max(instant, earliest), latest) / 1000) * 1000;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(asked)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - asked;
}

function offsetAt(clock: Clock, instant: number): number {
  const day = Math.floor(instant / dayMs);
  const offset = offsetOfDay(clock, day);
  // No clock is changed twice within a day.
  return offset === offsetOfDay(clock, day + 1) ? offset : askOffset(clock, instant);
}

function offsetOfDay(clock: Clock, day: number): number {
  const { offsets } = clock;
  let offset = offsets.get(day);
  if (offset === undefined) {
    if (offsets.size >= mostDays) offsets.clear();
    offset = askOffset(clock, day * dayMs);
    offsets.set(day, offset);
  }
  return offset;
}

/** What the clock of a zone shows at an instant. */
export function wallTimeAt(instant: number, zone: string): number {
  return instant + offsetAt(clockOf(zone), instant);
}

/**
 * When the clock of a zone shows a time. Clocks may show it twice: `which` says whether the first or the second of them is meant. If
 * they skip it, it is the moment after the gap.
 */
export function instantOf(wall: number, zone: string, which: 'first' | 'second'): number {
  const clock = clockOf(zone);
  // No zone is further than a day from UTC, and none has its clocks changed twice within two days.
  const before = offsetAt(clock, wall - dayMs);
  const after = offsetAt(clock, wall + dayMs);
  if (before === after) return wall - before;
  const shows = [wall - before, wall - after].filter((instant) => wallTimeAt(instant, zone) === wall);
  if (shows.length > 0) return which === 'first' ? Math.min(...shows) : Math.max(...shows);
  return changeBetween(wall - dayMs, wall + dayMs, clock);
}

/** The moment at which clocks change: the first one with another offset than at `from`. */
function changeBetween(from: number, to: number, clock: Clock): number {
  const offset = offsetAt(clock, from);
  let [same, other] = [from, to];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(clock, middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}
