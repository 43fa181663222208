import { expect, test } from 'vitest';
import { ruleBody } from '@/lib/preflight/rule-schemas';
import { ruleInWords } from './words';

const daily = { recurrence: 'daily', from: '22:00', to: '06:00', zone: 'Europe/Paris' };

test.each([
  [
    { kind: 'window', environments: ['production'], schedule: daily },
    'No deployments to production: every day from 22:00 until 06:00 on the next day (Europe/Paris).',
  ],
  [
    {
      kind: 'window',
      services: ['shop', 'web'],
      schedule: {
        ...daily,
        recurrence: 'weekly',
        days: ['friday'],
        from: '16:00',
        to: '08:00',
        extraDays: 2,
      },
    },
    'No deployments of shop or web to any environment: every Friday from 16:00 until Monday 08:00 (Europe/Paris).',
  ],
  [
    { kind: 'window', schedule: { ...daily, recurrence: 'weekly', days: ['sunday', 'monday'], to: '23:00' } },
    'No deployments to any environment: every Monday and Sunday from 22:00 until 23:00 (Europe/Paris).',
  ],
  [
    { kind: 'window', schedule: { ...daily, recurrence: 'weekly', days: ['friday'], extraDays: 6 } },
    'No deployments to any environment: every Friday from 22:00 until the next Friday 06:00 (Europe/Paris).',
  ],
  [
    {
      kind: 'window',
      schedule: {
        recurrence: 'monthly',
        days: [-1, 1, 22, -3, 13],
        from: '00:00',
        to: '00:00',
        extraDays: 1,
      },
    },
    'No deployments to any environment: on the 1st, the 13th, the 22nd, the 3rd to last day and the last day of every month from 00:00 until 00:00 2 days later (UTC).',
  ],
  [
    {
      kind: 'window',
      schedule: { recurrence: 'once', startsAt: '2026-12-24T18:00', endsAt: '2027-01-02T08:00' },
    },
    'No deployments to any environment: from 24 Dec 2026, 18:00 until 2 Jan 2027, 08:00 (UTC).',
  ],
  [
    {
      kind: 'order',
      environments: ['production'],
      prerequisites: ['UAT', 'preprod'],
      strict: true,
      soakMinutes: 90,
    },
    'A version goes to production only after UAT and preprod, in this order, and 90 minutes there without a failure.',
  ],
  [
    { kind: 'order', environments: ['a', 'b'], prerequisites: ['UAT'], strict: true },
    'A version goes to a or b only after UAT.',
  ],
  [{ kind: 'concurrency' }, 'One deployment of a service at a time to any environment.'],
  [
    {
      kind: 'approval',
      services: ['shop'],
      environments: ['production'],
      types: ['QA', 'Security'],
      count: 2,
    },
    'A version of shop goes to production only when it is approved for QA and Security by 2 people each.',
  ],
])('%j reads well', (rule, words) => {
  expect(ruleInWords(ruleBody.parse({ name: 'Rule', ...rule }))).toBe(words);
});
