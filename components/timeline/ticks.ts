import { clockParts, formatAbsolute, formatOffset } from '@/components/time/format';
import { wallToInstant } from '@/components/time/zoned';
import type { View } from './view';

/** The marks of a time axis, on the reader's clock. Pure. */
export interface Tick {
  at: number;
  label: string;
  /** A new day (or month, or year) begins here. */
  strong: boolean;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  second,
  5 * second,
  10 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
];
const daySteps = [1, 2, 7, 14];
const monthSteps = [1, 3, 6, 12, 24, 60];

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** At most about `most` marks over the view, at round times of the zone's clock. */
export function ticksOf(view: View, timeZone: string, most: number): Tick[] {
  const wanted = (view.to - view.from) / Math.max(1, most);
  const step = steps.find((candidate) => candidate >= wanted);
  if (step) return clockTicks(view, timeZone, step);
  const days = daySteps.find((candidate) => candidate * day >= wanted);
  return days ? dayTicks(view, timeZone, days) : monthTicks(view, timeZone, wanted);
}

function clockTicks(view: View, timeZone: string, step: number): Tick[] {
  const ticks: Tick[] = [];
  let at = view.from;
  // The offset is asked for at every mark: clocks may change in between.
  for (let turn = 0; turn < 200; turn++) {
    const offset = clockParts(at, timeZone).offset * minute;
    const next = Math.ceil((at + offset) / step) * step - offset;
    const moved = clockParts(next, timeZone).offset * minute;
    const mark = moved === offset ? next : Math.ceil((at + moved) / step) * step - moved;
    if (mark > view.to) break;
    const parts = clockParts(mark, timeZone);
    const midnight = parts.hour === 0 && parts.minute === 0 && parts.second === 0;
    ticks.push({
      at: mark,
      strong: midnight,
      label: midnight
        ? `${weekdays[parts.weekday]} ${parts.day} ${months[parts.month - 1]}`
        : formatAbsolute(mark, timeZone, step < minute ? 'seconds' : 'time'),
    });
    at = mark + step / 2;
  }
  return ticks;
}

function dayTicks(view: View, timeZone: string, days: number): Tick[] {
  const ticks: Tick[] = [];
  const start = clockParts(view.from, timeZone);
  // Weeks begin on Monday; other steps count from the first of the epoch, so that marks stay while one pans.
  const index = Math.floor(Date.UTC(start.year, start.month - 1, start.day) / day);
  let number = days % 7 === 0 ? index - ((index + 3) % days) : index - (index % days);
  for (let turn = 0; turn < 200; turn++, number += days) {
    const date = new Date(number * day);
    const at = Date.parse(wallToInstant(date.toISOString().slice(0, 10), timeZone) ?? '');
    if (Number.isNaN(at) || at > view.to) break;
    if (at < view.from) continue;
    const dayOfMonth = date.getUTCDate();
    ticks.push({
      at,
      strong: date.getUTCDay() === 1 || days >= 7,
      label: `${days === 1 ? `${weekdays[date.getUTCDay()]} ` : ''}${dayOfMonth} ${months[date.getUTCMonth()]}`,
    });
  }
  return ticks;
}

function monthTicks(view: View, timeZone: string, wanted: number): Tick[] {
  const step = monthSteps.find((candidate) => candidate * 30.4 * day >= wanted) ?? 120;
  const ticks: Tick[] = [];
  const start = clockParts(view.from, timeZone);
  let number = start.year * 12 + start.month - 1;
  number -= number % step;
  for (let turn = 0; turn < 200; turn++, number += step) {
    const year = Math.floor(number / 12);
    const month = number % 12;
    const date = `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-01`;
    const at = Date.parse(wallToInstant(date, timeZone) ?? '');
    if (Number.isNaN(at) || at > view.to) break;
    if (at < view.from) continue;
    ticks.push({
      at,
      strong: month === 0,
      label: step >= 12 || month === 0 ? String(year) : `${months[month]}`,
    });
  }
  return ticks;
}

/** The zone the axis is in, for its corner. */
export function zoneOf(at: number, timeZone: string): string {
  return formatOffset(clockParts(at, timeZone).offset);
}
