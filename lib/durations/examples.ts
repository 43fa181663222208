import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API page. Client-safe. */

export const statsExamples: readonly OperationExample[] = [
  {
    title: 'How long builds wait to be deployed, by service',
    query: { linkKind: 'build_to_deployment', groupBy: 'service' },
  },
];
