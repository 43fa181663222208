import { clockParts, formatAbsolute } from '@/components/time/format';
import type { EventSort } from '@/lib/events/filters';
import type { EventWire } from '@/lib/events/schemas';

/** The rows of the list: events, and a heading wherever another day begins. Pure. */
export type ListRow =
  | { type: 'day'; key: string; label: string; at: string }
  | { type: 'event'; key: string; event: EventWire };

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `today` is the day it is now in the zone, as {@link dayOf} writes it. */
export function listRows(
  events: readonly EventWire[],
  sort: EventSort,
  timeZone: string,
  today: string,
): ListRow[] {
  const rows: ListRow[] = [];
  let last = '';
  for (const event of events) {
    const at = sort.endsWith('createdAt') ? event.createdAt : event.at;
    const day = dayOf(at, timeZone);
    if (day !== last) {
      rows.push({
        type: 'day',
        key: `day ${day} ${rows.length}`,
        label: dayLabel(at, day, today, timeZone),
        at,
      });
      last = day;
    }
    rows.push({ type: 'event', key: event.id, event });
  }
  return rows;
}

/** The day of a moment on the clock of a zone: `2026-3-14`. */
export function dayOf(at: string | number, timeZone: string): string {
  const parts = clockParts(at, timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function dayLabel(at: string, day: string, today: string, timeZone: string): string {
  const weekday = weekdays[clockParts(at, timeZone).weekday];
  const date = formatAbsolute(at, timeZone, 'date');
  const days = Math.round((utcOf(day) - utcOf(today)) / 86_400_000);
  const word = days === 0 ? 'Today' : days === -1 ? 'Yesterday' : days === 1 ? 'Tomorrow' : null;
  return word ? `${word}, ${weekday} ${date}` : `${weekday} ${date}`;
}

function utcOf(day: string): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, date);
}
