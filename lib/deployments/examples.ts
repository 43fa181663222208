import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API page. Client-safe. */

export const matrixExamples: readonly OperationExample[] = [
  { title: 'What runs in staging and production', query: { environment: ['preproduction', 'production'] } },
  { title: 'As it was yesterday at this time', query: { at: 'now-24h' } },
];

export const differenceExamples: readonly OperationExample[] = [
  { title: 'What changed within a day', query: { from: 'now-24h' } },
  { title: 'What has not reached production', query: { left: 'preproduction', right: 'production' } },
];

export const listExamples: readonly OperationExample[] = [
  {
    title: 'What failed in production this week',
    query: { environment: 'production', phase: 'failed', from: 'now-7d' },
  },
  { title: 'Rollbacks of one service', query: { service: 'checkout', change: 'rollback' } },
];

export const comparisonExamples: readonly OperationExample[] = [
  {
    title: 'Two deployments',
    query: {
      from: '01900000-0000-7000-8000-000000000001',
      to: '01900000-0000-7000-8000-000000000002',
    },
  },
];

export const approvalExamples: readonly OperationExample[] = [
  {
    title: 'Tested and good for production',
    params: { service: 'checkout', version: '4.2.0' },
    body: { type: 'QA', environment: 'production', comment: 'Regression suite 1142' },
  },
];
