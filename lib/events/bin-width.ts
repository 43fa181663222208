/**
 * Widths of time bins that people read easily. Pure; milliseconds. Round bins begin at multiples of their width
 * after one Monday at midnight UTC, so the same bins are cut however the window moves.
 */

/** Monday, 1 January 2001. */
const origin = Date.UTC(2001, 0, 1);

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

const widths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2].map((n) => n * day),
  ...[1, 2, 4, 13, 26, 52, 104, 260, 520, 1040, 2600, 5200, 26_000, 52_000].map((n) => n * week),
];

/** Equal bins: their width, and one instant at which a bin begins. */
export interface Bins {
  width: number;
  origin: number;
}

/**
 * The narrowest round bins of which no more than `most` cover the window, the partial ones at both ends included. Where no
 * round width does (one bin for a window across a round boundary), the window itself is cut.
 */
export function cutBins(from: number, to: number, most: number): Bins {
  const width = widths.find(
    (wide) => Math.ceil((to - binStart(from, { width: wide, origin })) / wide) <= most,
  );
  return width === undefined ? { width: Math.ceil((to - from) / most), origin: from } : { width, origin };
}

/** The start of the bin that an instant falls into. */
export function binStart(at: number, bins: Bins): number {
  return bins.origin + Math.floor((at - bins.origin) / bins.width) * bins.width;
}
