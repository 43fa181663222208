import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { earliestTime, latestTime, parseTime } from './expressions';

const now = Date.parse('2026-11-21T12:00:00Z');
const iso = (text: string, edge?: 'start' | 'end') => {
  const instant = parseTime(text, now, edge);
  return instant === null ? null : new Date(instant).toISOString();
};

describe('points in time', () => {
  it.each([
    ['now', '2026-11-21T12:00:00.000Z'],
    ['now-24h', '2026-11-20T12:00:00.000Z'],
    ['now+7d', '2026-11-28T12:00:00.000Z'],
    ['2024-01-31', '2024-01-31T00:00:00.000Z'],
    ['2024-01-15T10:00:00Z', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00:00.123456789Z', '2024-01-15T10:00:00.123Z'],
    ['2024-01-15T10:00:00+02:00', '2024-01-15T08:00:00.000Z'],
    ['2024-01-15T10:00:00-0530', '2024-01-15T15:30:00.000Z'],
    ['2024-01-15T10:00:00+02', '2024-01-15T08:00:00.000Z'],
    ['2024-01-15T10:00', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00:00', '2024-01-15T10:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('reads %s as %s', (text, expected) => expect(iso(text)).toBe(expected));

  it('reads a plain date at the end of a window as including that day', () => {
    expect(iso('2024-01-31', 'end')).toBe('2024-02-01T00:00:00.000Z');
  });

  it.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-02-30T10:00:00Z',
    '2024-01-15T25:00:00Z',
    'yesterday',
    'now-',
    'now-24x',
    '15/01/2024',
    '1705312800',
    '',
    '0001-01-01',
    'now-999999w',
  ])('refuses %j', (text) => expect(parseTime(text, now)).toBeNull());

  it('reads back every instant it could answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: earliestTime, max: latestTime }), (instant) => {
        expect(parseTime(new Date(instant).toISOString(), now)).toBe(instant);
      }),
    );
  });
});
