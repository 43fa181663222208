import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API page. Client-safe. */

export const preflightExamples: readonly OperationExample[] = [
  {
    title: 'May checkout 4.2.0 go to production now?',
    body: { service: 'checkout', environment: 'production', version: '4.2.0' },
  },
];

export const ruleExamples: readonly OperationExample[] = [
  {
    title: 'No deployments from Friday afternoon to Monday morning',
    body: {
      kind: 'window',
      name: 'Quiet weekend',
      reason: 'Nobody is there to look after it.',
      environments: ['production'],
      schedule: {
        recurrence: 'weekly',
        days: ['friday'],
        from: '16:00',
        to: '08:00',
        extraDays: 2,
        zone: 'Europe/Paris',
      },
    },
  },
  {
    title: 'An hour in preproduction before production',
    body: {
      kind: 'order',
      name: 'Soak',
      mode: 'report_only',
      environments: ['production'],
      prerequisites: ['preproduction'],
      soakMinutes: 60,
    },
  },
];
