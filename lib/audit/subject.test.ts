import { expect, test } from 'vitest';
import { operations } from '@/lib/api/operations';
import { changes } from '@/lib/http/admit';
import { changed, nothingChanged } from './changed';
import { subjectOf } from './subject';

test('what a change is about is named by its kind', () => {
  expect(subjectOf('/api/v2/incidents/{number}/status', { number: '17' }, {})).toBe('incident:17');
  expect(subjectOf('/api/v2/incidents', {}, { number: 18 })).toBe('incident:18');
  expect(
    subjectOf('/api/v2/versions/{service}/{version}/approvals', { service: 'a', version: '1' }, {}),
  ).toBe('version:a/1');
  expect(subjectOf('/api/v2/locks/{id}/release', { id: 'x' }, null)).toBe('lock:x');
});

test('no operation that changes something by id leaves out what kind of thing it changes', () => {
  const bare = operations.filter(
    (operation) =>
      changes(operation) &&
      operation.path.includes('{') &&
      !subjectOf(operation.path, { id: 'x' }, {}).includes(':'),
  );
  expect(bare.map(({ id }) => id)).toEqual([]);
});

test('before and after hold the fields that differ, and nothing that always does', () => {
  expect(changed({ a: 1, b: [1], c: null, revision: 1 }, { a: 1, b: [2], d: 4, revision: 2 })).toEqual({
    before: { b: [1], c: null },
    after: { b: [2], d: 4 },
  });
});

test('only what tells both sides can say that nothing changed', () => {
  expect(nothingChanged({ before: {}, after: {} })).toBe(true);
  expect(nothingChanged(changed({ a: [1] }, { a: [1], revision: 2 }))).toBe(true);
  expect(nothingChanged({ before: { a: 1 }, after: { a: 2 } })).toBe(false);
  expect(nothingChanged({ before: { a: 1 }, after: null })).toBe(false);
  expect(nothingChanged({ after: {} })).toBe(false);
  expect(nothingChanged({})).toBe(false);
});
