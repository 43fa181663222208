/**
 * Points in time as people write them in a URL: an RFC 3339 date-time, a plain date, or relative to now (`now`, `now-24h`).
 * Client-safe and pure: the caller gives the time.
 */

const units: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const relative = /^now(?:([+-])(\d{1,6})([smhdw]))?$/;
/** RFC 3339 in UTC with at most milliseconds, on a day that every month has. */
const common =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
const plainDate = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Earliest and latest instants that an event or a window may name. */
export const earliestTime = Date.UTC(1970, 0, 1);
export const latestTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What {@link parseTime} accepts, for error texts. */
export const timeFormats = "an RFC 3339 date-time, a date like 2024-01-31, or 'now', 'now-24h', 'now+7d'";

/**
 * The instant that `text` names, in milliseconds since the epoch, or null when it names none (also for dates that do
 * not exist, such as 2024-02-30). A plain date is its first instant, or with `edge: 'end'` the first instant of the
 * next day, so that a window up to 2024-01-31 includes that day. Without a zone, UTC is meant.
 */
export function parseTime(text: string, now: number, edge: 'start' | 'end' = 'start'): number | null {
  // The form that programs send: its day exists in every month, so nothing is left to check.
  if (common.test(text)) return inRange(Date.parse(text));
  const word = relative.exec(text);
  if (word) {
    const amount = word[2] ? Number(word[2]) * (units[word[3] as string] as number) : 0;
    return inRange(now + (word[1] === '-' ? -amount : amount));
  }
  if (plainDate.test(text)) {
    const start = existing(text, Date.parse(`${text}T00:00:00Z`));
    return start === null ? null : inRange(edge === 'end' ? start + 86_400_000 : start);
  }
  if (!dateTime.test(text)) return null;
  const zoned = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.exec(text.slice(10));
  const zone = zoned ? zoned[0] : 'Z';
  const local = zoned ? text.slice(0, -zone.length) : text;
  const offset =
    zone === 'Z'
      ? 'Z'
      : zone.length === 3
        ? `${zone}:00`
        : zone.length === 5
          ? `${zone.slice(0, 3)}:${zone.slice(3)}`
          : zone;
  if (existing(text.slice(0, 10), Date.parse(`${text.slice(0, 10)}T00:00:00Z`)) === null) return null;
  return inRange(Date.parse(`${local}${offset}`));
}

/** `start` when the calendar date exists: the engine rolls 30 February over instead of refusing it. */
function existing(date: string, start: number): number | null {
  return Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date ? null : start;
}

function inRange(instant: number): number | null {
  return Number.isNaN(instant) || instant < earliestTime || instant > latestTime ? null : instant;
}
