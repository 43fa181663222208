import type { NextWindow, OpenWindow, WindowSpan } from './evaluate-types';
import type { Schedule } from './rule-schemas';
import { type Weekday, weekdays } from './vocabulary';
import { instantOf, wallTimeAt } from './zoned-time';

/** When the windows of a schedule are open. Pure and client-safe; what the words mean is said in `evaluate-types.ts`. */

const dayMs = 86_400_000;
/** How far a next window is looked for, and windows that touch are joined. */
const reachDays = 400;
/** No window ends more days than this after the day it begins on. */
const longestDays = 9;

type Recurring = Exclude<Schedule, { recurrence: 'once' }>;

/** Days are numbered from the epoch, by the clock of the zone. */
const dayOf = (wall: number) => Math.floor(wall / dayMs);

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** 1970-01-01 was a Thursday; the week begins on Monday. */
const weekdayOf = (day: number): Weekday => weekdays[(((day + 3) % 7) + 7) % 7] as Weekday;

function isDayOf(schedule: Recurring, day: number): boolean {
  if (schedule.recurrence === 'daily') return true;
  if (schedule.recurrence === 'weekly') return schedule.days.includes(weekdayOf(day));
  const date = new Date(day * dayMs);
  const ofMonth = date.getUTCDate();
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return schedule.days.includes(ofMonth) || schedule.days.includes(ofMonth - length - 1);
}

/** The window that begins on a day; null when there is none, or when the clocks skip all of it. */
function windowOn(schedule: Recurring, day: number): WindowSpan | null {
  if (!isDayOf(schedule, day)) return null;
  const { from, to, extraDays, zone } = schedule;
  const lastDay = day + extraDays + (to > from ? 0 : 1);
  return span(day * dayMs + minuteOf(from) * 60_000, lastDay * dayMs + minuteOf(to) * 60_000, zone);
}

function span(fromWall: number, toWall: number, zone: string): WindowSpan | null {
  const startsAt = instantOf(fromWall, zone, 'first');
  const endsAt = instantOf(toWall, zone, 'second');
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

const contains = ({ startsAt, endsAt }: WindowSpan, instant: number) =>
  startsAt <= instant && instant < endsAt;

/** The only window of a schedule that does not recur. */
function onlyWindow(schedule: Extract<Schedule, { recurrence: 'once' }>): WindowSpan | null {
  return span(Date.parse(`${schedule.startsAt}Z`), Date.parse(`${schedule.endsAt}Z`), schedule.zone);
}

/** The windows that begin from one day to another, in order. */
function* windowsFrom(schedule: Recurring, firstDay: number, lastDay: number): Generator<WindowSpan> {
  for (let day = firstDay; day <= lastDay; day++) {
    const window = windowOn(schedule, day);
    if (window) yield window;
  }
}

/** See {@link OpenWindow}. One that never closes is joined for 400 days to both sides, so that every window has an end. */
export const openWindow: OpenWindow = (schedule, instant) => {
  if (schedule.recurrence === 'once') {
    const only = onlyWindow(schedule);
    return only && contains(only, instant) ? only : null;
  }
  const today = dayOf(wallTimeAt(instant, schedule.zone));
  // A day more: clocks that are put back at midnight show the evening before once again.
  const open = [...windowsFrom(schedule, today - longestDays, today + 1)].filter((window) =>
    contains(window, instant),
  );
  if (open.length === 0) return null;
  return joined(schedule, today, {
    startsAt: Math.min(...open.map(({ startsAt }) => startsAt)),
    endsAt: Math.max(...open.map(({ endsAt }) => endsAt)),
  });
};

/** A window with those that touch it, and those that touch them. */
function joined(schedule: Recurring, today: number, { startsAt, endsAt }: WindowSpan): WindowSpan {
  const dayAt = (instant: number) => dayOf(wallTimeAt(instant, schedule.zone));
  // Windows begin in the order of their days, and end in it.
  for (let day = today - longestDays; day <= today + reachDays && day <= dayAt(endsAt) + 1; day++) {
    const window = windowOn(schedule, day);
    if (window && window.startsAt <= endsAt) endsAt = Math.max(endsAt, window.endsAt);
  }
  const furthest = today - reachDays;
  for (let day = dayAt(startsAt) + 1; day >= furthest && day >= dayAt(startsAt) - longestDays; day--) {
    const window = windowOn(schedule, day);
    if (window && window.endsAt >= startsAt) startsAt = Math.min(startsAt, window.startsAt);
  }
  return { startsAt, endsAt };
}

/** See {@link NextWindow}. */
export const nextWindow: NextWindow = (schedule, instant) => {
  const open = openWindow(schedule, instant);
  if (open) return open;
  const last = instant + reachDays * dayMs;
  if (schedule.recurrence === 'once') {
    const only = onlyWindow(schedule);
    return only && only.startsAt > instant && only.startsAt <= last ? only : null;
  }
  const today = dayOf(wallTimeAt(instant, schedule.zone));
  for (const window of windowsFrom(schedule, today - 1, today + reachDays + 1)) {
    if (window.startsAt > instant)
      return window.startsAt <= last ? openWindow(schedule, window.startsAt) : null;
  }
  return null;
};

/** The next windows of a schedule, the open one first: at most `count`. */
export function nextWindows(schedule: Schedule, instant: number, count: number): WindowSpan[] {
  const found: WindowSpan[] = [];
  for (let from = instant; found.length < count; ) {
    const window = nextWindow(schedule, from);
    if (!window) break;
    found.push(window);
    from = window.endsAt;
  }
  return found;
}
