import type { Place } from '@/lib/access/place';
import { pool } from '@/lib/db/pool';

/** The largest number that an incident can have. */
const maxNumber = 2_147_483_647;

/** Where incidents are; those that do not exist are nowhere. */
export async function placesOfIncidents(...numbers: readonly number[]): Promise<Place[]> {
  const { rows } = await pool().query<{ service: string; environment: string | null }>(
    `SELECT s.name AS service, v.name AS environment
     FROM incident i JOIN service s ON s.id = i.service_id LEFT JOIN environment v ON v.id = i.environment_id
     WHERE i.number = ANY ($1::int[])`,
    [numbers.filter((number) => number <= maxNumber)],
  );
  return rows;
}
