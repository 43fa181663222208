import { z } from 'zod';
import { eventKinds, phases } from '@/lib/events/vocabulary';
import { durationGroups, linkKinds } from './vocabulary';

/** The wire of durations: links, chains and their figures. Client-safe. Durations are milliseconds. */

const time = z.iso.datetime();

/** One end of a link, or one bar of a waterfall. */
export const stepWire = z
  .object({
    id: z.string(),
    kind: z.enum(eventKinds),
    title: z.string(),
    service: z.string(),
    environment: z.string().nullable(),
    version: z.string().nullable(),
    phase: z.enum(phases),
    at: time,
    until: time.nullable(),
    incident: z
      .int()
      .nullable()
      .meta({ description: 'The number of the incident, of an event that is one.' }),
  })
  .meta({ id: 'ChainStep' });
export type StepWire = z.output<typeof stepWire>;

export const linkWire = z
  .object({
    kind: z.enum(linkKinds),
    from: stepWire,
    to: stepWire,
    durationMs: z.int().meta({ description: 'Negative when the second began first.' }),
  })
  .meta({ id: 'ChainLink' });
export type LinkWire = z.output<typeof linkWire>;

/** A chain: what happened around one version of a service, in the order of time. */
export const deliveryChainWire = z
  .object({
    id: z.string().meta({ description: 'Any event of it names it; this is its first one.' }),
    service: z.string(),
    version: z.string().nullable(),
    steps: z.array(stepWire),
    links: z.array(
      z.object({ kind: z.enum(linkKinds), from: z.string(), to: z.string(), durationMs: z.int() }),
    ),
    totalMs: z.int(),
    ongoing: z.boolean(),
    truncated: z.boolean(),
  })
  .meta({ id: 'DeliveryChain' });
export type DeliveryChainWire = z.output<typeof deliveryChainWire>;

export const chainPageWire = z
  .object({
    items: z.array(
      deliveryChainWire
        .pick({ id: true, service: true, version: true, totalMs: true, ongoing: true })
        .extend({
          steps: z.int(),
          startedAt: time,
          slowest: z.object({ kind: z.enum(linkKinds), durationMs: z.int() }).nullable(),
        }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeliveryChainPage' });
export type ChainPageWire = z.output<typeof chainPageWire>;

export const linkPageWire = z
  .object({ items: z.array(linkWire), nextCursor: z.string().nullable() })
  .meta({ id: 'ChainLinkPage' });
export type LinkPageWire = z.output<typeof linkPageWire>;

/** Figures of a set of durations; null where there are none. */
const figures = z.object({
  count: z.int(),
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  max: z.number().nullable(),
});

export const durationStatsWire = z
  .object({
    from: time,
    to: time,
    binMs: z.int(),
    groupBy: z.enum(durationGroups),
    total: figures,
    groups: z.array(
      figures.extend({
        value: z.string().nullable(),
        query: z
          .string()
          .meta({ description: 'The query of `/api/v2/durations/links` that lists the rows.' }),
        bins: z.array(z.object({ at: time, count: z.int(), p50: z.number(), p90: z.number() })),
      }),
    ),
  })
  .meta({ id: 'DurationStats' });
export type DurationStatsWire = z.output<typeof durationStatsWire>;
