import { z } from 'zod';
import { instant } from '@/lib/events/schemas';
import { phases, statuses } from '@/lib/events/vocabulary';
import {
  channelUrl,
  choice,
  count,
  endpoint,
  filled,
  link,
  list,
  maxNameLength,
  repository,
  serviceName,
  text,
} from './fields';
import {
  channelTypes,
  dashboardTypes,
  entryTypes,
  infrastructureTypes,
  languages,
  platforms,
  slaLevels,
} from './vocabulary';

/** The wire of the catalog, said once: what is accepted and what is answered. Client-safe. */

/** Most dependencies that one request names in one direction. */
const maxDependencies = 1000;
/** Most versions that an entry keeps. */
const maxVersions = 10_000;

const int32 = 2_147_483_647;
const counts = {
  critical: count(int32).default(0),
  high: count(int32).default(0),
  medium: count(int32).default(0),
  low: count(int32).default(0),
  info: count(int32).default(0),
  total: count(int32)
    .default(0)
    .meta({ description: 'Made from the others, unless they are all zero and only the total is known.' }),
};

const sla = z.strictObject(
  {
    level: choice(slaLevels).default(null),
    uptimePercentage: z
      .number({ error: 'must be a number from 0 to 100' })
      .min(0, { error: 'must be a number from 0 to 100' })
      .max(100, { error: 'must be a number from 0 to 100' })
      .nullable()
      .default(null),
    responseTimeMs: count(4_294_967_295).nullable().default(null),
    description: text(2000).default(''),
  },
  { error: 'must be an object or null' },
);

const deliverable = z.strictObject({
  name: serviceName,
  type: choice(entryTypes).default(null),
  version: text(200).default(''),
  description: text(2000).default(''),
});

const channel = z.strictObject({
  type: choice(channelTypes).default(null),
  name: text(200).default(''),
  url: channelUrl.default(''),
  description: text(2000).default(''),
});

const dashboard = z.strictObject({
  type: choice(dashboardTypes).default(null),
  name: text(200).default(''),
  url: link.default(''),
  description: text(2000).default(''),
});

const vulnerabilitySource = z.strictObject({
  name: text(200).default(''),
  type: text(200).default(''),
  url: link.default(''),
  ...counts,
  lastScanAt: instant.nullable().default(null),
  scanVersion: text(200).default(''),
  description: text(2000).default(''),
});

const vulnerabilities = z.strictObject(
  {
    ...counts,
    lastUpdatedAt: instant.nullable().default(null),
    sources: list(vulnerabilitySource, 50).default([]),
  },
  { error: 'must be an object or null' },
);

const infrastructure = z.strictObject({
  id: text(200).default(''),
  name: text(200).default(''),
  type: choice(infrastructureTypes).default(null),
  description: text(2000).default(''),
  provider: text(200).default(''),
  region: text(200).default(''),
  endpoint: endpoint.default(''),
  metadata: z
    .record(z.string().max(200, { error: 'has a name longer than 200 characters' }), text(2000), {
      error: 'must be an object of strings',
    })
    .refine((value) => Object.keys(value).length <= 100, { error: 'has more than 100 names' })
    .default({}),
  connectedServices: list(serviceName, 200).default([]),
});

const dependencies = list(serviceName, maxDependencies);

/** What can be said of a service, each with its own rule. */
const fields = {
  type: choice(entryTypes).meta({ description: 'What it is; a project is what is deployed.' }),
  language: choice(languages),
  platform: choice(platforms),
  lifecycle: text(50).meta({ description: 'Such as experimental, production, deprecated.' }),
  owner: text(200).meta({ description: 'Who is responsible. While empty, recent events say it.' }),
  version: text(200),
  description: text(10_000),
  link: link.meta({ description: 'Where its documentation is.' }),
  repository: repository.meta({ description: 'Where its source is.' }),
  links: list(
    z.strictObject({ title: filled(200), url: link.refine((url) => url !== '', { error: 'is required' }) }),
    50,
  ),
  sla: sla.nullable(),
  availableVersions: list(filled(200), maxVersions).meta({ description: 'Answered newest first.' }),
  latestVersion: text(200).meta({
    description: 'Left out while availableVersions is given: the newest release among them.',
  }),
  referenceVersion: text(200).meta({ description: 'What its users should be on; older ones are outdated.' }),
  deliverables: list(deliverable, 500).meta({ description: 'What it uses, in which version.' }),
  channels: list(channel, 100),
  dashboards: list(dashboard, 100),
  vulnerabilities: vulnerabilities.nullable().meta({ description: 'Sums are made from the sources.' }),
  infrastructure: list(infrastructure, 200),
  dependsOn: dependencies.meta({
    description: 'Names of services that it needs. Unknown ones are created as discovered.',
  }),
  dependents: dependencies.meta({
    description: 'Names of services that need it: the other side of their dependsOn.',
  }),
};
export type EntryField = keyof typeof fields;

const optionalFields = Object.fromEntries(
  Object.entries(fields).map(([name, schema]) => [name, schema.optional()]),
) as { [K in EntryField]: z.ZodOptional<(typeof fields)[K]> };

/** A change to an entry: what is left out stays, null or an empty value clears. */
export const entryPatch = z.strictObject(optionalFields).meta({ id: 'CatalogEntryPatch' });
export type EntryPatch = z.output<typeof entryPatch>;
export type EntryPatchInput = z.input<typeof entryPatch>;

/** A whole entry: what is left out is cleared. `dependents` alone stays, since it is what other entries say. */
export const entryBody = z.strictObject(optionalFields).meta({ id: 'CatalogEntryBody' });

/** The name of an entry, in a path. */
export const entryName = z.strictObject({
  name: serviceName.meta({
    description: `Percent-encoded, up to ${maxNameLength} characters, in any case.`,
  }),
});

const at = z.iso.datetime();
const answeredCounts = {
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  info: z.int(),
  total: z.int(),
};

const slaWire = z.object({
  level: z.enum(slaLevels).nullable(),
  uptimePercentage: z.number().nullable(),
  responseTimeMs: z.int().nullable(),
  description: z.string(),
});

const vulnerabilitiesWire = z.object({
  ...answeredCounts,
  lastUpdatedAt: at.nullable(),
  sources: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      url: z.string(),
      ...answeredCounts,
      lastScanAt: at.nullable(),
      scanVersion: z.string(),
      description: z.string(),
    }),
  ),
});
export type VulnerabilitiesWire = z.output<typeof vulnerabilitiesWire>;

const lastDeploymentWire = z.object({
  eventId: z.string(),
  environment: z.string(),
  version: z.string().nullable(),
  status: z.enum(statuses).nullable(),
  phase: z.enum(phases),
  at,
});
export type LastDeploymentWire = z.output<typeof lastDeploymentWire>;

/** What is answered of an entry in lists and in full. */
const shared = {
  name: z.string(),
  type: z.enum(entryTypes).nullable(),
  language: z.enum(languages).nullable(),
  platform: z.enum(platforms).nullable(),
  lifecycle: z.string(),
  owner: z.string(),
  ownerSource: z
    .enum(['catalog', 'events'])
    .nullable()
    .meta({ description: 'Whether the owner was entered, or is what recent events say.' }),
  version: z.string(),
  description: z.string(),
  link: z.string(),
  repository: z.string(),
  latestVersion: z.string(),
  referenceVersion: z.string(),
  discovered: z
    .boolean()
    .meta({ description: 'Known from events or dependencies alone: nobody has described it yet.' }),
  gone: z.boolean().meta({ description: 'It was deleted, and no event has come since.' }),
  firstSeenAt: at.nullable().meta({ description: 'Of its events.' }),
  lastSeenAt: at.nullable(),
};

/** An entry as lists answer it. */
export const entrySummaryWire = z
  .object({
    ...shared,
    slaLevel: z.enum(slaLevels).nullable(),
    lastDeployment: lastDeploymentWire.nullable(),
    vulnerabilityCounts: z.object(answeredCounts).nullable(),
    dependsOnCount: z.int(),
    dependentsCount: z.int(),
  })
  .meta({ id: 'CatalogEntrySummary' });
export type EntrySummaryWire = z.output<typeof entrySummaryWire>;

/** An entry as it is answered by itself. Every field is present; times are RFC 3339 UTC. */
export const entryWire = z
  .object({
    ...shared,
    links: z.array(z.object({ title: z.string(), url: z.string() })),
    sla: slaWire.nullable(),
    availableVersions: z.array(z.string()).meta({ description: 'Newest first.' }),
    deliverables: z.array(
      z.object({
        name: z.string(),
        type: z.enum(entryTypes).nullable(),
        version: z.string(),
        description: z.string(),
      }),
    ),
    channels: z.array(
      z.object({
        type: z.enum(channelTypes).nullable(),
        name: z.string(),
        url: z.string(),
        description: z.string(),
      }),
    ),
    dashboards: z.array(
      z.object({
        type: z.enum(dashboardTypes).nullable(),
        name: z.string(),
        url: z.string(),
        description: z.string(),
      }),
    ),
    vulnerabilities: vulnerabilitiesWire.nullable(),
    infrastructure: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.enum(infrastructureTypes).nullable(),
        description: z.string(),
        provider: z.string(),
        region: z.string(),
        endpoint: z.string(),
        metadata: z.record(z.string(), z.string()),
        connectedServices: z.array(z.string()),
      }),
    ),
    dependsOn: z.array(z.string()),
    dependents: z.array(z.string()),
    lastDeployment: lastDeploymentWire.nullable(),
    environments: z
      .array(z.object({ environment: z.string(), lastDeployment: lastDeploymentWire.nullable() }))
      .meta({ description: 'Where its events happened, from development towards production.' }),
    goneAt: at.nullable(),
    createdAt: at,
    createdBy: z.string(),
    updatedAt: at,
    updatedBy: z.string(),
    revision: z.int().meta({ description: 'Also the ETag. 0 while nothing but events is known.' }),
  })
  .meta({ id: 'CatalogEntry' });
export type EntryWire = z.output<typeof entryWire>;
