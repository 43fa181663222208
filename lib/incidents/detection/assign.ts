/**
 * What becomes of signals of one key (rule, service, environment, group): which incident each joins, and whether one is opened, reopened
 * or begins earlier than it was thought to. Pure; times in milliseconds, as the signals give them.
 *
 * Each incident takes what lies in its interval, from its start to its end, or on and on while it is active. Signals in no interval are
 * loose. Where so many as the threshold lie within the window, edges included, an incident begins at the first of them:
 *
 * - if another incident of the key follows, it is that one, which began earlier than was known;
 * - else the last one before, when it was resolved (not closed) and not longer ago than the reopen time; it goes on as if it had
 *   never ended, and takes what lay loose since its end;
 * - else a new one.
 *
 * Nothing depends on the order of arrival within a call, and, as long as nobody moves an incident, none between calls either.
 */

/** What of a rule decides. */
export interface Limits {
  threshold: number;
  windowMs: number;
  /** So long after its end an incident still takes signals. */
  quietMs: number;
  reopenMs: number;
}

/** An incident of the key, or one that was merged into another, which then takes its signals. */
export interface Interval {
  start: number;
  /** Null while it is active. */
  end: number | null;
  /** Whether it was resolved and may be opened again. */
  reopenable: boolean;
  /** Times of its first members from its start on, ascending: at least as many as the threshold less one, or all. Needed when a loose signal lies before. */
  first: readonly number[];
}

/** One change of the key's incidents. */
export type Step =
  | { step: 'extend'; interval: number; start: number }
  | { step: 'reopen'; interval: number; from: number }
  | { step: 'open'; start: number };

export interface Assignment {
  steps: Step[];
  /** For each new signal the index of its interval; `opened` for the incident that is opened, `loose` for none. */
  joins: number[];
  /** Ranges, edges included, in which signals that were loose join. */
  claims: { interval: number; from: number; to: number }[];
}

/** In place of an index: the incident that a step of this assignment opens. */
export const opened = -1;
/** In place of an index: no incident. */
export const loose = -2;

/**
 * @param intervals in any order
 * @param waiting times of loose signals within a window of the new ones, in any order; there may be more further away
 * @param fresh times of the new signals
 */
export function assign(
  limits: Limits,
  intervals: readonly Interval[],
  waiting: readonly number[],
  fresh: readonly number[],
): Assignment {
  const order = intervals.map((_, index) => index).sort((a, b) => startOf(a) - startOf(b) || a - b);
  const furthest: number[] = [];
  for (const index of order)
    furthest.push(Math.max(lastOf(index), furthest.at(-1) ?? Number.NEGATIVE_INFINITY));
  const steps: Step[] = [];
  const joins = fresh.map((time) => holderOf(time));
  const claims = claimsOfHeld();
  const free = [
    ...waiting.filter((time) => holderOf(time) === loose),
    ...fresh.filter((_, index) => joins[index] === loose),
  ];
  if (free.length > 0) for (const gap of gaps(free.sort(ascending))) settle(gap);
  return { steps, joins, claims };

  function startOf(index: number): number {
    return (intervals[index] as Interval).start;
  }

  /** An ended one takes signals for the quiet time; who is merged or edited may overlap: the one that began last takes it. */
  function lastOf(index: number): number {
    const { end, start } = intervals[index] as Interval;
    return end === null ? Number.POSITIVE_INFINITY : Math.max(start, end + limits.quietMs);
  }

  function holderOf(time: number): number {
    for (let at = countUpTo(time) - 1; at >= 0 && time <= (furthest[at] as number); at--) {
      const index = order[at] as number;
      if (time <= lastOf(index)) return index;
    }
    return loose;
  }

  /** How many intervals begin at or before the time. */
  function countUpTo(time: number): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (startOf(order[middle] as number) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is loose and yet inside: an incident was opened again by hand, or its start was moved. */
  function claimsOfHeld(): Assignment['claims'] {
    const held = new Map<number, { interval: number; from: number; to: number }>();
    for (const time of waiting) {
      const interval = holderOf(time);
      if (interval === loose) continue;
      const claim = held.get(interval);
      if (!claim) held.set(interval, { interval, from: time, to: time });
      else if (time < claim.from) claim.from = time;
      else if (time > claim.to) claim.to = time;
    }
    return [...held.values()];
  }

  /** Loose times, ascending, put into the gaps between intervals. */
  function* gaps(times: readonly number[]): Generator<{ times: number[]; before: number; next: number }> {
    let gap: { times: number[]; before: number; next: number } | undefined;
    for (const time of times) {
      const began = countUpTo(time);
      const next = order[began] ?? loose;
      if (gap?.next === next) {
        gap.times.push(time);
        continue;
      }
      if (gap) yield gap;
      gap = { times: [time], before: lastEnded(began), next };
    }
    if (gap) yield gap;
  }

  /** Of the intervals that began before a gap, the one that ended last. */
  function lastEnded(began: number): number {
    let found = loose;
    for (let at = 0; at < began; at++) {
      const index = order[at] as number;
      if (found === loose || lastOf(index) >= lastOf(found)) found = index;
    }
    return found;
  }

  /** The first members of an interval, those among them that join only now. */
  function firstOf(index: number): readonly number[] {
    if (index === loose) return [];
    const { first } = intervals[index] as Interval;
    const late = fresh.filter((_, at) => joins[at] === index);
    const held = waiting.filter((time) => holderOf(time) === index);
    return late.length + held.length === 0 ? first : [...first, ...late, ...held].sort(ascending);
  }

  function settle({ times, before, next }: { times: number[]; before: number; next: number }): void {
    const { threshold, windowMs, reopenMs } = limits;
    const begin = firstDense([...times, ...firstOf(next)], times.length, threshold, windowMs);
    if (begin === null) return;
    if (next !== loose) {
      steps.push({ step: 'extend', interval: next, start: begin });
      take(next, begin, startOf(next));
      return;
    }
    const last = before === loose ? undefined : (intervals[before] as Interval);
    if (last?.reopenable && last.end !== null && begin - last.end <= reopenMs) {
      steps.push({ step: 'reopen', interval: before, from: begin });
      take(before, Math.max(last.start, last.end), Number.POSITIVE_INFINITY);
      return;
    }
    steps.push({ step: 'open', start: begin });
    take(opened, begin, Number.POSITIVE_INFINITY);
  }

  function take(interval: number, from: number, to: number): void {
    // Loose ones lie further away as well.
    claims.push({ interval, from, to });
    fresh.forEach((time, index) => {
      if (joins[index] === loose && time >= from && time <= to) joins[index] = interval;
    });
  }
}

const ascending = (a: number, b: number) => a - b;

/**
 * The earliest of the first `candidates` times at which a window begins that holds as many as the threshold; null when there is none.
 * @param times ascending
 */
export function firstDense(
  times: readonly number[],
  candidates: number,
  threshold: number,
  windowMs: number,
  from = 0,
): number | null {
  for (let index = from; index < candidates; index++) {
    const last = times[index + threshold - 1];
    if (last === undefined) return null;
    if (last - (times[index] as number) <= windowMs) return times[index] as number;
  }
  return null;
}
