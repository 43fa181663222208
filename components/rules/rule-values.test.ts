import { expect, test } from 'vitest';
import { rebased } from '@/components/forms/rebased';
import { type RuleInput, ruleBody } from '@/lib/preflight/rule-schemas';
import { errorsOfProblem, newValues, readRule, scheduleOfValues, valuesOf } from './rule-values';

const daily = { from: '22:00', to: '06:00', extraDays: 1, zone: 'Europe/Paris' };
const rules: RuleInput[] = [
  { kind: 'window', name: 'a', schedule: { recurrence: 'daily', ...daily } },
  { kind: 'window', name: 'a', schedule: { recurrence: 'weekly', days: ['friday', 'sunday'], ...daily } },
  { kind: 'window', name: 'a', schedule: { recurrence: 'monthly', days: [1, -1], ...daily } },
  {
    kind: 'window',
    name: 'a',
    schedule: { recurrence: 'once', startsAt: '2026-12-24T18:00', endsAt: '2027-01-02T08:00' },
  },
  { kind: 'order', name: 'a', mode: 'report_only', prerequisites: ['UAT'], strict: true, soakMinutes: 90 },
  { kind: 'concurrency', name: 'a', reason: 'Because', services: ['x'], environments: ['y'] },
  { kind: 'approval', name: 'a', mode: 'disabled', types: ['QA'], count: 3 },
];

test.each(rules)('%j survives the form', (input) => {
  const rule = ruleBody.parse(input);
  expect(readRule(valuesOf(rule))).toEqual({ rule, errors: null });
});

test('a new rule needs a name, and is otherwise a weekend by the clock of its writer', () => {
  const values = newValues('Asia/Tokyo');
  expect(readRule(values).errors).toEqual({ name: 'Must not be empty.' });
  expect(readRule({ ...values, name: 'Weekend' }).rule).toMatchObject({
    schedule: { recurrence: 'weekly', days: ['friday'], zone: 'Asia/Tokyo' },
  });
});

test('what is wrong stands at its field, in words for who typed it', () => {
  const values = { ...newValues('UTC'), name: 'a' };
  const errors = (more: object) => readRule({ ...values, ...more }).errors;
  expect(errors({ zone: 'Paris' })).toEqual({ zone: 'Is no known time zone; write it like Europe/Paris.' });
  expect(errors({ weekdays: [] })).toEqual({ weekdays: 'Choose at least one day.' });
  expect(errors({ recurrence: 'monthly', monthDays: [] })).toEqual({ monthDays: 'Choose at least one day.' });
  expect(errors({ recurrence: 'once' })).toHaveProperty('startsAt', 'Choose a date and a time.');
  expect(errors({ recurrence: 'once', startsAt: '2026-01-02T10:00', endsAt: '2026-01-01T10:00' })).toEqual({
    endsAt: 'It has to end after it begins.',
  });
  expect(errors({ kind: 'order', soak: { amount: 'x', unit: 'hours' } })).toEqual({
    prerequisites: 'Name at least one environment.',
    soak: 'Write a whole number of minutes: at most 90 days.',
  });
  expect(errors({ kind: 'approval', count: '11' })).toHaveProperty(
    'count',
    'Write a whole number from 1 to 10.',
  );
});

test('the preview needs a schedule and nothing else', () => {
  const values = newValues('UTC');
  expect(scheduleOfValues(values)).toMatchObject({ recurrence: 'weekly' });
  expect(scheduleOfValues({ ...values, zone: 'Paris' })).toBeNull();
});

test('what the API refuses is told at the field', () => {
  const problem = {
    type: 'about:blank',
    title: '',
    status: 422,
    detail: '',
    errors: [{ pointer: '/schedule/zone', detail: 'is unknown' }],
  };
  expect(errorsOfProblem(problem as never, newValues('UTC'))).toEqual({ zone: 'Is unknown.' });
  expect(errorsOfProblem(null, newValues('UTC'))).toBeNull();
});

test('over what somebody else has changed, only what was typed stays', () => {
  const before = { ...newValues('UTC'), name: 'a' };
  const newer = { ...before, name: 'b', reason: 'theirs' };
  expect(rebased({ ...before, name: 'mine' }, before, newer)).toMatchObject({
    name: 'mine',
    reason: 'theirs',
  });
});
