import { expect, test } from 'vitest';
import { check, checkEnds, checkOrder, checkOver, checkTerms, checkTokens } from './check';
import type { Claim, Entry } from './log';

const entry = (from: number, op: Entry['op'], token: number, more: Partial<Entry> = {}): Entry => ({
  op,
  from,
  to: from + 1,
  outcome: op === 'acquire' ? 'granted' : 'accepted',
  path: '1/2/x/',
  token,
  ...more,
});
let ids = 0;
const claim = (more: Partial<Claim>): Claim => ({
  id: `claim-${++ids}`,
  path: '1/2/x/',
  state: 'ended',
  token: null,
  queueNo: null,
  queuedAt: null,
  seenUntil: null,
  grantedAt: null,
  endedAt: null,
  endedAs: 'released',
  forced: false,
  ...more,
});

test('a run in which all is well has no violation', () => {
  const log = [
    entry(0, 'acquire', 1),
    entry(10, 'renew', 1, { leftMs: 5 }),
    entry(20, 'release', 1),
    entry(30, 'verify', 1, { outcome: 'refused' }),
    entry(22, 'acquire', 2),
    entry(40, 'acquire', 3, { path: '2/' }),
    entry(50, 'verify', 2, { leftMs: 1 }),
  ];
  const claims = [
    claim({ token: 1, grantedAt: 0, endedAt: 20 }),
    claim({ token: 2, queueNo: 1, queuedAt: 5, grantedAt: 20, endedAt: 90, seenUntil: 30 }),
    claim({ path: '1/', queueNo: 2, queuedAt: 6, endedAt: 60, seenUntil: 50, endedAs: 'dropped' }),
    claim({ path: '1/3/', token: 4, grantedAt: 50, endedAt: 60 }),
  ];
  expect(check(log, claims)).toEqual([]);
});

test.each([
  ['a grant with a smaller token', [entry(0, 'acquire', 5), entry(10, 'acquire', 4)]],
  [
    'a grant with the same token elsewhere',
    [entry(0, 'acquire', 5), entry(10, 'acquire', 5, { path: '1/' })],
  ],
  ['a stale token that verifies', [entry(0, 'acquire', 5), entry(10, 'acquire', 6), entry(20, 'verify', 5)]],
  [
    'one that renews against a wider lock',
    [entry(0, 'acquire', 5), entry(10, 'acquire', 6, { path: '' }), entry(20, 'renew', 5)],
  ],
  [
    'one that releases',
    [entry(0, 'acquire', 5), entry(10, 'acquire', 6, { path: '1/2/' }), entry(20, 'release', 5)],
  ],
])('is told: %s', (_, log) => {
  expect(checkTokens(log)).toHaveLength(1);
});

test('calls that were under way at the same time accuse nobody', () => {
  expect(
    checkTokens([entry(0, 'acquire', 5), entry(10, 'acquire', 6, { to: 99 }), entry(20, 'verify', 5)]),
  ).toEqual([]);
});

test.each([
  ['renewed after its release', [entry(0, 'release', 1), entry(10, 'renew', 1)]],
  ['accepted after its expiry', [entry(0, 'verify', 1, { leftMs: 0 })]],
])('is told: %s', (_, log) => {
  expect(checkEnds(log)).toHaveLength(1);
});

test.each([
  ['two holders of one scope', { path: '1/2/x/' }],
  ['a wide one over a narrow one', { path: '' }],
  ['a narrow one in a wide one', { path: '1/2/x/y/' }],
])('is told: %s', (_, second) => {
  const claims = [
    claim({ token: 1, grantedAt: 0, endedAt: 20 }),
    claim({ token: 2, grantedAt: 19, endedAt: 30, ...second }),
  ];
  expect(checkTerms(claims)).toHaveLength(1);
  expect(checkTerms(claims.map((one) => ({ ...one, endedAt: 19 })))).toEqual([]);
});

test.each(['queued', 'held'])('is told: what is still %s at the end', (state) => {
  expect(checkOver([claim({ state, endedAs: null })])).toHaveLength(1);
});

test.each([
  ['by one that came later', { queueNo: 2, queuedAt: 6 }],
  ['by one that did not wait at all', {}],
  ['by one of a narrower scope', { path: '1/2/x/' }],
])('is told: a waiter that was overtaken %s', (_, more) => {
  const first = claim({ path: '1/', queueNo: 1, queuedAt: 5, grantedAt: 50, endedAt: 60, token: 9 });
  const second = claim({ path: '1/2/', token: 8, grantedAt: 20, endedAt: 30, ...more });
  expect(checkOrder([first, second])).toHaveLength(1);
  expect(checkOrder([first, { ...second, forced: true }])).toEqual([]);
  expect(checkOrder([{ ...first, path: '2/' }, second])).toEqual([]);
  expect(checkOrder([{ ...first, grantedAt: null, seenUntil: 19 }, second])).toEqual([]);
});
