import { z } from 'zod';
import { serviceName } from './fields';
import type { Entry } from './row';
import { entryBody } from './schemas';

/** The catalog's own documents: what is exported, and read again. Pure. */

export const ownApiVersion = 'shiplog/v1';
const ownKind = 'Service';

/** A document of our own: a name and what is said of it. */
export const ownDocument = z.strictObject({
  apiVersion: z.literal(ownApiVersion, { error: `must be ${ownApiVersion}` }),
  kind: z.literal(ownKind, { error: `must be ${ownKind}` }),
  name: serviceName,
  /** Nobody has described it yet; pipelines or other entries said what is there. */
  discovered: z.boolean({ error: 'must be true or false' }).default(false),
  spec: entryBody.default({}),
});

/** What a document says of an entry: what was entered, in a fixed order, without what is empty. */
export function toOwnDocument(entry: Entry): Record<string, unknown> {
  const said = {
    type: entry.type,
    language: entry.language,
    platform: entry.platform,
    lifecycle: entry.lifecycle,
    owner: entry.ownerSource === 'catalog' ? entry.owner : '',
    version: entry.version,
    description: entry.description,
    link: entry.link,
    repository: entry.repository,
    links: entry.links.map(({ title, url }) => ({ title, url })),
    sla: entry.sla && {
      level: entry.sla.level,
      uptimePercentage: entry.sla.uptimePercentage,
      responseTimeMs: entry.sla.responseTimeMs,
      description: entry.sla.description,
    },
    latestVersion: entry.latestVersion,
    referenceVersion: entry.referenceVersion,
    availableVersions: entry.availableVersions,
    dependsOn: entry.dependsOn,
    deliverables: entry.deliverables.map(({ name, type, version, description }) => ({
      name,
      type,
      version,
      description,
    })),
    channels: entry.channels.map(({ type, name, url, description }) => ({ type, name, url, description })),
    dashboards: entry.dashboards.map(({ type, name, url, description }) => ({
      type,
      name,
      url,
      description,
    })),
    vulnerabilities: entry.vulnerabilities && {
      critical: entry.vulnerabilities.critical,
      high: entry.vulnerabilities.high,
      medium: entry.vulnerabilities.medium,
      low: entry.vulnerabilities.low,
      info: entry.vulnerabilities.info,
      total: entry.vulnerabilities.total,
      lastUpdatedAt: entry.vulnerabilities.lastUpdatedAt,
      sources: entry.vulnerabilities.sources,
    },
    infrastructure: entry.infrastructure.map((resource) => ({
      id: resource.id,
      name: resource.name,
      type: resource.type,
      description: resource.description,
      provider: resource.provider,
      region: resource.region,
      endpoint: resource.endpoint,
      metadata: resource.metadata,
      connectedServices: resource.connectedServices,
    })),
  };
  return {
    apiVersion: ownApiVersion,
    kind: ownKind,
    name: entry.name,
    ...(entry.discovered ? { discovered: true } : {}),
    spec: withoutEmpty(said),
  };
}

/**
 * Leaves out what reads the same when it is not there. An SLA or a count of vulnerabilities stays, even if nothing is in it:
 * that there is one is said by its being there.
 */
function withoutEmpty(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
      if (Array.isArray(value)) return [[name, value.map(inner)]];
      return [[name, inner(value)]];
    }),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Within metadata an empty text is a value. */
function inner(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { metadata, ...rest } = value;
  const kept = withoutEmpty(rest);
  return isObject(metadata) && Object.keys(metadata).length > 0 ? { ...kept, metadata } : kept;
}
