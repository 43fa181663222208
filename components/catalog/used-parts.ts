import type { EntrySummaryWire, EntryWire } from '@/lib/catalog/schemas';
import { compareVersions } from '@/lib/catalog/versions';
import { nameKey } from '@/lib/names';

/** What a service uses, held against what the catalog knows of it. Pure. */
export interface UsedPart {
  name: string;
  type: EntryWire['deliverables'][number]['type'];
  version: string;
  description: string;
  referenceVersion: string;
  latestVersion: string;
  /** Older than the version that its users should be on. */
  outdated: boolean;
  /** Nobody has described it, so nothing can be said. */
  unknown: boolean;
}

/** Most parts that are asked about at once. */
const mostParts = 100;

/** The query for the entries of what a service uses; null when it uses nothing. */
export function usedPartsQuery({ deliverables }: Pick<EntryWire, 'deliverables'>): string | null {
  if (deliverables.length === 0) return null;
  const query = new URLSearchParams();
  const names = [...new Set(deliverables.map(({ name }) => nameKey(name)))].sort();
  for (const name of names.slice(0, mostParts)) query.append('name', name);
  return query.toString();
}

/** The parts, outdated ones first, then by name. */
export function usedParts(
  deliverables: EntryWire['deliverables'],
  known: readonly Pick<
    EntrySummaryWire,
    'name' | 'type' | 'referenceVersion' | 'latestVersion' | 'discovered'
  >[],
): UsedPart[] {
  const entries = new Map(known.map((entry) => [nameKey(entry.name), entry]));
  return deliverables
    .map(({ name, type, version, description }): UsedPart => {
      const entry = entries.get(nameKey(name));
      const { referenceVersion = '', latestVersion = '' } = entry ?? {};
      return {
        name: entry?.name ?? name,
        type: entry?.type ?? type,
        version,
        description,
        referenceVersion,
        latestVersion,
        outdated: referenceVersion !== '' && compareVersions(version, referenceVersion) < 0,
        unknown: entry === undefined || entry.discovered,
      };
    })
    .sort((a, b) => Number(b.outdated) - Number(a.outdated) || a.name.localeCompare(b.name, 'en'));
}
