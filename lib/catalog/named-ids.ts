import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';

/** What filters by name mean: ids, asked of the database. Names that nobody has ever seen have none. */

/** The ids of the names that are known. */
export async function idsOf(table: 'service' | 'environment', names: readonly string[]): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>(`SELECT id FROM ${table} WHERE name_key = ANY ($1)`, [
    [...new Set(names.map(nameKey))],
  ]);
  return rows.map(({ id }) => id);
}

/** The ids of the services that the named teams own in the catalog. */
async function servicesOfTeams(teams: readonly string[]): Promise<number[]> {
  const { rows } = await pool().query<{ service_id: number }>(
    `SELECT service_id FROM catalog_entry WHERE gone_at IS NULL AND lower(owner) = ANY ($1)`,
    [[...new Set(teams.map(nameKey))]],
  );
  return rows.map(({ service_id }) => service_id);
}

/** The ids of services that both filters leave; null for every service. */
export async function serviceIdsOf({
  service,
  team,
}: {
  service?: readonly string[] | undefined;
  team?: readonly string[] | undefined;
}): Promise<number[] | null> {
  const named = service?.length ? await idsOf('service', service) : null;
  if (!team?.length) return named;
  const owned = await servicesOfTeams(team);
  return named === null ? owned : named.filter((id) => owned.includes(id));
}
