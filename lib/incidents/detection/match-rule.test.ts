import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { type Matchable, patternFinder, type Rule, readyRule, readyRules, ruleOf } from './match-rule';

const rule = (fields: Partial<Rule> = {}): Rule => ({
  id: 1,
  name: 'Bursts of errors',
  position: 100,
  enabled: true,
  threshold: 5,
  windowSeconds: 300,
  levels: ['error', 'critical', 'fatal'],
  services: [],
  environments: [],
  messagePattern: '',
  groupBy: 'service',
  quietSeconds: 0,
  autoResolveSeconds: null,
  reopenSeconds: 3600,
  ...fields,
});
const signal = (fields: Partial<Matchable> = {}): Matchable => ({
  level: 'error',
  service: 'checkout',
  environment: null,
  texts: ['Connection to database timed out'],
  ...fields,
});
const takes = (fields: Partial<Rule>, of: Partial<Matchable> = {}) =>
  readyRule(rule(fields)).takes(signal(of));

describe('a rule takes', () => {
  it.each(['error', 'critical', 'fatal'] as const)('%s', (level) => expect(takes({}, { level })).toBe(true));
  it.each(['trace', 'debug', 'info', 'essential', 'warn', null] as const)(
    'not %s, unless it says so',
    (level) => expect(takes({}, { level })).toBe(false),
  );
  it('warn when it says so', () => expect(takes({ levels: ['warn'] }, { level: 'warn' })).toBe(true));
  it('a service in any spelling, and no other', () => {
    expect(takes({ services: ['  CHECKOUT '] })).toBe(true);
    expect(takes({ services: ['check'] })).toBe(false);
  });
  it('an environment in any spelling, no other and not none', () => {
    expect(takes({ environments: ['Production'] }, { environment: 'production' })).toBe(true);
    expect(takes({ environments: ['Production'] }, { environment: 'UAT' })).toBe(false);
    expect(takes({ environments: ['Production'] })).toBe(false);
    expect(takes({}, { environment: 'UAT' })).toBe(true);
  });
  it.each([
    ['database', true],
    ['DATABASE', true],
    ['connection*timed', true],
    ['*out*', true],
    ['***', true],
    ['timed*connection', false],
    ['data base', false],
    ['.*', false],
    ['(', false],
  ])('what matches the pattern %j: %s', (messagePattern, expected) =>
    expect(takes({ messagePattern })).toBe(expected),
  );
  it('what matches in the title or in the message', () => {
    expect(takes({ messagePattern: 'oom' }, { texts: ['OOM killed', ''] })).toBe(true);
    expect(takes({ messagePattern: 'oom*killed' }, { texts: ['OOM', 'killed'] })).toBe(false);
  });
});

test('a signal belongs to the first rule by position that takes it, of equals to the older one, and to none that is off', () => {
  const rules = readyRules([
    rule({ id: 9, position: 1, enabled: false }),
    rule({ id: 5, position: 20 }),
    rule({ id: 4, position: 20, levels: ['error'] }),
    rule({ id: 7, position: 10, services: ['payments'] }),
  ]);
  expect(ruleOf(rules, signal())?.id).toBe(4);
  expect(ruleOf(rules, signal({ level: 'fatal' }))?.id).toBe(5);
  expect(ruleOf(rules, signal({ service: 'payments' }))?.id).toBe(7);
  expect(ruleOf(rules, signal({ level: 'info' }))).toBeUndefined();
});

test('a pattern means what a regular expression of the same parts means', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 30 });
  fc.assert(
    fc.property(letters, text, (pattern, within) => {
      const naive = new RegExp(pattern.split('*').join('[^]*'), 'i').test(within);
      expect(patternFinder(pattern)(within)).toBe(naive);
    }),
    { numRuns: 2000 },
  );
});

test('a megabyte that nearly matches everywhere is read once', () => {
  const finder = patternFinder(`${'a'.repeat(249)}*${'a'.repeat(240)}b`);
  expect(finder('a'.repeat(1_000_000))).toBe(false);
  expect(finder(`${'a'.repeat(1_000_000)}b`)).toBe(true);
});
