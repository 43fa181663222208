import { describe, expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { foldReports, joinsRun, lateReportMs, type RunReport } from './run-state';
import { runStatuses } from './vocabulary';

const instant = fc.integer({ min: 0, max: 500 }).map((minute) => new Date(minute * 60_000).toISOString());
const report = fc.record({
  status: fc.constantFrom(...runStatuses),
  receivedAt: instant,
  fields: fc.record(
    {
      by: fc.constantFrom('ci', 'anna'),
      sha: fc.constantFrom('abc1234', 'abc1234def'),
      startedAt: instant,
      completedAt: instant,
      metadata: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer(), { maxKeys: 3 }),
    },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<RunReport>;
/** At most one for each status, as the table has it. */
const set = fc.uniqueArray(report, { selector: ({ status }) => status, minLength: 1, maxLength: 5 });

const at = (minute: number) => new Date(minute * 60_000).toISOString();
const post = (status: RunReport['status'], minute: number, fields: RunReport['fields'] = {}): RunReport => ({
  status,
  receivedAt: at(minute),
  fields,
});

test('the posts of a run add up to the same state in any order', () => {
  fc.assert(
    fc.property(
      set.chain((reports) =>
        fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
      ),
      ([reports, shuffled]) => {
        expect(foldReports(shuffled)).toEqual(foldReports(reports));
      },
    ),
  );
});

test('a run never ends before it starts', () => {
  fc.assert(
    fc.property(set, (reports) => {
      const { startsAt, endsAt } = foldReports(reports);
      if (startsAt !== null && endsAt !== null) expect(startsAt <= endsAt).toBe(true);
    }),
  );
});

describe('one run', () => {
  test('a start that is reported after the end reopens nothing, and says when it began', () => {
    const told = post('started', 9, { startedAt: at(1) });
    expect(foldReports([post('completed', 5), told])).toMatchObject({
      status: 'completed',
      startsAt: at(1),
      endsAt: at(5),
    });
  });

  test('of two endings the worse one is believed, unless both tell when they happened', () => {
    expect(foldReports([post('failed', 1), post('completed', 2)]).status).toBe('failed');
    const failed = post('failed', 9, { completedAt: at(3) });
    expect(foldReports([failed, post('completed', 8, { completedAt: at(6) })]).status).toBe('completed');
  });

  test('what only an earlier post told is kept', () => {
    const pending = post('pending', 0, { by: 'anna', metadata: { a: 1, b: 1 } });
    const { fields } = foldReports([pending, post('completed', 2, { sha: 'abc1234', metadata: { b: 2 } })]);
    expect(fields).toEqual({ by: 'anna', sha: 'abc1234', metadata: { a: 1, b: 2 } });
  });

  test('only a run that is not over and a moment ago is met again without its invocation', () => {
    const earlier = { reported: ['started'] as const, lastReportAt: 0, superseded: false };
    expect(joinsRun(earlier, 10 * lateReportMs)).toBe(true);
    const over = { reported: ['started', 'completed'] as const, lastReportAt: 0, superseded: false };
    expect(joinsRun(over, lateReportMs)).toBe(true);
    expect(joinsRun(over, lateReportMs + 1)).toBe(false);
    expect(joinsRun({ ...over, superseded: true }, 1)).toBe(false);
  });
});
