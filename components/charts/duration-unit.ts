const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What an axis of durations counts in, so that its steps are round. */
export interface DurationUnit {
  ms: number;
  /** `minutes`. */
  words: string;
  /** `m`. */
  short: string;
}

/** The unit in which the longest of some durations is a number that people read easily. Pure; milliseconds. */
export function durationUnit(longest: number): DurationUnit {
  if (longest >= 3 * day) return { ms: day, words: 'days', short: 'd' };
  if (longest >= 3 * hour) return { ms: hour, words: 'hours', short: 'h' };
  if (longest >= 3 * minute) return { ms: minute, words: 'minutes', short: 'm' };
  return { ms: second, words: 'seconds', short: 's' };
}
