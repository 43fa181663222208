import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { deliveryExamples, deliveryRuleExamples } from './examples';
import { deliveryQuery, deliveryRowsQuery } from './filters';
import { deliveryRowPageWire, deliveryRule, deliveryRuleWire, deliveryWire } from './schemas';

/** The native API of the delivery metrics, declared. Client-safe. */

const tag = 'Insights';

export const deliveryOperation = operation({
  id: 'deliveryMetrics',
  method: 'GET',
  path: '/api/v2/insights/delivery',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Deployment frequency, lead time, change failure rate, recovery time and rework',
  description:
    'As DORA defines them, of deployments that ended in the window. The answer carries the rule it follows. Each figure says on how much it rests and names its rows. With `format=csv` a table of the groups.',
  query: deliveryQuery,
  answers: {
    200: { description: 'Figures in total, by group and over time.', schema: deliveryWire },
    422: invalidInput,
  },
  examples: deliveryExamples,
});

export const deliveryRowsOperation = operation({
  id: 'deliveryRows',
  method: 'GET',
  path: '/api/v2/insights/delivery/rows',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List the deployments behind a figure',
  query: deliveryRowsQuery,
  answers: { 200: { description: 'Last ended first.', schema: deliveryRowPageWire }, 422: invalidInput },
});

export const getDeliveryRuleOperation = operation({
  id: 'getDeliveryRule',
  method: 'GET',
  path: '/api/v2/insights/delivery/rule',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read how the metrics link incidents to deployments',
  answers: { 200: { description: 'The rule.', schema: deliveryRuleWire, headers: etagHeader } },
});

export const putDeliveryRuleOperation = operation({
  id: 'putDeliveryRule',
  method: 'PUT',
  path: '/api/v2/insights/delivery/rule',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Change how the metrics link incidents to deployments',
  description:
    'What is left out goes back to its default. Past figures follow at once: nothing is stored but what happened.',
  body: deliveryRule,
  conditional: true,
  answers: {
    200: { description: 'The rule as it is now.', schema: deliveryRuleWire, headers: etagHeader },
    400: malformedBody,
    412: problemAnswer('The rule has another revision than If-Match says.'),
    422: invalidInput,
  },
  examples: deliveryRuleExamples,
});
