import { z } from 'zod';
import { invalidInput } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { one, wholeNumber } from '@/lib/http/query';
import { graphExamples } from './examples';
import { maxNameLength } from './fields';
import { catalogTag, entryNotFound } from './operations';
import { entryName } from './schemas';
import { entryTypes, platforms, slaLevels } from './vocabulary';

/** What depends on what, declared: the graph and the blast radius. Client-safe. */

const graphNodeWire = z
  .object({
    name: z.string(),
    type: z.enum(entryTypes).nullable(),
    platform: z.enum(platforms).nullable(),
    slaLevel: z.enum(slaLevels).nullable(),
    owner: z.string(),
    discovered: z.boolean(),
    gone: z.boolean(),
    distance: z.int().nullable().meta({ description: 'Steps from the root; null without one.' }),
  })
  .meta({ id: 'CatalogGraphNode' });
export type GraphNodeWire = z.output<typeof graphNodeWire>;

export const graphWire = z
  .object({
    nodes: z.array(graphNodeWire),
    edges: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .meta({ description: '`from` depends on `to`.' }),
    truncated: z.boolean().meta({ description: 'There is more than depth and limit let through.' }),
  })
  .meta({ id: 'CatalogGraph' });
export type GraphWire = z.output<typeof graphWire>;

const graphDirections = ['out', 'in', 'both'] as const;
export const graphQuery = z.strictObject({
  root: one(z.string().max(maxNameLength, { error: `is longer than ${maxNameLength} characters` }))
    .optional()
    .meta({ description: 'Where to begin; without it the whole graph is answered.' }),
  direction: one(z.enum(graphDirections, { error: `allowed are ${graphDirections.join(', ')}` }))
    .default('both')
    .meta({ description: '`out` is what the root depends on, `in` what depends on it.' }),
  depth: wholeNumber(1, 20).default(3),
  limit: wholeNumber(1, 2000).default(500).meta({ description: 'Most services.' }),
});
export type GraphQuery = z.output<typeof graphQuery>;

export const graphOperation = operation({
  id: 'catalogGraph',
  method: 'GET',
  path: '/api/v2/catalog/graph',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'Read the graph of dependencies',
  description:
    'With `both`, what the root depends on and what depends on it, each way by itself. Circles are allowed and every walk ends.',
  query: graphQuery,
  answers: {
    200: { description: 'The graph, by distance and name.', schema: graphWire },
    404: entryNotFound,
    422: invalidInput,
  },
  examples: graphExamples,
});

export const blastRadiusWire = z
  .object({
    name: z.string(),
    items: z.array(
      graphNodeWire.omit({ distance: true }).extend({
        distance: z.int(),
        direct: z.boolean(),
        via: z.string().meta({ description: 'The neighbour, one step nearer, through which it depends.' }),
      }),
    ),
    direct: z.int(),
    total: z.int(),
    truncated: z.boolean(),
  })
  .meta({ id: 'BlastRadius' });
export type BlastRadiusWire = z.output<typeof blastRadiusWire>;

export const blastRadiusOperation = operation({
  id: 'catalogBlastRadius',
  method: 'GET',
  path: '/api/v2/catalog/{name}/blast-radius',
  scope: 'read',
  dialect: native,
  tag: catalogTag,
  summary: 'Read what depends on a service, directly and through others',
  params: entryName,
  query: z.strictObject({ depth: wholeNumber(1, 50).default(20), limit: wholeNumber(1, 2000).default(1000) }),
  answers: {
    200: { description: 'What is affected, nearest first.', schema: blastRadiusWire },
    404: entryNotFound,
    422: invalidInput,
  },
});
