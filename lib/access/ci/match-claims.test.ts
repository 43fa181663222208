import { describe, expect, test } from 'vitest';
import { mismatches } from './match-claims';

const claims = {
  sub: 'repo:acme/shop:ref:refs/heads/main',
  repository_id: '42',
  project_id: 42,
  ref: 'refs/heads/main',
  ref_protected: true,
  groups: ['acme'],
  environment: '',
};

describe('a run is meant by a rule', () => {
  test.each([
    ['without any claim', {}],
    ['with every value as it is', { repository_id: ['42'], ref: ['refs/heads/main'] }],
    ['with one value of several', { ref: ['refs/heads/dev', 'refs/heads/main'] }],
    ['with an id that comes as a number', { project_id: ['42'] }],
    ['with a flag', { ref_protected: ['true'] }],
    ['with the beginning of a ref', { ref: ['refs/heads/*'] }],
    ['with the beginning of a subject', { sub: ['repo:acme/shop:*'] }],
    ['with any value of a name', { ref: ['*'] }],
  ])('%s', (_, wanted) => {
    expect(mismatches(wanted, claims)).toEqual([]);
  });
});

describe('a run is not meant by a rule', () => {
  test.each([
    ['with another id', { repository_id: ['4'] }],
    ['with an id that begins alike', { repository_id: ['4*'] }],
    ['with an id in other characters', { project_id: ['42.0'] }],
    ['with one claim that differs', { repository_id: ['42'], ref: ['refs/heads/dev'] }],
    ['with a name in other case', { ref: ['refs/heads/Main'] }],
    ['with space around it', { ref: [' refs/heads/main '] }],
    ['with only a part of it', { ref: ['refs/heads/mai'] }],
    ['with a star inside', { ref: ['refs/*/main'] }],
    ['with a claim that it does not have', { actor: ['*'] }],
    ['with a claim that every object has', { constructor: ['*'], toString: ['*'] }],
    ['with a list', { groups: ['acme'] }],
    ['with no value at all', { ref: [] }],
  ])('%s', (_, wanted) => {
    expect(mismatches(wanted, claims)).not.toEqual([]);
  });

  test('and is told what differs', () => {
    expect(mismatches({ ref: ['refs/heads/dev'], actor: ['ada'] }, claims)).toEqual([
      { claim: 'ref', expected: ['refs/heads/dev'], actual: 'refs/heads/main' },
      { claim: 'actor', expected: ['ada'], actual: null },
    ]);
  });
});
