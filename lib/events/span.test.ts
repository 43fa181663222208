import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { longAfterMs, type SpanInput, spanOf } from './span';
import { hasEnded, isOngoing, statuses } from './vocabulary';

const minute = 60_000;
const base: SpanInput = {
  status: 'success',
  startsAt: null,
  endsAt: null,
  endedAt: null,
  createdAt: 1000 * minute,
  relatedCreatedAt: null,
};

describe('the span of an activity', () => {
  it.each<[string, Partial<SpanInput>, { at: number; until: number | null; durationMs: number | null }]>([
    [
      'reported once, without times, is a point at its creation',
      {},
      { at: 1000, until: 1000, durationMs: null },
    ],
    [
      'with start and end lasts from one to the other',
      { startsAt: 10, endsAt: 25 },
      { at: 10, until: 25, durationMs: 15 },
    ],
    [
      'that goes on has no end yet',
      { status: 'start', startsAt: 10 },
      { at: 10, until: null, durationMs: null },
    ],
    ['that is an open issue has no end yet', { status: 'open' }, { at: 1000, until: null, durationMs: null }],
    [
      'that is planned without an end is a point ahead',
      { status: 'planned', startsAt: 2000 },
      { at: 2000, until: 2000, durationMs: null },
    ],
    [
      'that goes on but has a set end keeps it',
      { status: 'start', startsAt: 10, endsAt: 40 },
      { at: 10, until: 40, durationMs: 30 },
    ],
    [
      'ended by a later report lasts from its creation to that report',
      { endedAt: 1012 },
      { at: 1000, until: 1012, durationMs: 12 },
    ],
    [
      'ended by a report after a known start counts as the reference does',
      { startsAt: 990, endedAt: 1012 },
      { at: 990, until: 1012, durationMs: 12 },
    ],
    [
      'related to an earlier one lasts since that one',
      { relatedCreatedAt: 940 },
      { at: 1000, until: 1000, durationMs: 60 },
    ],
    [
      'that ended before it was reported keeps a sane span',
      { endsAt: 500 },
      { at: 1000, until: 1000, durationMs: null },
    ],
  ])('%s', (_name, input, expected) => {
    const inMinutes = Object.fromEntries(
      Object.entries(input).map(([name, value]) => [
        name,
        typeof value === 'number' && name !== 'createdAt' ? value * minute : value,
      ]),
    );
    const span = spanOf({ ...base, ...inMinutes });
    const scaled = (value: number | null) => (value === null ? null : value / minute);
    expect({ at: scaled(span.at), until: scaled(span.until), durationMs: scaled(span.durationMs) }).toEqual(
      expected,
    );
  });

  it('never ends before it starts, never lasts less than nothing, and is open exactly while it goes on', () => {
    const time = fc.integer({ min: 0, max: 10 * longAfterMs });
    const maybe = fc.option(time);
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom(...statuses)),
        maybe,
        maybe,
        maybe,
        time,
        maybe,
        (status, startsAt, length, endedAt, createdAt, relatedCreatedAt) => {
          const endsAt = length === null ? null : (startsAt ?? 0) + length;
          const span = spanOf({
            status,
            startsAt,
            endsAt,
            endedAt: hasEnded(status) ? endedAt : null,
            createdAt,
            relatedCreatedAt,
          });
          expect(span.until === null).toBe(isOngoing(status) && endsAt === null);
          if (span.until !== null) expect(span.until).toBeGreaterThanOrEqual(span.at);
          if (span.durationMs !== null) expect(span.durationMs).toBeGreaterThanOrEqual(0);
          expect(span.long).toBe(span.until === null || span.until - span.at > longAfterMs);
        },
      ),
    );
  });
});
