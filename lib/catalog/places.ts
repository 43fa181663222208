import type { Place } from '@/lib/access/place';
import { nameKey } from '@/lib/names';
import { findEntries } from './find-entries';
import { placeOfEntry } from './place';
import type { EntryPatch } from './schemas';

/** What of an entry's change matters here. */
export interface EntryChange {
  name: string;
  patch: Pick<EntryPatch, 'dependents'>;
}

/**
 * Which services changes of entries touch: their own, and those that they make depend on it, or not any more. What an entry says
 * holds in every environment, so that whoever is limited to some may not say it.
 */
export async function placesOfEntries(changes: readonly EntryChange[]): Promise<Place[]> {
  const says = changes.filter(({ patch }) => patch.dependents !== undefined);
  const stored = new Map(
    (says.length > 0 ? await findEntries(says.map(({ name }) => name)) : []).map((entry) => [
      nameKey(entry.name),
      entry.dependents,
    ]),
  );
  return changes.flatMap(({ name, patch }) => [
    placeOfEntry(name),
    ...differing(patch.dependents, stored.get(nameKey(name)) ?? []).map((service) => ({
      service,
      environment: null,
    })),
  ]);
}

/** The names that are in one list only. */
function differing(wanted: readonly string[] | undefined, actual: readonly string[]): string[] {
  if (!wanted) return [];
  const [after, before] = [wanted, actual].map((names) => new Set(names.map(nameKey))) as [
    Set<string>,
    Set<string>,
  ];
  return [
    ...wanted.filter((name) => !before.has(nameKey(name))),
    ...actual.filter((name) => !after.has(nameKey(name))),
  ];
}
