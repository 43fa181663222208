import type { OperationExample } from '@/lib/http/operation';

/** Calls that work as written, for the API page. Client-safe. */

export const deliveryExamples: readonly OperationExample[] = [
  { title: 'One team over a quarter', query: { team: 'team-payments', from: 'now-90d' } },
];

export const deliveryRuleExamples: readonly OperationExample[] = [
  { title: 'Put incidents within two hours down to a deployment', body: { windowMinutes: 120 } },
];
