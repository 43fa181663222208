import { describe, expect, test } from 'vitest';
import { ruleDraft } from '@/lib/incidents/rule-schemas';
import { burstInWords, endInWords, secondsInWords } from './words';

const rule = (more: object) => ruleDraft.parse({ name: 'A', ...more });

describe('a rule in words', () => {
  test.each([
    [{}, '5 or more errors of one service within 5 minutes open an incident.'],
    [
      {
        threshold: 3,
        windowSeconds: 60,
        environments: ['production'],
        messagePattern: 'database',
        groupBy: 'fingerprint',
      },
      '3 or more errors that say the same of one service in production with “database” in the message within 1 minute open an incident.',
    ],
    [
      { threshold: 1, levels: ['fatal'], services: ['payments'] },
      'A single fatal error of payments opens an incident.',
    ],
    [
      { levels: ['warn', 'critical'], services: ['a', 'b', 'c', 'd', 'e'], windowSeconds: 90 },
      '5 or more warnings or critical errors of one of a, b, c and 2 more within 90 seconds open an incident.',
    ],
  ])('%o', (more, words) => {
    expect(burstInWords(rule(more))).toBe(words);
  });

  test('says how an incident ends, and what a burst after that does', () => {
    expect(endInWords(rule({}))).toEqual([
      'It stays open until somebody resolves it.',
      'A burst within 1 hour after it was resolved opens the same one again.',
    ]);
    expect(endInWords(rule({ quietSeconds: 600, autoResolveSeconds: 7200, reopenSeconds: 0 }))).toEqual([
      'After 2 hours of silence it is resolved by itself.',
      'For 10 minutes after its end, further signals are counted to it and open nothing.',
      'A burst after it was resolved opens a new one.',
    ]);
  });

  test.each([
    [1, '1 second'],
    [90, '90 seconds'],
    [300, '5 minutes'],
    [86_400, '1 day'],
    [90_000, '25 hours'],
  ])('%i seconds are %s', (seconds, words) => {
    expect(secondsInWords(seconds)).toBe(words);
  });
});
