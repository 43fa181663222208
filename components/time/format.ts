/**
 * How times are written, everywhere. Pure: the moment "now" and the zone are given, and the text is put together by
 * hand from numbers, so that the server and every browser write the same.
 */
export type Moment = string | number | Date;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Milliseconds since the epoch; NaN when it is not a time. */
function toMillis(value: Moment): number {
  return value instanceof Date ? value.getTime() : typeof value === 'number' ? value : Date.parse(value);
}

/**
 * A length of time in its two largest units: `820 ms`, `12 s`, `4 m 12 s`, `3 h 5 m`, `2 d 4 h`. Whole units below
 * the second are cut, not rounded, so a duration never claims more than has passed.
 */
export function formatDuration(millis: number): string {
  if (!Number.isFinite(millis)) return '–';
  if (millis < 0) return `−${formatDuration(-millis)}`;
  if (millis < second) return `${Math.floor(millis)} ms`;
  const units: Array<[number, string]> = [
    [Math.floor(millis / day), 'd'],
    [Math.floor((millis % day) / hour), 'h'],
    [Math.floor((millis % hour) / minute), 'm'],
    [Math.floor((millis % minute) / second), 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/**
 * A moment as seen from `now`, in one unit: `just now`, `40 s ago`, `4 m ago`, `in 2 h`, `3 d ago`, `5 mo ago`. Below
 * a minute it moves in steps of ten seconds: a list should not flicker.
 */
export function formatRelative(value: Moment, now: number): string {
  const at = toMillis(value);
  if (Number.isNaN(at)) return 'unknown time';
  const distance = Math.abs(now - at);
  if (distance < 10 * second) return 'just now';
  const text = coarse(distance);
  return at <= now ? `${text} ago` : `in ${text}`;
}

function coarse(distance: number): string {
  if (distance < minute) return `${Math.floor(distance / (10 * second)) * 10} s`;
  if (distance < hour) return `${Math.floor(distance / minute)} m`;
  if (distance < 2 * day) return `${Math.floor(distance / hour)} h`;
  if (distance < 60 * day) return `${Math.floor(distance / day)} d`;
  if (distance < 730 * day) return `${Math.floor(distance / (30.44 * day))} mo`;
  return `${Math.floor(distance / (365.25 * day))} y`;
}

/** The parts of a moment on the clock of a zone. `offset` is minutes east of UTC. */
export type ClockParts = {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
  second: number;
  offset: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** What the clock on the wall of `timeZone` (an IANA name) shows at a moment. */
export function clockParts(value: Moment, timeZone: string): ClockParts {
  const at = toMillis(value);
  const read: Record<string, string> = {};
  for (const part of formatterFor(timeZone).formatToParts(at)) read[part.type] = part.value;
  const number = (type: string) => Number(read[type]);
  const year = read.era?.startsWith('B') ? 1 - number('year') : number('year');
  const wall = Date.UTC(
    year,
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return {
    year,
    month: number('month'),
    day: number('day'),
    weekday: new Date(wall).getUTCDay(),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    offset: Math.round((wall - Math.floor(at / second) * second) / minute),
  };
}

/** `UTC`, `UTC+1`, `UTC−3:30`: the zone as an offset, which is the same on every machine. */
export function formatOffset(offset: number): string {
  if (offset === 0) return 'UTC';
  const size = Math.abs(offset);
  const minutes = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `UTC${offset < 0 ? '−' : '+'}${Math.floor(size / 60)}${minutes}`;
}

/**
 * How much of a moment to write:
 * `full` `Sat 14 Mar 2026, 09:26:53 UTC` · `minute` `14 Mar 2026, 09:26` · `date` `14 Mar 2026` · `day` `14 Mar` ·
 * `time` `09:26` · `seconds` `09:26:53`.
 */
export type AbsoluteStyle = 'full' | 'minute' | 'date' | 'day' | 'time' | 'seconds';

/** A moment on the clock of a zone. Only `full` names the zone. */
export function formatAbsolute(value: Moment, timeZone: string, style: AbsoluteStyle = 'full'): string {
  if (Number.isNaN(toMillis(value))) return 'unknown time';
  const at = clockParts(value, timeZone);
  const dayMonth = `${at.day} ${months[at.month - 1]}`;
  const date = `${dayMonth} ${at.year}`;
  const time = `${two(at.hour)}:${two(at.minute)}`;
  const seconds = `${time}:${two(at.second)}`;
  switch (style) {
    case 'full':
      return `${weekdays[at.weekday]} ${date}, ${seconds} ${formatOffset(at.offset)}`;
    case 'minute':
      return `${date}, ${time}`;
    case 'date':
      return date;
    case 'day':
      return dayMonth;
    case 'time':
      return time;
    case 'seconds':
      return seconds;
  }
}

/**
 * From one moment to another, as short as it stays clear: `14 Mar 2026, 09:26–11:02 UTC`,
 * `14 Mar 23:50 – 15 Mar 2026, 00:20 UTC`. A missing end reads `since …`.
 */
export function formatRange(from: Moment, to: Moment | null, timeZone: string): string {
  if (to === null) {
    const start = clockParts(from, timeZone);
    return `since ${formatAbsolute(from, timeZone, 'minute')} ${formatOffset(start.offset)}`;
  }
  if (Number.isNaN(toMillis(from)) || Number.isNaN(toMillis(to))) return 'unknown time';
  const start = clockParts(from, timeZone);
  const end = clockParts(to, timeZone);
  const zone = formatOffset(end.offset);
  const startTime = formatAbsolute(from, timeZone, 'time');
  const endTime = formatAbsolute(to, timeZone, 'time');
  if (start.offset !== end.offset) {
    // The clocks changed in between: both ends say their own zone, or 02:30–02:10 would look like a mistake.
    return `${formatAbsolute(from, timeZone, 'minute')} ${formatOffset(start.offset)} – ${formatAbsolute(to, timeZone, 'minute')} ${zone}`;
  }
  if (start.year === end.year && start.month === end.month && start.day === end.day) {
    return `${formatAbsolute(from, timeZone, 'date')}, ${startTime}–${endTime} ${zone}`;
  }
  const left =
    start.year === end.year
      ? `${formatAbsolute(from, timeZone, 'day')} ${startTime}`
      : formatAbsolute(from, timeZone, 'minute');
  return `${left} – ${formatAbsolute(to, timeZone, 'minute')} ${zone}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
