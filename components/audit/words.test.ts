import { expect, test } from 'vitest';
import { readAuditUrl } from './audit-url';
import { fieldChanges, operationText, subjectHref, titleOf } from './words';

test('an operation reads as words', () => {
  expect(operationText('updateIncident')).toBe('Update incident');
  expect(operationText('signIn')).toBe('Sign in');
});

test('before and after stand side by side, field by field', () => {
  expect(fieldChanges({ before: { status: 'open', a: 1 }, after: { status: 'closed', b: [] } })).toEqual([
    { name: 'status', before: 'open', after: 'closed' },
    { name: 'a', before: '1', after: undefined },
    { name: 'b', before: undefined, after: '[]' },
  ]);
  expect(fieldChanges({ before: null, after: { title: '' } })).toEqual([
    { name: 'title', before: undefined, after: 'empty' },
  ]);
  expect(fieldChanges({ before: [1], after: null })).toEqual([
    { name: '', before: '[\n 1\n]', after: undefined },
  ]);
  expect(fieldChanges({ before: null, after: null })).toEqual([]);
});

test('a hostile subject leads nowhere but to a page of its kind', () => {
  expect(subjectHref('event:../../x?y')).toBe('/events/..%2F..%2Fx%3Fy');
  expect(subjectHref('javascript:alert(1)')).toBeNull();
});

test('values of the address that the API would refuse are left out and named', () => {
  const state = readAuditUrl(new URLSearchParams('outcome=maybe&caller=Ann&caller=Bob&from=never&x=1'));
  expect(state.filters).toBe('caller=Ann&caller=Bob');
  expect(state.refused).toEqual(['outcome', 'from']);
});

test('what it was about is called by its title where one was kept', () => {
  expect(titleOf({ before: { title: 'old' }, after: { title: 'new' } })).toBe('new');
  expect(titleOf({ before: { name: 'gone' }, after: null })).toBe('gone');
  expect(titleOf({ before: null, after: ['x'] })).toBeNull();
});
