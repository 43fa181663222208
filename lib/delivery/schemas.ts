import { z } from 'zod';
import { environmentTiers } from '@/lib/events/vocabulary';

/** The wire of the delivery metrics, and the rule they follow. Client-safe. Durations are milliseconds. */

const time = z.iso.datetime();

/** How what happened is read. Every field has the default that holds until somebody changes it; see ADR 60. */
const rule = {
  tiers: z
    .array(z.enum(environmentTiers))
    .min(1, { error: 'must name a tier' })
    .default(['production'])
    .meta({ description: 'Which environments count.' }),
  confirmedFirst: z.boolean().default(true).meta({
    description:
      'An incident with confirmed suspects is that of those deployments alone; otherwise the window decides.',
  }),
  windowMinutes: z.int().min(0).max(10_080).default(60).meta({
    description: 'For how long after a deployment an incident of its service is put down to it; 0 for never.',
  }),
  upstream: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether deployments of what the service depends on count in that window, too.' }),
  failedDeployments: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether a deployment that failed is a failed change, incident or not.' }),
  rollbacks: z.boolean().default(true).meta({
    description: 'Whether a deployment that was rolled back is a failed change, incident or not.',
  }),
  reworkHours: z.int().min(1).max(720).default(24).meta({
    description:
      'A deployment within so many hours after a failed change of the same service is rework when it is a rollback, is related to the incident, or is called a fix.',
  }),
  minimum: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .meta({ description: 'With fewer deployments (or incidents) a figure is marked as too little data.' }),
};

/** The rule as somebody writes it. */
export const deliveryRule = z.strictObject(rule).meta({ id: 'DeliveryRuleBody' });
const answeredRule = z.object(rule).meta({ id: 'DeliveryRule' });
export type DeliveryRule = z.output<typeof deliveryRule>;

export const deliveryRuleWire = z
  .object({ rule: answeredRule, revision: z.int(), updatedAt: time, updatedBy: z.string() })
  .meta({ id: 'DeliveryRuleState' });
export type DeliveryRuleWire = z.output<typeof deliveryRuleWire>;

export const metrics = ['frequency', 'leadTime', 'changeFailureRate', 'recoveryTime', 'reworkRate'] as const;
export type Metric = (typeof metrics)[number];

/** A figure that says on how much it rests. */
const figure = (unit: string) =>
  z.object({
    value: z
      .number()
      .nullable()
      .meta({ description: `${unit}. Null when there is nothing to count.` }),
    p90: z.number().nullable().meta({ description: 'Of times; null for shares and frequencies.' }),
    /** What it rests on: deployments, or incidents for recovery. */
    of: z.int(),
    enough: z.boolean().meta({ description: 'False when it rests on too little to be trusted.' }),
    query: z
      .string()
      .meta({ description: 'The query of `/api/v2/insights/delivery/rows` that lists what is behind it.' }),
  });

const figuresWire = z.object({
  deployments: z.int(),
  frequency: figure('Arrived deployments per day'),
  leadTime: figure('Median from the first sight of a version (its build, if known) to its first arrival'),
  changeFailureRate: figure('Share of ended deployments that were failed changes, 0 to 1'),
  recoveryTime: figure(
    'Median from the start of a failed change’s incident, or of the failure, to its recovery',
  ),
  reworkRate: figure('Share of arrived deployments that were rework, 0 to 1'),
});

export const deliveryWire = z
  .object({
    from: time,
    to: time,
    binMs: z.int(),
    rule: answeredRule,
    total: figuresWire,
    previous: figuresWire
      .nullable()
      .meta({ description: 'The same for the stretch of equal length before.' }),
    groupBy: z.enum(['service', 'team', 'environment']),
    groups: z
      .array(figuresWire.extend({ value: z.string() }))
      .meta({ description: 'Most deployments first, 200 at most.' }),
    bins: z.array(
      z.object({
        at: time,
        arrived: z.int(),
        failed: z.int(),
        changeFailures: z.int(),
        rework: z.int(),
        leadP50: z.number().nullable(),
        recoveryP50: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveryMetrics' });
export type DeliveryWire = z.output<typeof deliveryWire>;

export const deliveryRowWire = z
  .object({
    deploymentId: z.string(),
    service: z.string(),
    environment: z.string(),
    version: z.string().nullable(),
    at: time,
    until: time.nullable(),
    by: z.string(),
    failed: z.boolean(),
    why: z
      .enum(['confirmed', 'window', 'failed', 'rolled_back'])
      .nullable()
      .meta({ description: 'Of a failed change: what makes it one.' }),
    incident: z.int().nullable(),
    leadMs: z.int().nullable(),
    recoveredAt: time.nullable(),
    recoveryMs: z.int().nullable(),
    rework: z.boolean(),
  })
  .meta({ id: 'DeliveryRow' });
export type DeliveryRowWire = z.output<typeof deliveryRowWire>;

export const deliveryRowPageWire = z
  .object({ items: z.array(deliveryRowWire), nextCursor: z.string().nullable() })
  .meta({ id: 'DeliveryRowPage' });
export type DeliveryRowPageWire = z.output<typeof deliveryRowPageWire>;
