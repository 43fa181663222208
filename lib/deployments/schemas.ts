import { z } from 'zod';
import { environmentWire } from '@/lib/environments/schemas';
import { verifiedRunWire } from '@/lib/events/schemas';
import { phases, statuses } from '@/lib/events/vocabulary';
import { cellDrifts, changeKinds, runStatuses } from './vocabulary';

/** The wire of deployments, the matrix and versions. Client-safe. */

const time = z.iso.datetime();
const duration = z
  .int()
  .nullable()
  .meta({ description: 'Milliseconds; null when nobody told when it began or ended.' });

/** A deployment: its event, read as one. */
export const deploymentWire = z
  .object({
    id: z.string().meta({ description: 'The id of its event.' }),
    title: z.string(),
    service: z.string(),
    environment: z.string().nullable(),
    version: z.string().nullable().meta({ description: 'The one it names, else the one in its title.' }),
    sha: z.string().nullable(),
    previousVersion: z.string().nullable().meta({ description: 'What was in place when it began.' }),
    change: z.enum(changeKinds).nullable(),
    status: z.enum(statuses).nullable(),
    phase: z.enum(phases),
    at: time.meta({ description: 'When it began.' }),
    until: time.nullable().meta({ description: 'When it ended; null while it goes on.' }),
    durationMs: duration,
    by: z.string().meta({ description: 'Who deployed: the owner of the event.' }),
    source: z.string(),
    runUrl: z.string().nullable(),
    commitUrl: z.string().nullable(),
    pullRequestUrl: z.string().nullable(),
    buildId: z.string().nullable().meta({ description: 'The event of the build of this version.' }),
    relatedId: z.string().nullable(),
    incidents: z
      .array(z.int())
      .meta({ description: 'Numbers of incidents that the rule of the metrics links to it.' }),
    revision: z.int(),
  })
  .meta({ id: 'Deployment' });
export type DeploymentWire = z.output<typeof deploymentWire>;

export const deploymentPageWire = z
  .object({
    items: z.array(deploymentWire),
    nextCursor: z.string().nullable(),
    total: z.object({ count: z.int(), exact: z.boolean() }).optional(),
  })
  .meta({ id: 'DeploymentPage' });
export type DeploymentPageWire = z.output<typeof deploymentPageWire>;

/** What a cell of the matrix says of a deployment. */
export const cellDeploymentWire = deploymentWire
  .pick({ id: true, version: true, sha: true, at: true, until: true, by: true, phase: true })
  .meta({ id: 'CellDeployment' });
export type CellDeploymentWire = z.output<typeof cellDeploymentWire>;

export const cellWire = z
  .object({
    environment: z.string(),
    current: cellDeploymentWire.nullable().meta({ description: 'Whose version is in place.' }),
    attempt: cellDeploymentWire.nullable().meta({
      description: 'The last one that began, where it is another: it runs, it failed, it was aborted.',
    }),
    planned: cellDeploymentWire.nullable(),
    drift: z
      .enum(cellDrifts)
      .nullable()
      .meta({ description: 'How its version stands to the next environment of the row that has one.' }),
    lock: z
      .object({ id: z.string(), holder: z.string(), reason: z.string(), expiresAt: time.nullable() })
      .nullable()
      .meta({ description: 'What keeps others from deploying; only in a matrix of now.' }),
    window: z
      .object({ ruleId: z.string(), name: z.string(), reason: z.string(), until: time })
      .nullable()
      .meta({ description: 'The no-deploy window that is open at that instant.' }),
  })
  .meta({ id: 'MatrixCell' });
export type CellWire = z.output<typeof cellWire>;

export const matrixWire = z
  .object({
    at: time,
    environments: z.array(environmentWire.pick({ name: true, tier: true, position: true })),
    items: z.array(
      z.object({
        service: z.string(),
        owner: z.string().meta({ description: 'The team, from the catalog.' }),
        differs: z.boolean().meta({ description: 'The environments shown do not all run the same version.' }),
        cells: z.array(cellWire).meta({ description: 'One for each environment, in their order.' }),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeploymentMatrix' });
export type MatrixWire = z.output<typeof matrixWire>;

const side = z.object({ at: time, environment: z.string().nullable() });

export const differenceWire = z
  .object({
    left: side,
    right: side,
    items: z.array(
      z.object({
        service: z.string(),
        environment: z.string().nullable().meta({ description: 'Null between two environments.' }),
        left: cellDeploymentWire.nullable(),
        right: cellDeploymentWire.nullable(),
        change: z.enum(['added', 'removed', 'upgraded', 'rolled_back', 'changed']),
        deployments: z.int().nullable().meta({ description: 'Between two instants: how many there were.' }),
      }),
    ),
  })
  .meta({ id: 'DeploymentDifference' });
export type DifferenceWire = z.output<typeof differenceWire>;

export const comparisonWire = z
  .object({
    from: deploymentWire,
    to: deploymentWire,
    compareUrl: z
      .string()
      .nullable()
      .meta({ description: 'The range of commits at the repository, where both are known.' }),
    between: z
      .array(deploymentWire)
      .meta({ description: 'Deployments of the same service and environment between the two.' }),
    events: z.int().meta({ description: 'All events of the service between the two.' }),
    eventsQuery: z.string().meta({ description: 'The query of `/api/v2/events` that lists them.' }),
  })
  .meta({ id: 'DeploymentComparison' });
export type ComparisonWire = z.output<typeof comparisonWire>;

/** One deployment with what is around it. */
export const deploymentDetailWire = deploymentWire
  .extend({
    verified: verifiedRunWire
      .nullable()
      .meta({ description: 'Of the CI run that reported it; null where nobody vouches for one.' }),
    previousId: z.string().nullable(),
    nextId: z.string().nullable(),
    nextStep: z.enum(['superseded', 'rolled_back', 'redeployed', 'retried']).nullable().meta({
      description: 'What arrived next there; `retried` is the same version where this one had not arrived.',
    }),
    caused: z.array(
      z.object({
        number: z
          .int()
          .nullable()
          .meta({ description: 'Of an incident; null for a related event that is none.' }),
        eventId: z.string(),
        title: z.string(),
        at: time,
        why: z.enum(['confirmed', 'related', 'window']),
      }),
    ),
    branch: z.string(),
    repository: z.string(),
    buildNumber: z.string(),
    errorMessage: z.string(),
    reports: z.array(z.object({ status: z.enum(runStatuses), receivedAt: time })).meta({
      description:
        'What its run reported, in the order of receipt; empty for what was not reported by a run.',
    }),
  })
  .meta({ id: 'DeploymentDetail' });
export type DeploymentDetailWire = z.output<typeof deploymentDetailWire>;

export const versionWire = z
  .object({
    service: z.string(),
    version: z.string(),
    sha: z.string().nullable(),
    firstSeenAt: time,
    environments: z.array(z.string()).meta({ description: 'Where it is in place now.' }),
  })
  .meta({ id: 'Version' });
export type VersionWire = z.output<typeof versionWire>;

export const versionPageWire = z
  .object({ items: z.array(versionWire), nextCursor: z.string().nullable() })
  .meta({ id: 'VersionPage' });
export type VersionPageWire = z.output<typeof versionPageWire>;

export const approvalWire = z
  .object({
    id: z.string(),
    type: z.string(),
    environment: z.string().nullable().meta({ description: 'Null is every environment.' }),
    approved: z.boolean(),
    actor: z.string(),
    comment: z.string(),
    at: time,
  })
  .meta({ id: 'VersionApproval' });
export type ApprovalWire = z.output<typeof approvalWire>;

export const versionDetailWire = versionWire
  .extend({
    builds: z.array(
      z.object({
        id: z.string(),
        phase: z.enum(phases),
        at: time,
        until: time.nullable(),
        durationMs: duration,
        by: z.string(),
        runUrl: z.string().nullable(),
      }),
    ),
    reached: z.array(
      z.object({
        environment: z.string(),
        tier: environmentWire.shape.tier,
        firstArrivedAt: time.nullable(),
        deployments: z.int(),
        lastId: z.string(),
        lastPhase: z.enum(phases),
        inPlace: z.boolean(),
        sinceStartMs: z
          .int()
          .nullable()
          .meta({ description: 'From the beginning of `lead` to its first arrival here.' }),
      }),
    ),
    lead: z.object({
      from: z.enum(['build', 'first_seen']).meta({ description: 'What its life is counted from.' }),
      fromAt: time,
      productionAt: time.nullable(),
      ms: z.int().nullable(),
    }),
    previous: z
      .string()
      .nullable()
      .meta({ description: 'The version before it, in the order of first sight.' }),
    next: z.string().nullable(),
    commitUrl: z.string().nullable(),
    compareUrl: z
      .string()
      .nullable()
      .meta({ description: 'The range of commits from the previous version.' }),
    approvals: z.array(approvalWire),
  })
  .meta({ id: 'VersionDetail' });
export type VersionDetailWire = z.output<typeof versionDetailWire>;

export const approvalBody = z
  .strictObject({
    type: z
      .string({ error: 'is required: what it is approved for, such as QA' })
      .trim()
      .min(1, { error: 'must not be empty' })
      .max(100, { error: 'is longer than 100 characters' }),
    environment: z.string().trim().min(1).max(100).nullish(),
    approved: z.boolean({ error: 'must be true or false' }).default(true),
    comment: z.string().max(2000, { error: 'is longer than 2000 characters' }).default(''),
  })
  .meta({ id: 'ApproveVersion' });
export type ApprovalBody = z.output<typeof approvalBody>;
