import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { assign, loose } from '../detection/assign';
import { type Simulation, simulate } from './simulate';

const rule: Simulation = {
  threshold: 3,
  windowMs: 10,
  quietMs: 0,
  reopenMs: 50,
  autoResolveMs: 20,
  now: 1_000_000,
};

describe('the lab', () => {
  it('finds nothing where a rule would open nothing', () => {
    expect(simulate(rule, [])).toEqual([]);
    expect(simulate(rule, [0, 5, 11, 20])).toEqual([]);
  });
  it('opens one, lets it collect, and resolves it after silence', () => {
    expect(simulate(rule, [0, 5, 10, 30, 50])).toEqual([
      { from: 0, to: 5, start: 0, last: 50, end: 70, reopened: 0 },
    ]);
  });
  it('lets one go on that is not silent yet', () => {
    expect(simulate({ ...rule, now: 25 }, [0, 5, 10])).toMatchObject([{ end: null }]);
    expect(simulate({ ...rule, autoResolveMs: null }, [0, 5, 10, 500_000])).toMatchObject([
      { to: 4, end: null },
    ]);
  });
  it('opens it again within the reopen time, and takes what lay between', () => {
    expect(simulate(rule, [0, 5, 10, 40, 80, 80, 80])).toEqual([
      { from: 0, to: 7, start: 0, last: 80, end: 100, reopened: 1 },
    ]);
    expect(simulate(rule, [0, 5, 10, 81, 81, 81])).toHaveLength(2);
  });
  it('counts signals of the quiet time to what has ended', () => {
    expect(simulate({ ...rule, quietMs: 5 }, [0, 5, 10, 35, 35, 35])).toMatchObject([{ to: 6, end: 30 }]);
  });
  it('ends one where people really ended it, and opens none again that they closed', () => {
    const end = (at: number, closed: boolean) => (index: number) => (index < 3 ? { at, closed } : undefined);
    const times = [0, 5, 10, 16, 17, 18];
    const never = { ...rule, autoResolveMs: null };
    expect(simulate(never, times, end(12, true))).toMatchObject([
      { to: 3, end: 12 },
      { from: 3, end: null },
    ]);
    expect(simulate(never, times, end(12, false))).toMatchObject([{ to: 6, reopened: 1 }]);
    expect(simulate(never, times, () => null)).toMatchObject([{ to: 6, reopened: 0, end: null }]);
  });
});

test('without ends it finds what detection finds, start and members', () => {
  const sorted = fc
    .array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(
      sorted,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 30 }),
      (times, threshold, windowMs) => {
        const limits = { ...rule, threshold, windowMs, autoResolveMs: null };
        const { steps, joins } = assign(limits, [], [], times);
        const [found, ...more] = simulate(limits, times);
        expect(more).toEqual([]);
        expect(found?.start).toBe(steps[0]?.step === 'open' ? steps[0].start : undefined);
        expect(found ? found.to - found.from : 0).toBe(joins.filter((join) => join !== loose).length);
      },
    ),
    { numRuns: 2000 },
  );
});
