import { z } from 'zod';

/** What Tracker's catalog routes answer and take, for the API description and for tests. Client-safe. */

const timestamp = z.iso.datetime();
const enumName = (description: string) => z.string().meta({ description });
const counts = {
  criticalCount: z.int(),
  highCount: z.int(),
  mediumCount: z.int(),
  lowCount: z.int(),
  infoCount: z.int(),
  totalCount: z.int(),
};
const type = enumName('module, library, workflow, project, chart, package, container, or TYPE_UNSPECIFIED');
const named = (types: string) =>
  z.object({ type: enumName(types), name: z.string(), url: z.string(), description: z.string() });

export const trackerCatalog = z
  .object({
    name: z.string(),
    type,
    languages: enumName('golang, kotlin, java, …, or LANGUAGES_UNSPECIFIED'),
    owner: z.string(),
    version: z.string(),
    link: z.string(),
    description: z.string(),
    repository: z.string(),
    createdAt: timestamp,
    updatedAt: timestamp,
    dependenciesIn: z.array(z.string()),
    dependenciesOut: z.array(z.string()),
    sla: z
      .object({
        level: enumName('critical, high, medium, low, or SLA_LEVEL_UNSPECIFIED'),
        uptimePercentage: z.number().nullable(),
        responseTimeMs: z.int().nullable(),
        description: z.string(),
      })
      .nullable(),
    platform: enumName('ec2, lambda, kubernetes, …, or PLATFORM_UNSPECIFIED'),
    availableVersions: z.array(z.string()),
    latestVersion: z.string(),
    referenceVersion: z.string(),
    usedDeliverables: z.array(
      z.object({ name: z.string(), type, versionUsed: z.string(), description: z.string() }),
    ),
    communicationChannels: z.array(
      named('slack, teams, email, discord, mattermost, telegram, or …_UNSPECIFIED'),
    ),
    dashboardLinks: z.array(named('grafana, datadog, …, custom, or DASHBOARD_TYPE_UNSPECIFIED')),
    vulnerabilitySummary: z
      .object({
        ...counts,
        lastUpdated: timestamp.nullable(),
        sources: z.array(
          z.object({
            name: z.string(),
            type: z.string(),
            url: z.string(),
            ...counts,
            lastScan: timestamp.nullable(),
            scanVersion: z.string(),
            description: z.string(),
          }),
        ),
      })
      .nullable(),
    infrastructureResources: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: enumName('database_rds, …, other_custom, or INFRASTRUCTURE_TYPE_UNSPECIFIED'),
        description: z.string(),
        provider: z.string(),
        region: z.string(),
        endpoint: z.string(),
        metadata: z.record(z.string(), z.string()),
        connectedServices: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'TrackerCatalog' });
export type TrackerCatalog = z.output<typeof trackerCatalog>;

export const trackerCatalogAnswer = z.object({ catalog: trackerCatalog });
export const trackerCatalogList = z
  .object({ catalogs: z.array(trackerCatalog), totalCount: z.int() })
  .meta({ id: 'TrackerCatalogList' });
export const trackerCatalogDeleted = z.object({ message: z.string(), name: z.string() });

export const trackerCompliance = z
  .object({
    projects: z.array(
      z.object({
        projectName: z.string(),
        deliverables: z.array(
          z.object({
            name: z.string(),
            type,
            currentVersion: z.string(),
            latestVersion: z.string(),
            referenceVersion: z.string(),
            isOutdated: z.boolean(),
            isLatest: z.boolean(),
          }),
        ),
        outdatedCount: z.int(),
        totalCount: z.int(),
        compliancePercentage: z.number(),
      }),
    ),
    summary: z.object({
      totalProjects: z.int(),
      compliantProjects: z.int(),
      nonCompliantProjects: z.int(),
      overallCompliancePercentage: z.number(),
      deliverableStats: z.array(
        z.object({
          name: z.string(),
          type,
          projectsUsing: z.int(),
          projectsOutdated: z.int(),
          latestVersion: z.string(),
          referenceVersion: z.string(),
        }),
      ),
    }),
  })
  .meta({ id: 'TrackerVersionCompliance' });
export type TrackerCompliance = z.output<typeof trackerCompliance>;

const text = { type: ['string', 'null'] };
const texts = { type: ['array', 'null'], items: { type: 'string' } };
const enumInput = (description: string) => ({
  oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }],
  description,
});
const objects = { type: ['array', 'null'], items: { type: 'object' } };

/** The body of an upsert, described; `catalog-fields.ts` says how it is read. */
export const catalogBody = z.unknown().meta({
  type: 'object',
  description:
    'Merges: what is left out stays, null or an empty value clears. Names may be written in snake_case as well; unknown fields are ignored.',
  properties: {
    name: { type: 'string' },
    type: enumInput('A name in any case, or a number.'),
    languages: enumInput(
      "A name in any case, or a number: as Tracker's guide counts (Java 2, Kotlin 3, Python 4, …), or as its proto with X-Tracker-Enums: proto.",
    ),
    owner: text,
    version: text,
    link: text,
    description: text,
    repository: text,
    dependenciesIn: texts,
    dependenciesOut: texts,
    sla: { type: ['object', 'null'] },
    platform: enumInput('A name in any case, or a number.'),
    usedDeliverables: objects,
    communicationChannels: objects,
    dashboardLinks: objects,
    vulnerabilitySummary: { type: ['object', 'null'] },
    infrastructureResources: objects,
  },
  required: ['name'],
});

export const versionsBody = z.unknown().meta({
  type: 'object',
  properties: { availableVersions: texts, latestVersion: text, referenceVersion: text },
});

export const dependenciesBody = z.unknown().meta({
  type: 'object',
  properties: { dependenciesIn: texts, dependenciesOut: texts },
});
