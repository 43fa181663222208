import { expect, test } from 'vitest';
import { countsCsv } from './counts-csv';

test('the counts come as a table with one row for each bar', () => {
  const csv = countsCsv({
    from: '2026-03-14T09:00:00.000Z',
    to: '2026-03-14T11:00:00.000Z',
    binMs: 3_600_000,
    bins: [{ at: '2026-03-14T10:00:00.000Z', counts: { succeeded: 3, failed: 1 } }],
  });
  expect(csv).toBe(
    'from,to,planned,running,succeeded,failed,aborted,attention,noted,total\r\n' +
      '2026-03-14T10:00:00.000Z,2026-03-14T11:00:00.000Z,0,0,3,1,0,0,0,4\r\n',
  );
});
