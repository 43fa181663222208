import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { type Schedule, scheduleSchema } from './rule-schemas';
import { nextWindow, nextWindows, openWindow } from './schedule';

const at = (text: string) => Date.parse(text);
const written = (input: unknown): Schedule => scheduleSchema.parse(input);
const shown = (span: { startsAt: number; endsAt: number } | null) =>
  span && [span.startsAt, span.endsAt].map((instant) => new Date(instant).toISOString().slice(0, 16));

describe('a no-deploy window', () => {
  const weekend = written({
    recurrence: 'weekly',
    days: ['friday'],
    from: '16:00',
    to: '08:00',
    extraDays: 2,
    zone: 'Europe/Paris',
  });
  it('goes over midnight and over days, by the clock of its zone', () => {
    expect(shown(openWindow(weekend, at('2026-06-06T12:00Z')))).toEqual([
      '2026-06-05T14:00',
      '2026-06-08T06:00',
    ]);
    expect(openWindow(weekend, at('2026-06-05T13:59:59.999Z'))).toBeNull();
  });
  it('begins with its first instant and ends before its last', () => {
    expect(openWindow(weekend, at('2026-06-05T14:00Z'))).not.toBeNull();
    expect(openWindow(weekend, at('2026-06-08T06:00Z'))).toBeNull();
    expect(openWindow(weekend, at('2026-06-08T05:59:59.999Z'))).not.toBeNull();
  });
  it('is an hour shorter in the night when clocks go forward, and an hour longer when they go back', () => {
    const night = written({ recurrence: 'daily', from: '22:00', to: '06:00', zone: 'Europe/Paris' });
    expect(shown(openWindow(night, at('2026-03-29T00:30Z')))).toEqual([
      '2026-03-28T21:00',
      '2026-03-29T04:00',
    ]);
    expect(shown(openWindow(night, at('2026-10-25T00:30Z')))).toEqual([
      '2026-10-24T20:00',
      '2026-10-25T05:00',
    ]);
  });
  it('begins after the gap when the clocks skip its beginning, and is none when they skip all of it', () => {
    const early = { recurrence: 'daily', from: '02:30', zone: 'Europe/Paris' };
    const long = written({ ...early, to: '04:00' });
    expect(shown(openWindow(long, at('2026-03-29T01:30Z')))).toEqual([
      '2026-03-29T01:00',
      '2026-03-29T02:00',
    ]);
    const short = written({ ...early, to: '02:45' });
    expect(shown(nextWindow(short, at('2026-03-28T12:00Z')))).toEqual([
      '2026-03-30T00:30',
      '2026-03-30T00:45',
    ]);
  });
  it('covers both of the hours that come twice', () => {
    const early = written({ recurrence: 'daily', from: '02:15', to: '02:45', zone: 'Europe/Paris' });
    expect(shown(openWindow(early, at('2026-10-25T00:50Z')))).toEqual([
      '2026-10-25T00:15',
      '2026-10-25T01:45',
    ]);
  });
  it('counts days of a month from its end, and months without such a day have none', () => {
    const last = written({ recurrence: 'monthly', days: [-1], from: '00:00', to: '00:00' });
    expect(shown(openWindow(last, at('2028-02-29T12:00Z')))).toEqual([
      '2028-02-29T00:00',
      '2028-03-01T00:00',
    ]);
    const end = written({ recurrence: 'monthly', days: [31], from: '09:00', to: '17:00' });
    expect(nextWindows(end, at('2026-01-31T18:00Z'), 3).map(shown)).toEqual([
      ['2026-03-31T09:00', '2026-03-31T17:00'],
      ['2026-05-31T09:00', '2026-05-31T17:00'],
      ['2026-07-31T09:00', '2026-07-31T17:00'],
    ]);
  });
  it('is joined with those that it touches', () => {
    const days = written({
      recurrence: 'weekly',
      days: ['monday', 'tuesday', 'thursday'],
      from: '00:00',
      to: '00:00',
    });
    expect(shown(openWindow(days, at('2026-06-02T12:00Z')))).toEqual([
      '2026-06-01T00:00',
      '2026-06-03T00:00',
    ]);
  });
  it('that never closes has an end far away', () => {
    const always = written({ recurrence: 'daily', from: '00:00', to: '00:00' });
    const now = at('2026-06-02T12:00Z');
    const { startsAt = 0, endsAt = 0 } = openWindow(always, now) ?? {};
    expect(endsAt - now).toBeGreaterThan(399 * 86_400_000);
    expect(now - startsAt).toBeGreaterThan(399 * 86_400_000);
  });
  it('of one time is open once', () => {
    const once = written({
      recurrence: 'once',
      startsAt: '2026-12-24T18:00',
      endsAt: '2027-01-02T08:00',
      zone: 'America/New_York',
    });
    const span = ['2026-12-24T23:00', '2027-01-02T13:00'];
    expect(shown(openWindow(once, at('2026-12-31T12:00Z')))).toEqual(span);
    expect(nextWindows(once, at('2026-06-01T12:00Z'), 3).map(shown)).toEqual([span]);
    expect(nextWindow(once, at('2027-01-02T13:00Z'))).toBeNull();
    expect(nextWindow(once, at('2020-01-01T00:00Z'))).toBeNull();
  });
});

test.each([
  ['an offset', { zone: '+02:00' }],
  ['a zone that nobody knows', { zone: 'Mars/Olympus' }],
  ['a zone that is no name', { zone: 'Europe Paris' }],
  ['no day', { days: [] }],
  ['a time that no clock shows', { from: '24:00' }],
])('a schedule with %s is refused', (_, part) => {
  const base = { recurrence: 'weekly', days: ['friday'], from: '16:00', to: '08:00', zone: 'Europe/Paris' };
  expect(scheduleSchema.safeParse(base).success).toBe(true);
  expect(scheduleSchema.safeParse({ ...base, ...part }).success).toBe(false);
});

/** Nights in which clocks change, forward and back; in Apia a whole day was skipped. */
const changes: [zone: string, around: string][] = [
  ['Europe/Paris', '2026-03-29T01:00Z'],
  ['Europe/Paris', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
  ['America/St_Johns', '2006-10-29T02:31Z'],
];

const minuteMs = 60_000;
const dayMs = 86_400_000;
const daysAround = 16;

interface Clock {
  first: number;
  /** What it shows in each minute. */
  walls: number[];
  /** The first and the last minute that show a time. */
  shown: Map<number, [number, number]>;
}

/** What the clock shows in each minute of some weeks, asked one by one. */
function clockOf(zone: string, around: number): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const first = around - daysAround * dayMs;
  const walls = Array.from({ length: (2 * daysAround * dayMs) / minuteMs }, (_, index) =>
    Date.parse(`${format.format(first + index * minuteMs).replace(' ', 'T')}Z`),
  );
  const shown = new Map<number, [number, number]>();
  walls.forEach((wall, index) => {
    shown.set(wall, [shown.get(wall)?.[0] ?? index, index]);
  });
  return { first, walls, shown };
}

/** The minute that a wall time means, by looking at all those that show it, or at what comes after the gap. */
function minuteOf({ walls, shown }: Clock, wall: number, last: boolean): number {
  const found = shown.get(wall);
  if (found) return last ? found[1] : found[0];
  return walls.findIndex((shows) => shows > wall);
}

const time = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 * 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 24 * 60 - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 60, 90, 120, 150, 180, 23 * 60) },
  )
  .map(
    (minutes) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
  );
const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const shared = { from: time, to: time, extraDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })) };
const schedules = fc.oneof(
  fc.record({ recurrence: fc.constant('daily' as const), ...shared }),
  fc.record({
    recurrence: fc.constant('weekly' as const),
    days: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 7 }),
    ...shared,
  }),
  fc.record({
    recurrence: fc.constant('monthly' as const),
    days: fc.uniqueArray(fc.constantFrom(1, 2, 8, 25, 29, 30, 31, -1, -2, -3), {
      minLength: 1,
      maxLength: 4,
    }),
    ...shared,
  }),
);

/** Whether a date is a day of the schedule, from the calendar rather than from arithmetic. */
function isDay(schedule: Schedule, midnight: number): boolean {
  if (schedule.recurrence === 'once') return false;
  if (schedule.recurrence === 'daily') return true;
  const date = new Date(midnight);
  if (schedule.recurrence === 'weekly') {
    const name = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })
      .format(date)
      .toLowerCase();
    return (schedule.days as readonly string[]).includes(name);
  }
  const month: number[] = [];
  for (
    const day = new Date(date);
    day.getUTCMonth() === date.getUTCMonth();
    day.setUTCDate(day.getUTCDate() + 1)
  )
    month.push(day.getUTCDate());
  const fromEnd = -month.length;
  return schedule.days.includes(date.getUTCDate()) || schedule.days.includes(fromEnd);
}

/** For each minute whether a window is open, from every window that begins on any of the days. */
function covered(schedule: Schedule, clock: Clock): Uint8Array {
  const { walls } = clock;
  const open = new Uint8Array(walls.length);
  if (schedule.recurrence === 'once') return open;
  const first = Math.floor((walls[0] as number) / dayMs) * dayMs;
  const lastWall = walls.at(-1) as number;
  const offset = (text: string) => Date.parse(`1970-01-01T${text}Z`);
  for (let midnight = first + dayMs; midnight < lastWall; midnight += dayMs) {
    if (!isDay(schedule, midnight)) continue;
    const endDay = midnight + (schedule.extraDays + (schedule.to > schedule.from ? 0 : 1)) * dayMs;
    const from = minuteOf(clock, midnight + offset(schedule.from), false);
    const to = minuteOf(clock, endDay + offset(schedule.to), true);
    if (from < 0) continue;
    open.fill(1, from, to < 0 ? walls.length : to);
  }
  return open;
}

test.each(changes)(
  'around the night when clocks change in %s at %s, windows are open when the clock says so',
  (zone, around) => {
    const clock = clockOf(zone, at(around));
    const { first, walls } = clock;
    const middle = (daysAround * dayMs) / minuteMs;
    fc.assert(
      fc.property(
        schedules,
        fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -3 * 1440, max: 3 * 1440 })),
        fc.constantFrom(0, 1, 30_000, 59_999),
        (input, minutes, rest) => {
          const schedule = written({ ...input, zone });
          const open = covered(schedule, clock);
          const index = middle + minutes;
          const found = openWindow(schedule, first + index * minuteMs + rest);
          if (!open[index]) {
            expect(found).toBeNull();
            return;
          }
          let [from, to] = [index, index];
          while (open[from - 1]) from--;
          while (open[to]) to++;
          // Windows that go on for weeks are joined beyond what was looked at.
          if (from > 9 * 1440) expect(found?.startsAt).toBe(first + from * minuteMs);
          if (to < walls.length - 9 * 1440) expect(found?.endsAt).toBe(first + to * minuteMs);
          expect(found).not.toBeNull();
        },
      ),
      { numRuns: 200 },
    );
  },
);

test('the next window is the open one, or begins when no other one has begun before it', () => {
  fc.assert(
    fc.property(
      schedules,
      fc.constantFrom(...changes),
      fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
      (input, [zone, around], minutes) => {
        const schedule = written({ ...input, zone });
        const instant = at(around) + minutes * minuteMs;
        const next = nextWindow(schedule, instant);
        const open = openWindow(schedule, instant);
        if (open || !next) {
          if (open) expect(next).toEqual(open);
          else expect(input.recurrence).toBe('monthly');
          return;
        }
        expect(next.startsAt).toBeGreaterThan(instant);
        expect(openWindow(schedule, next.startsAt)).toEqual(next);
        expect(openWindow(schedule, next.startsAt - 1)).toBeNull();
        expect(openWindow(schedule, next.endsAt)).toBeNull();
        const between = instant + Math.floor((next.startsAt - instant) / 2);
        if (between < next.startsAt) expect(nextWindow(schedule, between)).toEqual(next);
      },
    ),
    { numRuns: 200 },
  );
});
