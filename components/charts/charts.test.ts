import { describe, expect, test } from 'vitest';
import { binLabel, binsFor, binTitle, everyBin, widthInWords } from './bins';
import { durationUnit, factorMarks, farApart } from './duration-unit';

const day = 24 * 3_600_000;
const bin = (at: string, count = 0) => ({ at, count });

describe('charts over time', () => {
  test('days on which nothing happened are shown as nothing, not left out', () => {
    const window = { from: '2026-03-01T12:00:00.000Z', to: '2026-03-05T12:00:00.000Z', binMs: day };
    const bins = everyBin(window, [bin('2026-03-03T00:00:00.000Z', 4)], (at) => bin(at));
    expect(bins.map(({ at, count }) => [at.slice(8, 10), count])).toEqual([
      ['01', 0],
      ['02', 0],
      ['03', 4],
      ['04', 0],
      ['05', 0],
    ]);
  });

  test('a window without anything has no points', () => {
    const window = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-05T00:00:00.000Z', binMs: day };
    expect(everyBin(window, [] as { at: string }[], (at) => ({ at }))).toEqual([]);
  });

  test('a week is asked for by day, a year in few points', () => {
    expect(binsFor(0, 7 * day)).toBe(8);
    expect(binsFor(0, 30 * day)).toBe(31);
    expect(binsFor(0, 365 * day)).toBe(32);
  });

  test('points are named by what they cover', () => {
    expect(binLabel('2026-03-01T00:00:00.000Z', day)).toBe('1 Mar');
    expect(binTitle('2026-03-02T00:00:00.000Z', 7 * day)).toBe('2 Mar – 8 Mar 2026');
    expect(binTitle('2026-03-02T06:00:00.000Z', 6 * 3_600_000)).toBe('2 Mar 2026, 06:00 UTC');
    expect(widthInWords(14 * day)).toBe('2 weeks');
    expect(widthInWords(day)).toBe('day');
  });

  test('an axis of durations counts in the unit that people would say', () => {
    expect(durationUnit(40_000).words).toBe('seconds');
    expect(durationUnit(600_000).words).toBe('minutes');
    expect(durationUnit(5 * 3_600_000).words).toBe('hours');
    expect(durationUnit(9 * day).words).toBe('days');
  });

  test('minutes can be seen beside days', () => {
    expect(farApart(60_000, 3 * day)).toBe(true);
    expect(farApart(3_600_000, 5 * 3_600_000)).toBe(false);
    const marks = factorMarks(64_000, 3 * day);
    expect(marks[0]).toBe(60_000);
    expect(marks.at(-1)).toBe(7 * day);
    expect(factorMarks(0, 0)).toEqual([1_000, 10_000]);
  });
});
