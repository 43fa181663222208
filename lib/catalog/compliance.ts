import { nameKey } from '@/lib/names';
import type { ComplianceWire } from './operations';
import { compareVersions } from './versions';
import { type DeliverableType, deliverableTypes, type EntryType } from './vocabulary';

/** Which projects use what in which version, and whether that is recent enough. Pure. */

/** A project with what it uses. */
export interface ComplianceProject {
  name: string;
  deliverables: readonly { name: string; type: EntryType | null; version: string }[];
}

/** An entry that projects may use. */
export interface Deliverable {
  name: string;
  type: EntryType | null;
  latestVersion: string;
  referenceVersion: string;
}

const isDeliverable = (type: EntryType | null): type is DeliverableType =>
  (deliverableTypes as readonly (EntryType | null)[]).includes(type);

/**
 * Holds the versions that projects use against what the catalog knows of them. A version is outdated when it is older than
 * the reference version (an unknown version counts as older, without a reference version nothing is outdated), and latest
 * when nothing newer is known. Deliverables that the catalog does not know as such are listed by name and count for nothing.
 * A project is compliant when nothing it uses is outdated. Everything comes by name.
 *
 * @param types which types of deliverables count; all of them when there are none
 */
export function assessCompliance(
  projects: readonly ComplianceProject[],
  catalog: readonly Deliverable[],
  types: readonly EntryType[] = [],
): ComplianceWire {
  const known = new Map(catalog.map((deliverable) => [nameKey(deliverable.name), deliverable]));
  const stats = new Map<string, ComplianceWire['summary']['deliverables'][number]>();
  const assessed = [...projects].sort(byName).map((project) => {
    const unknown = new Set<string>();
    const deliverables = [...project.deliverables].sort(byName).flatMap((used) => {
      const entry = known.get(nameKey(used.name));
      const type = entry?.type ?? used.type;
      if (!entry || !isDeliverable(type)) {
        unknown.add(entry?.name ?? used.name);
        return [];
      }
      if (types.length > 0 && !types.includes(type)) return [];
      const { name, latestVersion, referenceVersion } = entry;
      const isOutdated = referenceVersion !== '' && compareVersions(used.version, referenceVersion) < 0;
      const isLatest = latestVersion !== '' && compareVersions(used.version, latestVersion) >= 0;
      return [
        { name, type, currentVersion: used.version, latestVersion, referenceVersion, isOutdated, isLatest },
      ];
    });
    for (const name of new Set(deliverables.map((used) => used.name))) {
      const uses = deliverables.filter((used) => used.name === name);
      const { type, latestVersion, referenceVersion } = uses[0] as (typeof uses)[number];
      const stat = stats.get(name) ?? {
        name,
        type,
        projectsUsing: 0,
        projectsOutdated: 0,
        latestVersion,
        referenceVersion,
      };
      stat.projectsUsing++;
      if (uses.some(({ isOutdated }) => isOutdated)) stat.projectsOutdated++;
      stats.set(name, stat);
    }
    const outdated = deliverables.filter(({ isOutdated }) => isOutdated).length;
    return {
      name: project.name,
      deliverables,
      unknownDeliverables: [...unknown],
      outdatedCount: outdated,
      totalCount: deliverables.length,
      compliancePercentage: percentage(deliverables.length - outdated, deliverables.length),
      compliant: outdated === 0,
    };
  });
  const compliant = assessed.filter((project) => project.compliant).length;
  return {
    projects: assessed,
    summary: {
      totalProjects: assessed.length,
      compliantProjects: compliant,
      nonCompliantProjects: assessed.length - compliant,
      compliancePercentage: percentage(compliant, assessed.length),
      deliverables: [...stats.values()].sort(byName),
    },
  };
}

const percentage = (part: number, whole: number) => (whole === 0 ? null : (part / whole) * 100);

function byName(a: { name: string }, b: { name: string }): number {
  const [x, y] = [nameKey(a.name), nameKey(b.name)];
  return x < y ? -1 : x > y ? 1 : 0;
}
