import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import type { LaneLockWire } from '@/lib/events/timeline-operations';
import { nameKey } from '@/lib/names';
import { levelOf } from './row';

/** Most terms of one drawing. */
const mostSpans = 100;
/** Most terms that are looked at for the longest of them. */
const mostLookedAt = 5_000;
/** A term that ended was no longer than this: a lock that is neither sticky nor renewed lasts a day at most. */
const longest = "interval '7 days'";

interface SpanRow {
  id: string;
  path: string;
  environment: string | null;
  service: string | null;
  resource: string | null;
  holder: string;
  granted_at: Date;
  until: Date | null;
  expires_at: Date | null;
}

/**
 * Terms that overlap a window, those that go on first, then the longest. Narrowed to a service or an environment, what locks
 * more than that stays among them.
 */
export async function lockSpans(
  filters: { environment?: readonly string[] | undefined; service?: readonly string[] | undefined },
  window: { from: number; to: number },
): Promise<LaneLockWire[]> {
  const params = new Params();
  const keys = (names: readonly string[]) => params.add(names.map(nameKey));
  const from = `${params.add(new Date(window.from))}::timestamptz`;
  const to = `${params.add(new Date(window.to))}::timestamptz`;
  const over = `coalesce(l.ended_at, CASE WHEN l.expires_at <= clock_timestamp() THEN l.expires_at END)`;
  const conditions = ['l.picked_up', `l.granted_at < ${to}`, `coalesce(${over}, 'infinity') >= ${from}`];
  if (filters.environment?.length)
    conditions.push(
      `(l.path = '' OR l.environment_id IN (SELECT id FROM environment WHERE name_key = ANY (${keys(filters.environment)})))`,
    );
  if (filters.service?.length)
    conditions.push(
      `(l.service_id IS NULL OR l.service_id IN (SELECT id FROM service WHERE name_key = ANY (${keys(filters.service)})))`,
    );
  const where = conditions.join(' AND ');
  const { rows } = await pool().query<SpanRow>(
    `SELECT l.id, l.path, v.name AS environment, s.name AS service, l.resource, l.holder, l.granted_at, ${over} AS until, l.expires_at
     FROM (
       (SELECT l.* FROM resource_lock l WHERE l.granted_at >= ${from} - ${longest} AND ${where}
        ORDER BY l.granted_at DESC, l.id DESC LIMIT ${mostLookedAt})
       UNION ALL
       (SELECT l.* FROM resource_lock l WHERE l.state = 'held' AND l.granted_at < ${from} - ${longest} AND ${where})
     ) l
     LEFT JOIN environment v ON v.id = l.environment_id
     LEFT JOIN service s ON s.id = l.service_id
     ORDER BY (${over}) IS NULL DESC, coalesce(${over}, ${to}) - l.granted_at DESC, l.id
     LIMIT ${mostSpans}`,
    params.values,
  );
  return rows.map(({ id, path, environment, service, resource, holder, granted_at, until, expires_at }) => ({
    id,
    level: levelOf(path),
    environment,
    service,
    resource,
    holder,
    from: granted_at.toISOString(),
    until: until?.toISOString() ?? null,
    expiresAt: expires_at?.toISOString() ?? null,
  }));
}
