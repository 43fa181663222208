import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countPlaywright, countRun, countVitest } from './test-count.mjs';
import { closingLine } from './test-report.mjs';

const folder = mkdtempSync(join(tmpdir(), 'shiplog-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reported(report: unknown): string {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
  return file;
}

const good = {
  numPassedTests: 3,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [] }],
};

describe('the count at the end of npm test', () => {
  test('takes over what the runner reported', () => {
    const report = reported({ ...good, numFailedTests: 2, numPendingTests: 1 });
    expect(countRun(countVitest, report, { code: 1, timedOut: false })).toEqual({
      passed: 3,
      failed: 2,
      skipped: 1,
    });
  });

  test('has a failure for a test file that could not be loaded', () => {
    const broken = {
      ...good,
      testResults: [...good.testResults, { status: 'failed', assertionResults: [] }],
    };
    expect(countRun(countVitest, reported(broken), { code: 1, timedOut: false }).failed).toBe(1);
  });

  test.each([
    ['ran nothing', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0, false, 'ran no tests'],
    ['only skipped', { ...good, numPassedTests: 0, numPendingTests: 3 }, 0, false, 'ran no tests'],
    ['broke between the tests', good, 1, false, 'failed outside of a test'],
    ['was killed', good, null, false, 'failed outside of a test'],
    ['never ended', good, null, true, 'ran out of time'],
    ['left half a report', '{"numPassed', 1, false, 'ended without a report'],
  ])('has a failure for a runner that %s', (_, report, code, timedOut, note) => {
    const count = countRun(countVitest, reported(report), { code, timedOut });
    expect(count).toMatchObject({ failed: 1, note });
  });

  test('has a failure for a runner that wrote no report at all', () => {
    const count = countRun(countPlaywright, join(folder, 'none.json'), { code: 0, timedOut: false });
    expect(count).toEqual({ passed: 0, failed: 1, skipped: 0, note: 'ended without a report' });
  });

  test('counts a flaky journey as failed', () => {
    const report = reported({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 } });
    expect(countRun(countPlaywright, report, { code: 1, timedOut: false })).toMatchObject({
      passed: 5,
      failed: 2,
    });
  });

  test('adds up all steps in one line', () => {
    const results = [
      { passed: 1, failed: 0 },
      { passed: 40, failed: 2 },
    ];
    expect(closingLine(results)).toBe('41 passed, 2 failed');
  });
});
