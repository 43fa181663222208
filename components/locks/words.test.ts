import { describe, expect, test } from 'vitest';
import { about, endedInWords, heldInWords, ordinal, scopeTitle, staleInWords } from './words';

const now = Date.parse('2026-03-14T09:00:00Z');

describe('a refusal is told in words', () => {
  test('who has it, until when, why, and the place in line', () => {
    expect(
      heldInWords(
        {
          holder: 'ci-4711',
          reason: 'Release 4.2',
          expiresAt: '2026-03-14T09:04:30Z',
          position: 3,
          estimateMs: 610_000,
        },
        'UTC',
        now,
      ),
    ).toBe(
      'It is held by ci-4711 until 09:04, for 4 m 30 s more (Release 4.2). You would be 3rd in line, about 10 m from now.',
    );
  });

  test('a lock without an end, and one that nobody has yet', () => {
    expect(heldInWords({ holder: 'jane', position: 1, estimateMs: null }, 'UTC', now)).toBe(
      'It is held by jane until it is released. You would be 1st in line.',
    );
    expect(heldInWords({ holder: null, position: 2 }, 'UTC', now)).toContain('Nobody has it');
  });

  test('what became of a term that is over', () => {
    expect(
      staleInWords(
        { state: 'ended', endedAs: 'taken_over', endedBy: 'jane', endedAt: '2026-03-14T09:00:00Z' },
        'UTC',
      ),
    ).toBe('It was taken over by jane at 09:00:00.');
    expect(staleInWords({ state: 'held' }, 'UTC')).toContain('another term');
    expect(staleInWords({}, 'UTC')).toBe('It left the line.');
  });
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [13, '13th'],
  [22, '22nd'],
  [101, '101st'],
])('place %i is the %s', (n, expected) => {
  expect(ordinal(n)).toBe(expected);
});

test('an estimate claims no more than it knows', () => {
  expect(about(3_200)).toBe('about 10 s');
  expect(about(95_000)).toBe('about 1 m 40 s');
  expect(about(605_000)).toBe('about 10 m');
});

test('an ending names who ended it only when that was somebody else', () => {
  expect(endedInWords({ endedAs: 'released', endedBy: 'ci', holder: 'ci' })).toBe('Released');
  expect(endedInWords({ endedAs: 'taken_over', endedBy: 'jane', holder: 'ci' })).toBe('Taken over by jane');
  expect(endedInWords({ endedAs: 'expired', endedBy: 'system', holder: 'ci' })).toBe('Expired');
});

test('a scope begins a sentence, and names keep their spelling', () => {
  expect(
    scopeTitle({ level: 'resource', environment: 'production', service: 'checkout', resource: 'deployment' }),
  ).toBe('deployment of checkout in production');
  expect(scopeTitle({ level: 'environment', environment: 'UAT', service: null, resource: null })).toBe(
    'Everything in UAT',
  );
});
