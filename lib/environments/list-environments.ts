import { pool } from '@/lib/db/pool';
import type { EnvironmentTier } from '@/lib/events/vocabulary';
import type { EnvironmentListWire } from './operations';
import type { EnvironmentWire } from './schemas';

interface Row {
  name: string;
  tier: EnvironmentTier;
  position: number;
  services: number;
  last_at: Date | null;
  created_at: Date;
}

/** Environments with what was deployed to them: services by steps along their index, not by reading every deployment. */
const environments = (condition: string) => `
  SELECT v.name, v.tier, v.position, v.created_at,
    (SELECT count(*) FROM service s WHERE EXISTS (
       SELECT FROM event e WHERE e.kind = 'deployment' AND e.service_id = s.id AND e.environment_id = v.id)) AS services,
    (SELECT e.at FROM event e WHERE e.kind = 'deployment' AND e.environment_id = v.id AND e.at <= now() AND e.phase <> 'planned'
     ORDER BY e.at DESC, e.id DESC LIMIT 1) AS last_at
  FROM environment v WHERE ${condition} ORDER BY v.position, v.id`;

const toWire = (row: Row): EnvironmentWire => ({
  name: row.name,
  tier: row.tier,
  position: row.position,
  services: row.services,
  lastDeploymentAt: row.last_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});

/** All environments, in their order. */
export async function listEnvironments(): Promise<EnvironmentListWire> {
  const { rows } = await pool().query<Row>(environments('true'));
  return { items: rows.map(toWire) };
}

/** One environment by the key of its name; undefined when nobody knows it. */
export async function findEnvironment(key: string): Promise<EnvironmentWire | undefined> {
  const { rows } = await pool().query<Row>(environments('v.name_key = $1'), [key]);
  return rows[0] && toWire(rows[0]);
}
