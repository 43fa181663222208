import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import { availability, type LivingLock } from './availability';
import type { AvailabilityQuery } from './filters';
import type { AvailabilityWire } from './operations';
import { type LockRow, toLockWire } from './row';

/** The id of a name that nobody has used yet: no path has it. */
const unused = Number.NaN;

/** Most locks that are looked at. */
const mostLocks = 5_000;

/** Where a service can be deployed now, or what can be deployed to in an environment, or everything. */
export async function whereToDeploy({
  environment,
  service,
  resource,
}: AvailabilityQuery): Promise<AvailabilityWire> {
  const [environments, services, living] = await Promise.all([
    pool().query<{ id: number; name: string }>(
      'SELECT id, name FROM environment WHERE $1::text IS NULL OR name_key = $1 ORDER BY position, id',
      [environment === undefined ? null : nameKey(environment)],
    ),
    pool().query<{ id: number; name: string }>('SELECT id, name FROM service WHERE name_key = $1', [
      service === undefined ? null : nameKey(service),
    ]),
    pool().query<{ lock: LockRow; now: Date }>(
      `SELECT shiplog_lock_json(l) AS lock, shiplog_lock_now() AS now FROM resource_lock l
       WHERE (state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp()))
          OR (state = 'queued' AND seen_until > clock_timestamp())
       ORDER BY path, queue_no NULLS FIRST LIMIT ${mostLocks}`,
    ),
  ]);
  const locks: LivingLock[] = living.rows.map(({ lock, now }) => ({
    path: lock.path,
    serviceId: lock.service_id,
    lock: toLockWire(lock, now.getTime()),
  }));
  const known = environments.rows;
  const asked = environment === undefined ? [...known, { id: 0, name: null }] : known;
  return {
    items: availability(
      {
        environments: asked.length > 0 ? asked : [{ id: unused, name: environment ?? null }],
        service: service === undefined ? null : (services.rows[0] ?? { id: unused, name: service }),
        resource,
      },
      locks,
    ),
  };
}
