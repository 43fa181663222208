import { describe, expect, test } from 'vitest';
import { differencesFrom, verifiedOf } from './verified';

const verified = {
  issuer: 'https://token.actions.githubusercontent.com',
  actor: 'ada',
  repository: 'acme/shop',
  sha: '8fe1b322a576d59fe6257052a4107df7dc1b8c78',
  ref: 'refs/heads/main',
  run: 'https://github.com/acme/shop/actions/runs/1',
  environment: 'production',
};

describe('an event agrees with its run', () => {
  test.each([
    ['in every word', { sha: verified.sha, environment: 'production' }],
    ['with a shortened commit', { sha: '8FE1B32', environment: 'Production' }],
    ['where it says nothing', { sha: null, environment: null }],
  ])('%s', (_, event) => {
    expect(differencesFrom(verified, event)).toEqual([]);
    expect(differencesFrom({ ...verified, sha: null, environment: null }, event)).toEqual([]);
  });
});

test('an event that names another commit or environment than its run is told so', () => {
  expect(differencesFrom(verified, { sha: '8fe1b3', environment: 'UAT' })).toEqual([
    { fact: 'commit', reported: '8fe1b3', verified: verified.sha },
    { fact: 'environment', reported: 'UAT', verified: 'production' },
  ]);
});

describe('what is stored of a run', () => {
  test('is answered as it is', () => {
    expect(verifiedOf({ ...verified })).toEqual(verified);
  });

  test.each([null, undefined, 'text', 7, [], {}, { actor: 'x' }, { issuer: 7 }])(
    'is nothing where it is no run: %j',
    (stored) => {
      expect(verifiedOf(stored)).toBeNull();
    },
  );

  test('has no other fields, no other types, and no link but http', () => {
    expect(verifiedOf({ issuer: 'i', actor: {}, run: ' javascript:alert(1)', role: 'admin' })).toEqual({
      issuer: 'i',
      actor: null,
      repository: null,
      sha: null,
      ref: null,
      run: null,
      environment: null,
    });
  });
});
