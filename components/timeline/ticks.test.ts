import { describe, expect, test } from 'vitest';
import { ticksOf } from './ticks';

const view = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const labels = (from: string, to: string, zone: string, most = 8) =>
  ticksOf(view(from, to), zone, most).map(({ label }) => label);

describe('the time axis', () => {
  test('hours stand at round times of the reader’s clock, a new day by its name', () => {
    expect(labels('2026-03-13T17:00:00Z', '2026-03-14T05:00:00Z', 'Europe/Berlin', 5)).toEqual([
      '18:00',
      '21:00',
      'Sat 14 Mar',
      '03:00',
      '06:00',
    ]);
    expect(labels('2026-03-13T17:00:00Z', '2026-03-14T05:00:00Z', 'UTC', 5)[0]).toBe('18:00');
  });

  test('a zone that is half an hour off has round hours, too', () => {
    expect(labels('2026-03-13T00:00:00Z', '2026-03-13T04:00:00Z', 'Asia/Kolkata', 4)).toEqual([
      '06:00',
      '07:00',
      '08:00',
      '09:00',
    ]);
  });

  test('when the clocks change, the hours stay round on both sides', () => {
    // In Berlin 02:00 became 03:00 on 29 March 2026.
    expect(labels('2026-03-28T22:30:00Z', '2026-03-29T04:30:00Z', 'Europe/Berlin', 6)).toEqual([
      'Sun 29 Mar',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
    ]);
    const autumn = ticksOf(view('2026-10-24T20:00:00Z', '2026-10-25T08:00:00Z'), 'Europe/Berlin', 4);
    expect(autumn.map(({ label }) => label)).toEqual(['Sun 25 Oct', '03:00', '06:00', '09:00']);
  });

  test('days begin at midnight of the zone', () => {
    const ticks = ticksOf(view('2026-03-10T12:00:00Z', '2026-03-14T12:00:00Z'), 'America/New_York', 5);
    expect(ticks.map(({ label }) => label)).toEqual(['Wed 11 Mar', 'Thu 12 Mar', 'Fri 13 Mar', 'Sat 14 Mar']);
    expect(new Date(ticks[0]?.at ?? 0).toISOString()).toBe('2026-03-11T04:00:00.000Z');
  });

  test('years are told apart from months', () => {
    expect(labels('2025-09-15T00:00:00Z', '2026-04-15T00:00:00Z', 'UTC', 8)).toEqual([
      'Oct',
      'Nov',
      'Dec',
      '2026',
      'Feb',
      'Mar',
      'Apr',
    ]);
  });

  test('there are never many more marks than there is room for', () => {
    for (let width = 10_000; width < 4e11; width *= 1.7) {
      const from = Date.UTC(2026, 2, 13, 5, 7);
      const count = ticksOf({ from, to: from + width }, 'Europe/Berlin', 8).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(10);
    }
  });
});
