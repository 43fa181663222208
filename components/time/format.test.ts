import { describe, expect, test } from 'vitest';
import {
  clockParts,
  formatAbsolute,
  formatDuration,
  formatOffset,
  formatRange,
  formatRelative,
} from './format';

const at = Date.parse('2026-03-14T09:26:53.589Z');
const s = 1_000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;

describe('a duration', () => {
  test.each([
    [0, '0 ms'],
    [820, '820 ms'],
    [999.9, '999 ms'],
    [12 * s, '12 s'],
    [59.999 * s, '59 s'],
    [4 * m + 12 * s, '4 m 12 s'],
    [4 * m, '4 m'],
    [3 * h + 5 * m + 9 * s, '3 h 5 m'],
    [3 * h + 9 * s, '3 h'],
    [2 * d + 4 * h + 30 * m, '2 d 4 h'],
    [400 * d, '400 d'],
    [-4 * m - 12 * s, '−4 m 12 s'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('of %d ms reads %s', (millis, text) => {
    expect(formatDuration(millis)).toBe(text);
  });
});

describe('a moment seen from now', () => {
  test.each([
    [0, 'just now'],
    [-9 * s, 'just now'],
    [9 * s, 'just now'],
    [-12 * s, '10 s ago'],
    [-59 * s, '50 s ago'],
    [-60 * s, '1 m ago'],
    [-59 * m - 59 * s, '59 m ago'],
    [-3 * h, '3 h ago'],
    [-47 * h, '47 h ago'],
    [-48 * h, '2 d ago'],
    [-59 * d, '59 d ago'],
    [-90 * d, '2 mo ago'],
    [-700 * d, '22 mo ago'],
    [-800 * d, '2 y ago'],
    [2 * h + m, 'in 2 h'],
    [3 * d, 'in 3 d'],
    [3653 * d, 'in 10 y'],
  ])('at a distance of %d ms reads %s', (distance, text) => {
    expect(formatRelative(at + distance, at)).toBe(text);
  });

  test('that is not a time says so instead of NaN', () => {
    expect(formatRelative('yesterday-ish', at)).toBe('unknown time');
  });
});

describe('a moment on the clock', () => {
  test.each([
    ['UTC', 'full', 'Sat 14 Mar 2026, 09:26:53 UTC'],
    ['Europe/Paris', 'full', 'Sat 14 Mar 2026, 10:26:53 UTC+1'],
    ['America/St_Johns', 'full', 'Sat 14 Mar 2026, 06:56:53 UTC−2:30'],
    ['Asia/Kathmandu', 'full', 'Sat 14 Mar 2026, 15:11:53 UTC+5:45'],
    ['Pacific/Kiritimati', 'full', 'Sat 14 Mar 2026, 23:26:53 UTC+14'],
    ['UTC', 'minute', '14 Mar 2026, 09:26'],
    ['UTC', 'date', '14 Mar 2026'],
    ['UTC', 'day', '14 Mar'],
    ['UTC', 'time', '09:26'],
    ['UTC', 'seconds', '09:26:53'],
  ] as const)('in %s as %s reads %s', (zone, style, text) => {
    expect(formatAbsolute(at, zone, style)).toBe(text);
  });

  test('at midnight is 00:00, not 24:00', () => {
    expect(formatAbsolute('2026-03-14T00:00:00Z', 'UTC', 'seconds')).toBe('00:00:00');
  });

  test('before the epoch and before the common era keeps its offset', () => {
    expect(clockParts('1969-12-31T23:59:59.500Z', 'UTC').offset).toBe(0);
    expect(clockParts('-000044-03-15T12:00:00Z', 'UTC')).toMatchObject({ year: -44, month: 3, day: 15 });
  });

  test('that is not a time says so', () => {
    expect(formatAbsolute('nope', 'UTC')).toBe('unknown time');
  });

  test.each([
    [0, 'UTC'],
    [60, 'UTC+1'],
    [-210, 'UTC−3:30'],
    [345, 'UTC+5:45'],
  ])('an offset of %d minutes is written %s', (offset, text) => {
    expect(formatOffset(offset)).toBe(text);
  });
});

describe('a range', () => {
  test.each([
    ['within a day', '2026-03-14T09:26:00Z', '2026-03-14T11:02:00Z', 'UTC', '14 Mar 2026, 09:26–11:02 UTC'],
    [
      'over midnight',
      '2026-03-14T23:50:00Z',
      '2026-03-15T00:20:00Z',
      'UTC',
      '14 Mar 23:50 – 15 Mar 2026, 00:20 UTC',
    ],
    [
      'over new year',
      '2025-12-31T23:50:00Z',
      '2026-01-01T00:20:00Z',
      'UTC',
      '31 Dec 2025, 23:50 – 1 Jan 2026, 00:20 UTC',
    ],
    [
      'over a change of clocks',
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:30:00Z',
      'Europe/Paris',
      '29 Mar 2026, 01:30 UTC+1 – 29 Mar 2026, 03:30 UTC+2',
    ],
  ])('%s says every date once and the zone', (_, from, to, zone, text) => {
    expect(formatRange(from, to, zone)).toBe(text);
  });

  test('without an end says since when', () => {
    expect(formatRange(at, null, 'UTC')).toBe('since 14 Mar 2026, 09:26 UTC');
  });
});
