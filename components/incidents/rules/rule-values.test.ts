import { expect, test } from 'vitest';
import { rebased } from '@/components/forms/rebased';
import { ruleDraft } from '@/lib/incidents/rule-schemas';
import { newRule, patchOf, readRule, valuesOf } from './rule-values';

const rule = ruleDraft.parse({
  name: 'Database',
  threshold: 3,
  windowSeconds: 90,
  quietSeconds: 600,
  autoResolveSeconds: 7200,
  services: ['orders'],
});

test('a rule comes out of its form as it went in', () => {
  expect(readRule(valuesOf(rule), rule.position)).toEqual({ rule, errors: null });
  expect(readRule(valuesOf(newRule), newRule.position)).toEqual({ rule: newRule, errors: null });
});

test('lengths of time are shown in the largest unit that fits', () => {
  const values = valuesOf(rule);
  expect([values.window, values.quiet, values.silence, values.reopen]).toEqual([
    { amount: '90', unit: 'seconds' },
    { amount: '10', unit: 'minutes' },
    { amount: '2', unit: 'hours' },
    { amount: '1', unit: 'hours' },
  ]);
});

test.each([
  ['threshold', { threshold: '0' }, /whole number from 1 to 100,000/],
  ['threshold', { threshold: 'five' }, /whole number/],
  ['window', { window: { amount: '2', unit: 'days' as const } }, /at least 1 second, at most 1 day/],
  ['quiet', { quiet: { amount: '', unit: 'minutes' as const } }, /at least 0, at most 1 day/],
  ['silence', { resolves: true, silence: { amount: '30', unit: 'seconds' as const } }, /at least 1 minute/],
  ['reopen', { reopen: { amount: '31', unit: 'days' as const } }, /at most 30 days/],
  ['levels', { levels: [] }, /at least one level/],
  ['name', { name: '  ' }, /Must not be empty\./],
  ['messagePattern', { messagePattern: 'x'.repeat(501) }, /longer than 500/],
] as const)('what cannot be saved is explained at its field: %s %o', (field, change, words) => {
  const { errors } = readRule({ ...valuesOf(rule), ...change }, 1);
  expect(Object.keys(errors ?? {})).toEqual([field]);
  expect(errors?.[field]).toMatch(words);
});

test('a silence that is not asked for is not looked at', () => {
  const values = { ...valuesOf(rule), resolves: false, silence: { amount: 'x', unit: 'hours' as const } };
  expect(readRule(values, 1).rule?.autoResolveSeconds).toBeNull();
});

test('only what was touched is sent', () => {
  expect(patchOf({ ...rule, threshold: 9 }, rule)).toEqual({ threshold: 9 });
  expect(patchOf(rule, rule)).toEqual({});
});

test('what was typed stays when somebody else was faster, and the rest follows them', () => {
  const before = valuesOf(rule);
  const typed = { ...before, threshold: '9' };
  const newer = valuesOf({ ...rule, threshold: 4, windowSeconds: 60 });
  expect(rebased(typed, before, newer)).toEqual({ ...newer, threshold: '9' });
});
