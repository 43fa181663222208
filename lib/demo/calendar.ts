import type { Chance } from './random';

/** The rhythm of an office, in UTC. */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** How busy a day is, from Sunday to Saturday: most on Thursday, little on Friday, next to nothing at weekends. */
const busyness = [0.05, 0.95, 1.15, 1.15, 1.25, 0.65, 0.08];

/** How much of what happens on an average day happens on this one. */
export function busynessOf(midnight: number): number {
  return busyness[new Date(midnight).getUTCDay()] as number;
}

export const isWeekend = (midnight: number) => busynessOf(midnight) < 0.1;

/** The beginning of the day, in UTC, that an instant lies in. */
export function midnightOf(instant: number): number {
  return Math.floor(instant / day) * day;
}

/** A moment of a working day: mostly between eight and six with a dip at noon, to the millisecond. */
export function officeTime(chance: Chance, midnight: number): number {
  const morning = chance.happens(0.45);
  const spread = (chance.next() + chance.next()) / 2;
  const hours = morning ? 7.75 + spread * 4.5 : 12.75 + spread * 5.75;
  return Math.floor(midnight + hours * hour + chance.next() * minute);
}

/** Any moment of a day. */
export function anyTime(chance: Chance, midnight: number): number {
  return midnight + Math.floor(chance.next() * day);
}

/** When somebody gets to it: the same day if there is enough of it left, else the next working morning. */
export function withinOfficeHours(instant: number): number {
  let midnight = midnightOf(instant);
  const time = instant - midnight;
  if (!isWeekend(midnight) && time < 17.5 * hour)
    return Math.max(instant, midnight + 8 * hour + (time % hour));
  do midnight += day;
  while (isWeekend(midnight));
  return midnight + 8.5 * hour + (time % (2 * hour));
}
