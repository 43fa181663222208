import { z } from 'zod';
import { invalidInput, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { statsExamples } from './examples';
import { chainListQuery, durationStatsQuery, linkListQuery } from './filters';
import { chainPageWire, deliveryChainWire, durationStatsWire, linkPageWire } from './schemas';

/** The native API of durations, declared. Client-safe. */

const tag = 'Durations';

export const durationStatsOperation = operation({
  id: 'durationStats',
  method: 'GET',
  path: '/api/v2/durations',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'How long it takes: p50 and p90 of the links between events',
  description:
    'By service, environment, team or kind of link, and over time. Continuous percentiles. With `format=csv` a table.',
  query: durationStatsQuery,
  answers: { 200: { description: 'Slowest p90 first.', schema: durationStatsWire }, 422: invalidInput },
  examples: statsExamples,
});

export const listLinksOperation = operation({
  id: 'listDurationLinks',
  method: 'GET',
  path: '/api/v2/durations/links',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List the links behind a figure',
  query: linkListQuery,
  answers: { 200: { description: 'Slowest first.', schema: linkPageWire }, 422: invalidInput },
});

export const listChainsOperation = operation({
  id: 'listDeliveryChains',
  method: 'GET',
  path: '/api/v2/durations/chains',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List chains of builds, deployments and incidents',
  query: chainListQuery,
  answers: { 200: { description: 'Longest first.', schema: chainPageWire }, 422: invalidInput },
});

export const getDeliveryChainOperation = operation({
  id: 'getDeliveryChain',
  method: 'GET',
  path: '/api/v2/durations/chains/{id}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read the chain of an event, for a waterfall',
  description:
    'What is related to it, what is about the same version of the service, the incidents linked to those, and what followed from them. At most 500 steps.',
  params: z.strictObject({ id: z.string() }),
  answers: {
    200: { description: 'Steps by start.', schema: deliveryChainWire },
    404: problemAnswer('No such event.'),
  },
});
