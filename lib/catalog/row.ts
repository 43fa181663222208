import type { EventStatus, Phase } from '@/lib/events/vocabulary';
import { httpUrl } from '@/lib/links';
import { isChannelUrl, isRepository } from './fields';
import type { EntryWire, LastDeploymentWire } from './schemas';
import { type StoredColumns, storedParts } from './stored';
import type { EntryType, Language, Platform } from './vocabulary';

/**
 * How entries are read. What people said is a row of `catalog_entry`; what events tell is derived here, while reading, along
 * the indexes of `event`: ingest pays nothing for it and nothing can be out of date.
 */

/**
 * The entry `c` of a service `s`, if there is one that counts. A deleted entry counts until an event comes that is newer
 * than the deletion; from then on the service is known from events alone again.
 */
export const entryJoin = `LEFT JOIN LATERAL (
  SELECT x.* FROM catalog_entry x WHERE x.service_id = s.id AND (x.gone_at IS NULL OR NOT EXISTS (
    SELECT FROM event e WHERE e.service_id = s.id AND e.at > x.gone_at AND e.created_at > x.gone_at))) c ON true`;

/** How many of a service's newest events are asked for its owner. */
const ownerReach = 30;

/** The owner `o` that recent events name, where the entry names none. */
export const ownerJoin = `LEFT JOIN LATERAL (
  SELECT r.owner FROM (
    SELECT e.owner, e.at, e.id FROM event e WHERE e.service_id = s.id AND e.at <= now() ORDER BY e.at DESC, e.id DESC LIMIT ${ownerReach}) r
  WHERE r.owner <> '' ORDER BY r.at DESC, r.id DESC LIMIT 1) o ON coalesce(c.owner, '') = ''`;

/** The owner that is answered. */
export const ownerColumn = `coalesce(nullif(c.owner, ''), o.owner, '')`;

/** The last deployment of service `s` in environment `v` that has begun. */
export const lastDeploymentIn = `SELECT e.id, e.version, e.status, e.phase, e.at FROM event e
  WHERE e.kind = 'deployment' AND e.service_id = s.id AND e.environment_id = v.id AND e.at <= now() AND e.phase <> 'planned'
  ORDER BY e.at DESC, e.id DESC LIMIT 1`;

/** What events tell of service `s`: when it was seen, and its last deployment `d`. */
export const derivedJoins = `
  LEFT JOIN LATERAL (SELECT e.at FROM event e WHERE e.service_id = s.id ORDER BY e.at LIMIT 1) first_event ON true
  LEFT JOIN LATERAL (SELECT e.at FROM event e WHERE e.service_id = s.id AND e.at <= now() ORDER BY e.at DESC LIMIT 1) last_event ON true
  LEFT JOIN LATERAL (
    SELECT v.name AS environment, e.* FROM environment v CROSS JOIN LATERAL (${lastDeploymentIn}) e
    ORDER BY e.at DESC, e.id DESC LIMIT 1) d ON true`;

/**
 * Dependencies that count: what a deleted entry said of its own is kept, and sleeps. A relation with the columns
 * `from_id` and `to_id`.
 */
export const liveDependency = `(SELECT y.from_id, y.to_id FROM service_dependency y WHERE NOT EXISTS (
  SELECT FROM catalog_entry z WHERE z.service_id = y.from_id AND z.gone_at IS NOT NULL))`;

export const sharedColumns = `s.id, s.name, s.name_key, s.created_at AS known_at, c.type, c.language, c.platform, c.lifecycle, c.owner AS own_owner,
  ${ownerColumn} AS owner, c.version, c.description, c.link, c.repository, c.latest_version, c.reference_version,
  c.gone_at IS NULL AND c.completed_at IS NULL AS discovered, c.gone_at, first_event.at AS first_at, last_event.at AS last_at,
  d.id AS deployment_id, d.environment AS deployment_environment, d.version AS deployment_version,
  d.status AS deployment_status, d.phase AS deployment_phase, d.at AS deployment_at`;

/** What lists and single entries have in common. Columns of `catalog_entry` are null where nothing was said. */
export interface SharedRow {
  id: number;
  name: string;
  name_key: string;
  known_at: Date;
  type: EntryType | null;
  language: Language | null;
  platform: Platform | null;
  lifecycle: string | null;
  own_owner: string | null;
  owner: string;
  version: string | null;
  description: string | null;
  link: string | null;
  repository: string | null;
  latest_version: string | null;
  reference_version: string | null;
  discovered: boolean;
  gone_at: Date | null;
  first_at: Date | null;
  last_at: Date | null;
  deployment_id: string | null;
  deployment_environment: string;
  deployment_version: string | null;
  deployment_status: EventStatus | null;
  deployment_phase: Phase;
  deployment_at: Date;
}

/** The rest of `catalog_entry`, and both directions of its dependencies. */
export const entryColumns = `${sharedColumns}, c.links, c.sla, c.available_versions, c.deliverables, c.channels, c.dashboards,
  c.vulnerabilities, c.infrastructure, c.completed_at, coalesce(c.revision, 0) AS revision, c.created_at, c.created_by, c.updated_at, c.updated_by,
  ARRAY(SELECT t.name FROM ${liveDependency} y JOIN service t ON t.id = y.to_id WHERE y.from_id = s.id ORDER BY t.name_key) AS depends_on,
  ARRAY(SELECT t.name FROM ${liveDependency} y JOIN service t ON t.id = y.from_id WHERE y.to_id = s.id ORDER BY t.name_key) AS dependents`;

export interface EntryRow extends SharedRow, StoredColumns {
  completed_at: Date | null;
  revision: number;
  created_at: Date | null;
  created_by: string | null;
  updated_at: Date | null;
  updated_by: string | null;
  depends_on: string[];
  dependents: string[];
}

const harmless = <T extends { url: string }>(item: T): T => ({ ...item, url: httpUrl(item.url) ?? '' });

const iso = (value: Date | null) => (value === null ? null : value.toISOString());

/** The part of the wire form that lists and single entries share. */
export function sharedWire(row: SharedRow) {
  return {
    name: row.name,
    type: row.type,
    language: row.language,
    platform: row.platform,
    lifecycle: row.lifecycle ?? '',
    owner: row.owner,
    ownerSource: row.owner === '' ? null : row.own_owner ? ('catalog' as const) : ('events' as const),
    version: row.version ?? '',
    description: row.description ?? '',
    link: httpUrl(row.link) ?? '',
    repository: row.repository === null || !isRepository(row.repository) ? '' : row.repository,
    latestVersion: row.latest_version ?? '',
    referenceVersion: row.reference_version ?? '',
    discovered: row.discovered,
    gone: row.gone_at !== null,
    firstSeenAt: iso(row.first_at),
    lastSeenAt: iso(row.last_at),
  };
}

/** The last deployment of a row, if there is one. */
export function lastDeploymentOf(row: SharedRow): LastDeploymentWire | null {
  if (row.deployment_id === null) return null;
  return {
    eventId: row.deployment_id,
    environment: row.deployment_environment,
    version: row.deployment_version,
    status: row.deployment_status,
    phase: row.deployment_phase,
    at: row.deployment_at.toISOString(),
  };
}

/** An entry without its environments, as far as one statement tells it of many. */
export type Entry = Omit<EntryWire, 'environments'> & { serviceId: number };

/** The entry of a row. Of addresses, which were checked when they were stored too, only what is harmless goes out. */
export function toEntry(row: EntryRow): Entry {
  const parts = storedParts(row);
  return {
    serviceId: row.id,
    ...sharedWire(row),
    lastDeployment: lastDeploymentOf(row),
    ...parts,
    links: parts.links.filter(({ url }) => httpUrl(url) !== null),
    channels: parts.channels.map((item) => ({ ...item, url: isChannelUrl(item.url) ? item.url : '' })),
    dashboards: parts.dashboards.map(harmless),
    vulnerabilities: parts.vulnerabilities && {
      ...parts.vulnerabilities,
      sources: parts.vulnerabilities.sources.map(harmless),
    },
    dependsOn: row.depends_on,
    dependents: row.dependents,
    goneAt: iso(row.gone_at),
    createdAt: (row.created_at ?? row.known_at).toISOString(),
    createdBy: row.created_by ?? '',
    updatedAt: (row.updated_at ?? row.known_at).toISOString(),
    updatedBy: row.updated_by ?? '',
    revision: row.revision,
  };
}
