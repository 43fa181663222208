import type { PoolClient } from 'pg';
import { bodyIssue, type InputIssue } from '@/lib/errors';
import { canonicalName, nameKey } from '@/lib/names';

/**
 * Dependencies of one service, kept in one table: what A says of B is what B is told of A. The caller's transaction holds
 * the catalog's lock.
 */

/** Why these cannot be the dependencies of a service, if they cannot. */
export function selfDependencyIssues(
  name: string,
  lists: { dependsOn?: readonly string[]; dependents?: readonly string[] },
): InputIssue[] {
  const own = nameKey(name);
  return (['dependsOn', 'dependents'] as const).flatMap((field) =>
    (lists[field] ?? []).flatMap((other, index) =>
      nameKey(other) === own
        ? [bodyIssue([field, index], `is ${name} itself: a service cannot depend on itself`)]
        : [],
    ),
  );
}

/** The ids of the services of these names, by key, created where nobody has seen them yet. */
export async function resolveWithin(
  client: PoolClient,
  names: readonly string[],
): Promise<Map<string, number>> {
  const byKey = new Map<string, string>();
  // Of several spellings the first is the one that a new service is shown by.
  for (const name of names) if (!byKey.has(nameKey(name))) byKey.set(nameKey(name), canonicalName(name));
  // Sorted, as everywhere services are created: nobody waits for each other in a circle. Existing rows are not touched, so
  // that no event has to wait for this transaction.
  const keys = [...byKey.keys()].sort();
  const { rows } = await client.query<{ id: number; name_key: string }>(
    `WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[]) AS a(name_key, name)),
          created AS (INSERT INTO service (name_key, name) SELECT name_key, name FROM asked a
                      WHERE NOT EXISTS (SELECT FROM service s WHERE s.name_key = a.name_key)
                      ON CONFLICT (name_key) DO UPDATE SET name_key = excluded.name_key
                      RETURNING id, name_key)
     SELECT id, name_key FROM created UNION ALL SELECT id, name_key FROM service WHERE name_key = ANY ($1)`,
    [keys, keys.map((key) => byKey.get(key))],
  );
  return new Map(rows.map(({ id, name_key }) => [name_key, id]));
}

/**
 * Makes these the dependencies of a service in one direction. Answers the services whose other side changed. Of `dependents`,
 * what deleted services once said is left as it sleeps.
 */
export async function replaceDependencies(
  client: PoolClient,
  serviceId: number,
  direction: 'dependsOn' | 'dependents',
  others: readonly number[],
): Promise<number[]> {
  const [mine, theirs] = direction === 'dependsOn' ? ['from_id', 'to_id'] : ['to_id', 'from_id'];
  const awake =
    direction === 'dependsOn'
      ? ''
      : 'AND NOT EXISTS (SELECT FROM catalog_entry z WHERE z.service_id = from_id AND z.gone_at IS NOT NULL)';
  const { rows } = await client.query<{ id: number }>(
    `WITH removed AS (
       DELETE FROM service_dependency WHERE ${mine} = $1 AND ${theirs} <> ALL ($2::int[]) ${awake} RETURNING ${theirs} AS id
     ), added AS (
       INSERT INTO service_dependency (${mine}, ${theirs}) SELECT $1, o FROM unnest($2::int[]) AS o
       ON CONFLICT DO NOTHING RETURNING ${theirs} AS id
     ) SELECT id FROM removed UNION SELECT id FROM added`,
    [serviceId, [...new Set(others)]],
  );
  return rows.map(({ id }) => id);
}
