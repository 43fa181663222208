import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API description. Client-safe. */

export const createExamples: OperationExample[] = [
  {
    title: 'A deployment, by numbers as the guide counts',
    body: {
      title: 'Deploy user-service v2.1.0 to production',
      attributes: {
        message: 'Deployed via GitHub Actions',
        type: 1,
        priority: 2,
        service: 'user-service',
        status: 3,
        environment: 7,
        owner: 'platform-team',
      },
      links: { pullRequestLink: 'https://github.com/org/repo/pull/123', ticket: 'PROJ-456' },
    },
  },
  {
    title: 'An incident, by names',
    body: {
      title: 'Database connection pool exhausted',
      attributes: {
        type: 'incident',
        priority: 'P1',
        service: 'database',
        status: 'open',
        environment: 'production',
        impact: 3,
        owner: 'ops-team',
        stakeHolders: ['backend-team', 'frontend-team'],
      },
    },
  },
];

export const updateExamples: OperationExample[] = [
  {
    title: 'It succeeded (with the id of your event)',
    body: {
      id: '01890000-0000-7000-8000-000000000000',
      attributes: { status: 'success', endDate: '2026-01-15T10:05:00Z' },
    },
  },
];

export const searchExamples: OperationExample[] = [
  { title: 'P1 incidents', query: { priority: '1', type: '4' } },
  {
    title: 'Deployments to production or UAT',
    query: { type: 'deployment', environment: ['production', 'UAT'] },
  },
  { title: 'What took place in January', query: { start_date: '2026-01-01', end_date: '2026-01-31' } },
];

export const listExamples: OperationExample[] = [
  { title: 'The ten newest', query: { per_page: '10', page: '1' } },
];

export const statsExamples: OperationExample[] = [
  {
    title: 'Deployments of a year',
    query: { start_date: '2026-01-01', end_date: '2026-12-31', types: 'deployment' },
  },
];

export const changelogExamples: OperationExample[] = [
  {
    title: 'A comment',
    body: { entry: { user: 'ann', changeType: 'commented', comment: 'Rolled out to all nodes' } },
  },
];

export const slackExamples: OperationExample[] = [
  { title: 'The message about it', body: { slackId: 'C024BE91L-1705312800.000100' } },
];
