import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written on a fresh installation, for the API description. Client-safe. */

export const createExamples: readonly OperationExample[] = [
  {
    title: 'A deployment that has succeeded',
    body: {
      kind: 'deployment',
      title: 'Deploy payment-api v2.1.0',
      service: 'payment-api',
      environment: 'production',
      status: 'success',
      version: 'v2.1.0',
      source: 'gitlab-ci',
      owner: 'payments',
    },
  },
  {
    title: 'Planned work, known by the id it has at its source',
    body: {
      kind: 'operation',
      title: 'Upgrade the database to PostgreSQL 18',
      service: 'orders-db',
      environment: 'production',
      status: 'planned',
      priority: 'P2',
      startsAt: '2030-01-15T02:00:00Z',
      endsAt: '2030-01-15T04:00:00Z',
      source: 'change-calendar',
      externalId: 'CHG-4711',
      links: [{ title: 'Runbook', url: 'https://wiki.example.org/runbooks/postgres' }],
    },
  },
];

export const batchExamples: readonly OperationExample[] = [
  {
    title: 'A build and a drift',
    body: {
      events: [
        {
          kind: 'build',
          title: 'Build checkout 512',
          service: 'checkout',
          status: 'success',
          version: '512',
        },
        {
          kind: 'drift',
          title: 'Replica count differs',
          service: 'checkout',
          environment: 'UAT',
          status: 'open',
        },
      ],
    },
  },
];

export const listExamples: readonly OperationExample[] = [
  {
    title: 'Deployments to production that failed within the last week',
    query: { kind: 'deployment', environment: 'production', phase: 'failed', from: 'now-7d' },
  },
];

export const updateExamples: readonly OperationExample[] = [
  { title: 'It is done', body: { status: 'success' } },
];

export const commentExamples: readonly OperationExample[] = [
  { title: 'An approval', body: { type: 'approved', comment: 'Go ahead', author: 'ada' } },
];
