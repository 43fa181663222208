import type { PoolClient } from 'pg';
import { limitIds } from '@/lib/catalog/limit-ids';
import type { PersonGrant } from './schemas';

/** Grants with the ids of their environments, which are created where nobody has used them yet. Before any transaction. */
export async function grantIds(
  grants: readonly PersonGrant[],
): Promise<{ environmentIds: number[]; roles: string[] }> {
  const environmentIds: number[] = [];
  for (const { environment } of grants) {
    const { environments } = await limitIds({ services: [], environments: [environment] });
    environmentIds.push(...environments);
  }
  return { environmentIds, roles: grants.map(({ role }) => role) };
}

/** Replaces what a person was granted in single environments. */
export async function replaceGrants(
  client: PoolClient,
  personId: string,
  { environmentIds, roles }: Awaited<ReturnType<typeof grantIds>>,
): Promise<void> {
  await client.query('DELETE FROM person_grant WHERE person_id = $1', [personId]);
  await client.query(
    `INSERT INTO person_grant (person_id, environment_id, role)
     SELECT $1, environment_id, role::"role" FROM unnest($2::int[], $3::text[]) AS given (environment_id, role)`,
    [personId, environmentIds, roles],
  );
}
