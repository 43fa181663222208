import { pool } from '@/lib/db/pool';
import { versionKey } from '@/lib/deployments/version-key';
import { nameKey } from '@/lib/names';
import { checkStart } from './check-start';
import { unknownId } from './read-facts';
import type { PreflightBody, PreflightWire } from './schemas';

/**
 * Asks whether something may be deployed, without deploying: nothing is recorded, and no name is created. What runs, locks, incidents
 * and approvals are those of now, whenever it is to start.
 */
export async function preflight(body: PreflightBody): Promise<PreflightWire> {
  const { service, environment, version = null, durationMinutes } = body;
  const { rows } = await pool().query<{
    service_id: number | null;
    service: string | null;
    environment_id: number | null;
    environment: string | null;
    version_id: number | null;
    version: string | null;
  }>(
    `SELECT s.id AS service_id, s.name AS service, v.id AS environment_id, v.name AS environment, w.id AS version_id, w.name AS version
     FROM (SELECT) one LEFT JOIN service s ON s.name_key = $1 LEFT JOIN environment v ON v.name_key = $2
     LEFT JOIN version w ON w.service_id = s.id AND w.key = $3`,
    [nameKey(service), nameKey(environment), version === null ? null : versionKey(version)],
  );
  const found = rows[0];
  const startsAt = body.at === undefined ? Date.now() : Date.parse(body.at);
  return checkStart(pool(), {
    service: { id: found?.service_id ?? unknownId, name: found?.service ?? service },
    environment: { id: found?.environment_id ?? unknownId, name: found?.environment ?? environment },
    versionId: found?.version_id ?? null,
    version: found?.version ?? version,
    ownEventId: null,
    ownLockToken: body.lockToken ?? null,
    startsAt,
    endsAt: startsAt + durationMinutes * 60_000,
    asking: true,
  });
}
