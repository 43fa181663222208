import { describe, expect, it, test } from 'vitest';
import { type EventKind, eventKinds, levels, phases } from '@/lib/events/vocabulary';
import { type SuspectPart, suspectParts } from '@/lib/incidents/vocabulary';
import { fc } from '@/lib/testing/properties';
import { type ChangeFacts, type IncidentFacts, mostPoints, type Relation, scoreSuspect } from './score';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 20, 12);
const production = { name: 'production', tier: 'production' };
const mco = { name: 'mco', tier: 'production' };
const uat = { name: 'UAT', tier: 'staging' };
const same: Relation = { direction: 'same', distance: 0 };

const incident = (more: Partial<IncidentFacts> = {}): IncidentFacts => ({
  startedAt: start,
  service: 'checkout',
  environment: production,
  errorFirstAt: null,
  ...more,
});
/** A deployment that ended ten minutes before the start. */
const change = (more: Partial<ChangeFacts> = {}): ChangeFacts => ({
  kind: 'deployment',
  phase: 'succeeded',
  level: null,
  category: null,
  eventType: null,
  service: 'checkout',
  environment: production,
  relation: same,
  at: start - 15 * minute,
  until: start - 10 * minute,
  rolledBack: false,
  past: { confirmed: 0, cleared: 0 },
  ...more,
});
function part(name: SuspectPart, more: Partial<ChangeFacts>, about: Partial<IncidentFacts> = {}) {
  const found = scoreSuspect(incident(about), change(more)).parts.find((each) => each.part === name);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}
const at = (before: number, length: number | null = 0) => ({
  at: start - before,
  until: length === null ? null : start - before + length,
});

test('the parts can add up to exactly one hundred', () => {
  expect(Object.values(mostPoints).reduce((sum, most) => sum + most, 0)).toBe(100);
  expect(Object.keys(mostPoints).sort()).toEqual([...suspectParts].sort());
});

describe('closeness in time', () => {
  it.each([
    ['ended at the start', at(5 * minute, 5 * minute), 30, 'Ended 0 s before the start'],
    ['ended ten minutes before', at(15 * minute, 5 * minute), 25.7, 'Ended 10 min before the start'],
    ['ended an hour before', at(2 * hour, hour), 15, 'Ended 1 h before the start'],
    ['is a point in time', at(hour), 15, 'Happened 1 h before the start'],
    ['ended a day before', at(24 * hour), 1.2, 'Happened 1 d before the start'],
    ['was under way for an hour', at(hour, null), 26.7, 'Was under way at the start, since 1 h'],
    ['was under way and ended later', at(hour, 2 * hour), 26.7, 'Was under way at the start, since 1 h'],
    [
      'began three minutes after',
      at(-3 * minute, minute),
      6,
      'Began 3 min after the start; the start may have been noticed late',
    ],
    [
      'began fifteen minutes after',
      at(-15 * minute),
      0,
      'Began 15 min after the start; the start may have been noticed late',
    ],
  ])('of a deployment that %s', (_, times, points, reason) => {
    expect(part('closeness', times)).toMatchObject({ points, reason, most: 30 });
  });

  it('of a drift counts from when it was found, however long it stays', () => {
    expect(part('closeness', { kind: 'drift', ...at(3 * hour, null) })).toMatchObject({
      points: 7.5,
      reason: 'Reported 3 h before the start',
    });
  });
});

describe('distance in the graph', () => {
  it.each([
    [same, 20, 'The same service'],
    [{ direction: 'upstream', distance: 1 }, 12, 'checkout depends on ledger, 1 step away'],
    [{ direction: 'upstream', distance: 2 }, 7, 'checkout depends on ledger, 2 steps away'],
    [{ direction: 'downstream', distance: 1 }, 6, 'ledger depends on checkout, 1 step away'],
    [{ direction: 'downstream', distance: 2 }, 3, 'ledger depends on checkout, 2 steps away'],
    [{ direction: 'unrelated', distance: 0 }, 0, 'ledger is not near checkout in the graph'],
  ] as [Relation, number, string][])('of %o', (relation, points, reason) => {
    const service = relation.direction === 'same' ? 'checkout' : 'ledger';
    expect(part('distance', { relation, service })).toMatchObject({ points, reason });
  });
});

describe('the environment', () => {
  it.each([
    ['the same', production, production, 12, 'The same environment, production'],
    ['none of the change', production, null, 6, 'The change names no environment'],
    ['none of the incident', null, uat, 6, 'The incident names no environment'],
    ['another of the same tier', production, mco, 1.8, 'In mco, of the same tier as production'],
    ['another tier', production, uat, 0, 'In UAT, not in production'],
  ])('when it is %s', (_, mine, theirs, points, reason) => {
    expect(part('environment', { environment: theirs }, { environment: mine })).toMatchObject({
      points,
      reason,
    });
  });

  it('makes everything else about a change count less when it is another one', () => {
    expect(part('closeness', { environment: uat, ...at(0) })).toMatchObject({
      points: 7.5,
      reason: 'Happened 0 s before the start; counts less, being in another environment',
    });
    const near = scoreSuspect(incident(), change({ environment: uat, ...at(0) })).score;
    const old = scoreSuspect(incident(), change(at(20 * hour))).score;
    expect(near).toBeLessThan(old);
  });
});

describe('the kind of change', () => {
  const facts = (kind: EventKind, more: Partial<ChangeFacts> = {}) => ({ kind, ...more });
  it.each([
    [facts('deployment'), 15],
    [facts('operation', { category: 'configuration' }), 13.1],
    [facts('operation', { eventType: 'operation.feature-flag.toggled' }), 13.1],
    [facts('infra', { eventType: 'service.config.changed', level: 'info' }), 13.1],
    [facts('operation', { category: 'migration' }), 12],
    [facts('operation', { category: 'reconfigurable' }), 12],
    [facts('infra', { eventType: 'database.failover.finished', level: 'warn' }), 8.3],
    [facts('drift', { category: 'configuration' }), 5.3],
    [facts('infra', { eventType: 'database.backup.finished', level: 'info' }), 2.3],
    [facts('build'), 1.5],
  ])('%o', (more, points) => {
    expect(part('kind', more).points).toBe(points);
  });
});

describe('the outcome', () => {
  it.each([
    [{ rolledBack: true }, 5, 'It was rolled back'],
    [{ phase: 'failed' }, 4, 'It failed'],
    [{ phase: 'aborted' }, 3, 'It was aborted on its way'],
    [{ phase: 'attention' }, 2, 'It ended with a warning'],
    [{ phase: 'running', until: null }, 1, 'It has not ended'],
    [{ phase: 'succeeded' }, 0, 'Nothing went wrong with it as far as it says'],
    [{ kind: 'drift', phase: 'failed' }, 0, 'A drift has no outcome'],
  ] as [Partial<ChangeFacts>, number, string][])('of %o', (more, points, reason) => {
    expect(part('outcome', more)).toMatchObject({ points, reason });
  });
});

describe('the first sight of this error', () => {
  const upstream: Relation = { direction: 'upstream', distance: 1 };
  it.each([
    ['at the end of the change', {}, start - 10 * minute, 13],
    ['while it was under way', at(hour, null), start, 12.2],
    ['two hours after it', at(2 * hour), start, 6.5],
    ['before it', {}, start - 16 * minute, 0],
    ['at an unknown time', {}, null, 0],
    ['after a change of what it depends on', { relation: upstream, ...at(0) }, start, 6.5],
    [
      'after a change of what depends on it',
      { relation: { direction: 'downstream', distance: 1 } as Relation },
      start,
      0,
    ],
  ])('%s', (_, more, errorFirstAt, points) => {
    expect(part('firstSight', more, { errorFirstAt }).points).toBe(points);
  });

  it('lifts the deployment that brought it above a nearer one of the infrastructure', () => {
    const about = incident({ errorFirstAt: start });
    const deployment = scoreSuspect(about, change(at(20 * minute)));
    const backup = scoreSuspect(about, change({ kind: 'infra', level: 'info', ...at(minute) }));
    expect(deployment.score).toBeGreaterThan(backup.score);
  });
});

describe('past guilt', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 2.1],
    [10, 0, 4.2],
    [0, 1, 0.7],
    [0, 10, 0.2],
    [5, 5, 2.2],
  ])('of %i confirmed and %i cleared', (confirmed, cleared, points) => {
    expect(part('past', { past: { confirmed, cleared } }).points).toBe(points);
  });
});

const place = fc.constantFrom(null, production, mco, uat);
const relation = fc.constantFrom<Relation>(
  same,
  { direction: 'upstream', distance: 1 },
  { direction: 'upstream', distance: 2 },
  { direction: 'downstream', distance: 1 },
  { direction: 'downstream', distance: 2 },
  { direction: 'unrelated', distance: 0 },
);
const day = 24 * hour;
const anyChange = fc
  .record({
    kind: fc.constantFrom(...eventKinds),
    phase: fc.constantFrom(...phases),
    level: fc.option(fc.constantFrom(...levels)),
    category: fc.option(fc.constantFrom('configuration', 'migration', '')),
    environment: place,
    relation,
    before: fc.integer({ min: -20 * minute, max: 40 * day }),
    length: fc.option(fc.integer({ min: 0, max: 2 * day })),
    rolledBack: fc.boolean(),
    past: fc.record({ confirmed: fc.nat(50), cleared: fc.nat(50) }),
  })
  .map(({ before, length, ...more }) => change({ ...more, ...at(before, length) }));
const anyIncident = fc
  .record({
    environment: place,
    errorFirstAt: fc.option(fc.integer({ min: start - 30 * day, max: start + hour })),
  })
  .map(incident);

describe('whatever the change', () => {
  test('its score is from 0 to 100 and the sum of its parts, none of which is more than its most', () => {
    fc.assert(
      fc.property(anyIncident, anyChange, (about, candidate) => {
        const { score, parts } = scoreSuspect(about, candidate);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 5);
        for (const { points, most, reason } of parts) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(most);
          expect(reason).not.toBe('');
        }
      }),
    );
  });

  test('the nearer before the start it ended, the more suspect it is', () => {
    const shift = fc.integer({ min: 0, max: day });
    fc.assert(
      fc.property(anyIncident, anyChange, shift, (about, candidate, by) => {
        const length = (candidate.until ?? candidate.at) - candidate.at;
        const over = { ...candidate, at: start - length, until: start };
        const earlier = { ...over, at: over.at - by, until: over.until - by };
        // An error that was seen before the later one began speaks for the earlier one alone.
        const known = { ...about, errorFirstAt: null };
        expect(scoreSuspect(known, over).score).toBeGreaterThanOrEqual(scoreSuspect(known, earlier).score);
      }),
    );
  });

  test('nothing after the start is as close as anything within the hour before', () => {
    fc.assert(
      fc.property(
        anyIncident,
        fc.integer({ min: 1, max: hour }),
        fc.integer({ min: 0, max: hour }),
        (about, after, before) => {
          const late = scoreSuspect(about, change(at(-after))).score;
          expect(scoreSuspect(about, change(at(before))).score).toBeGreaterThanOrEqual(late);
        },
      ),
    );
  });

  test('the same service is at least as suspect as any neighbour', () => {
    fc.assert(
      fc.property(anyIncident, anyChange, (about, candidate) => {
        const own = scoreSuspect(about, { ...candidate, relation: same }).score;
        expect(own).toBeGreaterThanOrEqual(scoreSuspect(about, candidate).score);
      }),
    );
  });

  test('the same environment is at least as suspect as any other', () => {
    fc.assert(
      fc.property(anyIncident, anyChange, (about, candidate) => {
        const here = scoreSuspect(about, { ...candidate, environment: about.environment }).score;
        expect(here).toBeGreaterThanOrEqual(scoreSuspect(about, candidate).score);
      }),
    );
  });

  test('a further confirmed one makes it no less suspect, a cleared one no more', () => {
    fc.assert(
      fc.property(anyIncident, anyChange, (about, candidate) => {
        const { confirmed, cleared } = candidate.past;
        const { score } = scoreSuspect(about, candidate);
        const more = scoreSuspect(about, { ...candidate, past: { confirmed: confirmed + 1, cleared } });
        const less = scoreSuspect(about, { ...candidate, past: { confirmed, cleared: cleared + 1 } });
        expect(more.score).toBeGreaterThanOrEqual(score);
        expect(less.score).toBeLessThanOrEqual(score);
      }),
    );
  });
});
