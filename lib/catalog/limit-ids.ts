import { nameKey } from '@/lib/names';
import { type KnownName, resolveEnvironments, resolveServices } from './known-names';

/** What tokens and trust rules are limited to: stored as ids, written and read as names. */
export interface LimitIds {
  services: number[];
  environments: number[];
}

/** The ids of these names, each once, in their order; names that nobody has used yet are created. */
export async function limitIds(limits: {
  services: readonly string[];
  environments: readonly string[];
}): Promise<LimitIds> {
  return {
    services: idsOf(await resolveServices(limits.services), limits.services),
    environments: idsOf(await resolveEnvironments(limits.environments), limits.environments),
  };
}

function idsOf(known: ReadonlyMap<string, KnownName>, names: readonly string[]): number[] {
  return [...new Set(names.map((name) => (known.get(nameKey(name)) as KnownName).id))];
}

/** A service that is gone keeps its place under its number: a limit to it must not become one to all. */
const names = (table: string, ids: string) =>
  `ARRAY(SELECT coalesce(n.name, '#' || i.id) FROM unnest(${ids}) WITH ORDINALITY AS i(id, place)
         LEFT JOIN ${table} n ON n.id = i.id ORDER BY i.place)`;

/** The names of a row's limits, as the columns `services` and `environments`. */
export const limitNameColumns = (alias: string) =>
  `${names('service', `${alias}.service_ids`)} AS services, ${names('environment', `${alias}.environment_ids`)} AS environments`;
