import { expect, test } from 'vitest';
import { estimateWait, median } from './estimate';

const minute = 60_000;
const holds = [4 * minute, 10 * minute, 10 * minute, 60 * minute];

test.each([
  ['the first waits for the rest of the usual term', { heldForMs: 4 * minute }, 6 * minute],
  ['the third also for the terms of two others', { position: 3, heldForMs: 4 * minute }, 26 * minute],
  ['no longer than until the expiry', { heldForMs: 4 * minute, expiresInMs: minute }, minute],
  ['a holder beyond the usual needs some more', { heldForMs: 30 * minute }, 5 * minute],
  ['nobody holds it, and nothing is in the way', { heldForMs: null }, 0],
  ['nobody holds it, but it is kept for a moment', { heldForMs: null, delayMs: 5_000 }, 5_000],
  ['the past says nothing', { holds: [], heldForMs: 1 }, null],
  ['the past says nothing, and nobody is before', { holds: [], heldForMs: null, delayMs: 300 }, 300],
  ['the past says nothing of those before', { holds: [], position: 2, heldForMs: null }, null],
])('%s', (_, facts, expected) => {
  const base = { position: 1, holds, heldForMs: null, expiresInMs: null, delayMs: 0 };
  expect(estimateWait({ ...base, ...facts })).toBe(expected);
});

test.each([
  [[], null],
  [[5], 5],
  [[3, 1], 2],
  [[9, 1, 2], 2],
])('the median of %j is %s', (values, expected) => {
  expect(median(values)).toBe(expected);
});
