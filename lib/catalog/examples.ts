import type { OperationExample } from '@/lib/http/operation';

/** Calls of the catalog that work as written, for the API page. Client-safe. */

export const catalogExamples: readonly OperationExample[] = [
  { title: 'Critical services of one team', query: { slaLevel: 'critical', owner: 'team-payments' } },
  { title: 'What nobody has described yet', query: { discovered: 'true' } },
];

export const describeExamples: readonly OperationExample[] = [
  {
    title: 'Describe a service',
    params: { name: 'payments-gateway' },
    body: {
      type: 'project',
      language: 'golang',
      platform: 'kubernetes',
      owner: 'team-payments',
      repository: 'https://git.example.com/payments/gateway',
      sla: { level: 'critical', uptimePercentage: 99.95, responseTimeMs: 300 },
      dependsOn: ['payments-ledger'],
      deliverables: [{ name: 'http-kit', type: 'library', version: '2.4.0' }],
      channels: [{ type: 'slack', name: '#payments', url: 'https://example.slack.com/archives/C0PAY' }],
    },
  },
];

export const patchExamples: readonly OperationExample[] = [
  { title: 'Hand it over', params: { name: 'payments-gateway' }, body: { owner: 'team-checkout' } },
];

export const graphExamples: readonly OperationExample[] = [
  { title: 'Around one service', query: { root: 'payments-gateway', depth: '2' } },
];

export const importExamples: readonly OperationExample[] = [
  {
    title: 'Try a Backstage file without storing it',
    body: {
      dryRun: true,
      yaml: `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments-gateway
spec:
  type: service
  lifecycle: production
  owner: team-payments
  dependsOn:
    - component:payments-ledger
`,
    },
  },
];
