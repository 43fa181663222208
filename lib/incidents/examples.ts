import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API page. Client-safe. */

export const incidentExamples: readonly OperationExample[] = [
  {
    title: 'The checkout is down',
    body: {
      title: 'Checkout answers 500',
      service: 'checkout',
      environment: 'production',
      severity: 'P1',
      message: 'Since the last deployment, every second order fails.',
    },
  },
];

export const moveExamples: readonly OperationExample[] = [
  { title: 'Somebody looks into it', params: { number: '1' }, body: { status: 'investigating' } },
  {
    title: 'It is over, unless somebody has moved it meanwhile',
    params: { number: '1' },
    body: { status: 'resolved', from: 'investigating', comment: 'Rolled back to 1.4.1.' },
  },
];

export const ruleExamples: readonly OperationExample[] = [
  {
    title: 'Three database errors within a minute, each sort by itself',
    body: {
      name: 'Database errors in production',
      threshold: 3,
      windowSeconds: 60,
      environments: ['production'],
      messagePattern: 'database',
      groupBy: 'fingerprint',
    },
  },
];

export const incidentFigureExamples: readonly OperationExample[] = [
  { title: 'By severity, over 90 days', query: { from: 'now-90d', by: 'severity' } },
];
