import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written. */

export const acquireExamples: OperationExample[] = [
  {
    title: 'Lock deployments of a service while a pipeline runs',
    body: {
      environment: 'production',
      service: 'checkout',
      resource: 'deployment',
      reason: 'Release 4.2',
      ttlSeconds: 600,
      claimId: 'run-8841',
    },
  },
  {
    title: 'Wait up to half a minute for it',
    body: {
      environment: 'production',
      service: 'checkout',
      resource: 'deployment',
      claimId: 'run-8842',
      wait: 30,
    },
  },
  {
    title: 'Freeze an environment until further notice',
    body: { environment: 'production', reason: 'Data centre move', sticky: true },
  },
];

export const listLockExamples: OperationExample[] = [
  { title: 'What is held in production', query: { environment: 'production' } },
  { title: 'Who waits', query: { state: 'queued' } },
];

export const takeOverExamples: OperationExample[] = [
  {
    title: 'Take over from a pipeline that hangs',
    params: { id: '01900000-0000-7000-8000-000000000000' },
    body: { reason: 'Its runner is gone; hotfix waits', holder: 'alice', ttlSeconds: 900 },
  },
];

export const availabilityExamples: OperationExample[] = [
  { title: 'Where can checkout be deployed?', query: { service: 'checkout' } },
  { title: 'What is going on in production?', query: { environment: 'production' } },
];
