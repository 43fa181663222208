import type { ComplianceWire } from '@/lib/catalog/operations';
import type { Entry } from '@/lib/catalog/row';
import type { VulnerabilitiesWire } from '@/lib/catalog/schemas';
import {
  catalogTypeEnum,
  communicationEnum,
  dashboardEnum,
  infrastructureEnum,
  languageEnum,
  platformEnum,
  slaLevelEnum,
} from './catalog-enums';
import type { TrackerCatalog, TrackerCompliance } from './catalog-schemas';
import { protoTimestamp } from './dates';

/**
 * Entries as Tracker's wire answers them: every field present, enums as names, unset messages null. Of a service that nobody
 * has described, the owner is who reported last and the version the one deployed last. Pure.
 */
export function writeCatalog(entry: Entry): TrackerCatalog {
  return {
    name: entry.name,
    type: catalogTypeEnum.write(entry.type),
    languages: languageEnum.write(entry.language),
    owner: entry.owner,
    version: entry.version || (entry.discovered ? (entry.lastDeployment?.version ?? '') : ''),
    link: entry.link,
    description: entry.description,
    repository: entry.repository,
    createdAt: protoTimestamp(entry.createdAt),
    updatedAt: protoTimestamp(entry.updatedAt),
    dependenciesIn: entry.dependents,
    dependenciesOut: entry.dependsOn,
    sla: entry.sla && { ...entry.sla, level: slaLevelEnum.write(entry.sla.level) },
    platform: platformEnum.write(entry.platform),
    availableVersions: entry.availableVersions,
    latestVersion: entry.latestVersion,
    referenceVersion: entry.referenceVersion,
    usedDeliverables: entry.deliverables.map(({ name, type, version, description }) => ({
      name,
      type: catalogTypeEnum.write(type),
      versionUsed: version,
      description,
    })),
    communicationChannels: entry.channels.map((channel) => ({
      ...channel,
      type: communicationEnum.write(channel.type),
    })),
    dashboardLinks: entry.dashboards.map((dashboard) => ({
      ...dashboard,
      type: dashboardEnum.write(dashboard.type),
    })),
    vulnerabilitySummary: entry.vulnerabilities && {
      ...writeCounts(entry.vulnerabilities),
      lastUpdated: entry.vulnerabilities.lastUpdatedAt && protoTimestamp(entry.vulnerabilities.lastUpdatedAt),
      sources: entry.vulnerabilities.sources.map((source) => ({
        name: source.name,
        type: source.type,
        url: source.url,
        ...writeCounts(source),
        lastScan: source.lastScanAt && protoTimestamp(source.lastScanAt),
        scanVersion: source.scanVersion,
        description: source.description,
      })),
    },
    infrastructureResources: entry.infrastructure.map((resource) => ({
      ...resource,
      type: infrastructureEnum.write(resource.type),
    })),
  };
}

function writeCounts({
  critical,
  high,
  medium,
  low,
  info,
  total,
}: Omit<VulnerabilitiesWire, 'sources' | 'lastUpdatedAt'>) {
  return {
    criticalCount: critical,
    highCount: high,
    mediumCount: medium,
    lowCount: low,
    infoCount: info,
    totalCount: total,
  };
}

/** Version compliance as Tracker's wire answers it: floats of 32 bits in their shortest form, zero where nothing counts. */
export function writeCompliance({ projects, summary }: ComplianceWire): TrackerCompliance {
  return {
    projects: projects.map((project) => ({
      projectName: project.name,
      deliverables: project.deliverables.map((used) => ({ ...used, type: catalogTypeEnum.write(used.type) })),
      outdatedCount: project.outdatedCount,
      totalCount: project.totalCount,
      compliancePercentage: percentage32(project.totalCount - project.outdatedCount, project.totalCount),
    })),
    summary: {
      totalProjects: summary.totalProjects,
      compliantProjects: summary.compliantProjects,
      nonCompliantProjects: summary.nonCompliantProjects,
      overallCompliancePercentage: percentage32(summary.compliantProjects, summary.totalProjects),
      deliverableStats: summary.deliverables.map((stat) => ({
        ...stat,
        type: catalogTypeEnum.write(stat.type),
      })),
    },
  };
}

/** A percentage as Tracker counts it, in floats of 32 bits, written with the fewest digits that are the same float: 66.66667. */
function percentage32(part: number, whole: number): number {
  if (whole === 0) return 0;
  const value = Math.fround(Math.fround(part / whole) * 100);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(9));
}
