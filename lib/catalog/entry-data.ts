import type { EntryRow } from './row';
import type { EntryPatch, EntryWire } from './schemas';
import { storedParts } from './stored';
import { compareVersions, newestFirst, newestOf } from './versions';
import { aggregate } from './vulnerabilities';

/** What is said of a service, apart from its dependencies, and how a change is worked into it. Pure. */
export type EntryData = Pick<
  EntryWire,
  | 'type'
  | 'language'
  | 'platform'
  | 'lifecycle'
  | 'owner'
  | 'version'
  | 'description'
  | 'link'
  | 'repository'
  | 'links'
  | 'sla'
  | 'availableVersions'
  | 'latestVersion'
  | 'referenceVersion'
  | 'deliverables'
  | 'channels'
  | 'dashboards'
  | 'vulnerabilities'
  | 'infrastructure'
>;

/** An entry of which nothing is said. */
export const nothingSaid: EntryData = {
  type: null,
  language: null,
  platform: null,
  lifecycle: '',
  owner: '',
  version: '',
  description: '',
  link: '',
  repository: '',
  links: [],
  sla: null,
  availableVersions: [],
  latestVersion: '',
  referenceVersion: '',
  deliverables: [],
  channels: [],
  dashboards: [],
  vulnerabilities: null,
  infrastructure: [],
};

/** What a row says. Its owner is the one that was entered, not the one from events. */
export function dataOf(row: EntryRow): EntryData {
  return {
    type: row.type,
    language: row.language,
    platform: row.platform,
    lifecycle: row.lifecycle ?? '',
    owner: row.own_owner ?? '',
    version: row.version ?? '',
    description: row.description ?? '',
    link: row.link ?? '',
    repository: row.repository ?? '',
    latestVersion: row.latest_version ?? '',
    referenceVersion: row.reference_version ?? '',
    ...storedParts(row),
  };
}

/**
 * The patch worked into what was said before. Versions are kept newest first; where versions are given without saying which
 * is the latest, it is the newest release among them, unless a newer one was known. Sums of vulnerabilities are made here.
 */
export function merge(before: EntryData, patch: EntryPatch): EntryData {
  const { dependsOn: _, dependents: __, ...said } = patch;
  const after: EntryData = { ...before };
  for (const [name, value] of Object.entries(said))
    if (value !== undefined) (after as Record<string, unknown>)[name] = value;
  if (patch.availableVersions) {
    after.availableVersions = newestFirst(patch.availableVersions);
    if (patch.latestVersion === undefined) {
      const newest = newestOf(after.availableVersions);
      if (compareVersions(newest, after.latestVersion) > 0) after.latestVersion = newest;
    }
  }
  if (patch.vulnerabilities) after.vulnerabilities = aggregate(patch.vulnerabilities);
  return after;
}
