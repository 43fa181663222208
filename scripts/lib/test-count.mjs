/**
 * Turns what a test runner reported into `{ passed, failed, skipped }`.
 *
 * A run that reports nothing, ran nothing, or ended badly without a failing test counts as one failure: an empty run
 * must never look like a good one.
 */
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string }} Count */

/**
 * Counts a report of Vitest's JSON reporter.
 *
 * @param {any} report
 * @returns {Count}
 */
export function countVitest(report) {
  const files = report.testResults ?? [];
  // A file that could not even be loaded has no tests of its own in the report.
  const broken = files.filter(
    (file) =>
      file.status === 'failed' && !(file.assertionResults ?? []).some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests ?? 0,
    failed: (report.numFailedTests ?? 0) + broken,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/**
 * Counts a report of Playwright's JSON reporter. A flaky test is one that failed.
 *
 * @param {any} report
 * @returns {Count}
 */
export function countPlaywright(report) {
  const stats = report.stats ?? {};
  return {
    passed: stats.expected ?? 0,
    failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0),
    skipped: stats.skipped ?? 0,
  };
}

/**
 * The final count of a runner: its report, corrected by how the process ended.
 *
 * @param {(report: any) => Count} count
 * @param {string} file the report
 * @param {{ code: number | null, timedOut: boolean }} ended
 * @returns {Count}
 */
export function countRun(count, file, ended) {
  let result = { passed: 0, failed: 0, skipped: 0 };
  let note;
  try {
    result = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    note = 'ended without a report';
  }
  if (ended.timedOut) note = 'ran out of time';
  if (!note && result.passed + result.failed === 0) note = 'ran no tests';
  if (!note && ended.code !== 0 && result.failed === 0) note = 'failed outside of a test';
  // The failing tests of a run that was cut short are known; that it was cut short is a failure of its own.
  return note ? { ...result, failed: result.failed + 1, note } : result;
}
