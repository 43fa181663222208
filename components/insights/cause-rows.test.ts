import { expect, test } from 'vitest';
import { causeRows, causeText, placeInWords, readCauseFilter } from './cause-rows';

const row = (number: number, rank: number | null, service = 'a', kind = 'deployment' as const) => ({
  number,
  title: '',
  eventId: '',
  eventTitle: '',
  service,
  kind,
  rank,
  at: '2026-11-19T00:00:00.000Z',
});
const rows = [row(1, 1), row(2, 3), row(3, null, 'b'), row(4, 7)];
const shown = (text: string) =>
  causeRows(rows, readCauseFilter(new URLSearchParams(text))).map(({ number }) => number);

test.each([
  ['', [1, 2, 3, 4]],
  ['rank=first', [1]],
  ['rank=three', [1, 2]],
  ['rank=unranked', [3]],
  ['rank=best', [1, 2, 3, 4]],
  [`cause=${causeText({ service: 'b', kind: 'deployment' })}`, [3]],
  ['cause=deployment/a&rank=first', [1]],
  ['cause=/', [1, 2, 3, 4]],
])('%s shows %o', (text, numbers) => {
  expect(shown(text)).toEqual(numbers);
});

test('a service with slashes in its name is still one', () => {
  expect(readCauseFilter(new URLSearchParams({ cause: 'drift/team/a' })).cause).toEqual({
    kind: 'drift',
    service: 'team/a',
  });
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [22, '22nd'],
  [112, '112th'],
  [null, 'not ranked'],
])('%s is %s', (rank, words) => {
  expect(placeInWords(rank)).toBe(words);
});
