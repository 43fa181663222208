import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { parseTrackerDate, protoDuration, protoTimestamp } from './dates';

const iso = (text: string, edge?: 'start' | 'end') => {
  const time = parseTrackerDate(text, edge);
  return time === null ? null : new Date(time).toISOString();
};

describe('dates', () => {
  it.each([
    ['2024-01-15T10:20:30Z', '2024-01-15T10:20:30.000Z'],
    ['2024-01-15T10:20:30+02:00', '2024-01-15T08:20:30.000Z'],
    ['2024-01-15T10:20:30.123Z', '2024-01-15T10:20:30.123Z'],
    ['2024-01-15T10:20:30.123456789Z', '2024-01-15T10:20:30.123Z'],
    ['2024-01-15T10:20:30.5-07:00', '2024-01-15T17:20:30.500Z'],
    ['2024-01-15T10:20:30.999', '2024-01-15T10:20:30.999Z'],
    ['2024-01-15T10:20:30', '2024-01-15T10:20:30.000Z'],
    ['2024-01-15T10:20:30+0200', '2024-01-15T08:20:30.000Z'],
    ['2024-01-15T10:20:30.250+0200', '2024-01-15T08:20:30.250Z'],
    ['2024-01-15T10:20:30-07', '2024-01-15T17:20:30.000Z'],
    ['2024-01-15T10:20', '2024-01-15T10:20:00.000Z'],
    ['2024-01-15T10', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15', '2024-01-15T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-01-15t10:20:30z', '2024-01-15T10:20:30.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('that end a window include their whole day', () => {
    expect(iso('2024-01-31', 'end')).toBe('2024-01-31T23:59:59.999Z');
    expect(iso('2024-01-31T10:00:00Z', 'end')).toBe('2024-01-31T10:00:00.000Z');
  });

  it.each([
    '2024-02-30',
    '2023-02-29T10:00:00Z',
    '2024-13-01',
    '2024-01-15T25:00:00Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T10:61:00Z',
    '2024-01-15 10:00:00',
    '15/01/2024',
    '1705312800',
    'now',
    'now-24h',
    'yesterday',
    '',
    '2024-01-15T',
    '99999-01-01',
  ])('%j is none', (text) => {
    expect(parseTrackerDate(text)).toBeNull();
  });

  it('survive a round trip', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseTrackerDate(protoTimestamp(date.toISOString()))).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('protojson', () => {
  it('writes fractions only where there are some', () => {
    expect(protoTimestamp('2024-01-15T10:00:00.000Z')).toBe('2024-01-15T10:00:00Z');
    expect(protoTimestamp('2024-01-15T10:00:00.120Z')).toBe('2024-01-15T10:00:00.120Z');
    expect([0, 5, 312_123, 300_000].map(protoDuration)).toEqual(['0s', '0.005s', '312.123s', '300s']);
  });
});
