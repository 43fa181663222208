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

const steps = [
  second,
  10 * second,
  minute,
  10 * minute,
  hour,
  6 * hour,
  day,
  7 * day,
  30 * day,
  180 * day,
  730 * day,
];

/** Where an axis that goes by factors is marked, so that it covers durations from minutes to days. Milliseconds, two marks at least. */
export function factorMarks(shortest: number, longest: number): number[] {
  const first = Math.max(
    0,
    steps.findLastIndex((step) => step <= shortest),
  );
  const after = steps.findIndex((step) => step >= longest);
  const last = Math.max(first + 1, after < 0 ? steps.length - 1 : after);
  return steps.slice(first, last + 1);
}

/** Whether durations lie so far apart that the short ones would vanish on an even axis. */
export const farApart = (shortest: number, longest: number) => longest > 40 * Math.max(second, shortest);
