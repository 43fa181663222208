import { expect, test } from 'vitest';
import { changesBetween, rebased } from './rebased';

const before = { name: 'pipeline', scopes: ['read'], rate: '' };

test('what was touched is kept, and what was not follows whoever was faster', () => {
  const typed = { ...before, name: 'mine' };
  const newer = { name: 'theirs', scopes: ['read', 'events:write'], rate: '' };
  expect(rebased(typed, before, newer)).toEqual({ ...newer, name: 'mine' });
});

test('a list that says the same was not touched, whether it is the same object or not', () => {
  const newer = { ...before, scopes: ['admin'] };
  expect(rebased({ ...before, scopes: [...before.scopes] }, before, newer)).toEqual(newer);
});

test('what somebody else has changed is told field by field, as it is now', () => {
  const now = { name: 'theirs', scopes: ['read', 'admin'], rate: '' };
  const told = changesBetween(before, now, {
    scopes: { label: 'Scopes', words: (scopes) => scopes.join(', ') },
    name: { label: 'Name', words: (name) => name },
    rate: { label: 'Requests a minute', words: (rate) => rate },
  });
  expect(told).toEqual([
    { label: 'Scopes', now: 'read, admin' },
    { label: 'Name', now: 'theirs' },
  ]);
});

test('what a field has no words for is not told', () => {
  expect(changesBetween(before, { ...before, name: 'theirs' }, {})).toEqual([]);
});
