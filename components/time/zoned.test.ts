import { describe, expect, test } from 'vitest';
import { instantToWall, wallToInstant } from './zoned';

describe('a time typed on the clock of a zone', () => {
  test.each([
    ['2026-03-14 09:26', 'UTC', '2026-03-14T09:26:00.000Z'],
    ['2026-03-14 09:26:53', 'UTC', '2026-03-14T09:26:53.000Z'],
    ['2026-03-14T09:26', 'Europe/Paris', '2026-03-14T08:26:00.000Z'],
    ['2026-07-14 09:26', 'Europe/Paris', '2026-07-14T07:26:00.000Z'],
    ['2026-03-14', 'America/New_York', '2026-03-14T04:00:00.000Z'],
    ['2026-03-14 09:26', 'Asia/Kathmandu', '2026-03-14T03:41:00.000Z'],
    // 02:30 does not exist that night: the clocks go from 02:00 to 03:00.
    ['2026-03-29 02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
    // 02:30 comes twice that night.
    ['2026-10-25 02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 03:30', 'Europe/Paris', '2026-10-25T02:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(wallToInstant(text, zone)).toBe(instant);
  });

  test.each(['', 'noon', '2026-02-30', '2026-13-01', '2026-03-14 25:00', '2026-03-14 9:26', 'now-1h'])(
    '"%s" is refused',
    (text) => {
      expect(wallToInstant(text, 'UTC')).toBeNull();
    },
  );

  test.each(['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns'])(
    'what is written in %s reads back as the same moment',
    (zone) => {
      const at = Date.parse('2026-03-14T09:26:53.000Z');
      expect(wallToInstant(instantToWall(at, zone), zone)).toBe('2026-03-14T09:26:53.000Z');
    },
  );
});
