import type { Pool, PoolClient } from 'pg';
import type { KnownName } from '@/lib/catalog/known-names';
import { ongoingReachMs } from '@/lib/events/span';
import { lockPath } from '@/lib/locks/scope';
import type { ApplicableRule, PreflightFacts } from './evaluate-types';
import { readSurroundings } from './read-surroundings';
import { type RuleRow, ruleOf, ruleRowColumns } from './rule-row';

/** What a start is judged by, read in one statement: whoever starts a deployment by it holds the place's turn meanwhile. */

/** A start that is to be judged. Times are milliseconds since the epoch. */
export interface Start {
  /** Its id is {@link unknownId} when nobody has used the name yet. */
  service: KnownName;
  environment: KnownName;
  /** Null when it is not known, or new. */
  versionId: number | null;
  version: string | null;
  /** The event of the deployment itself, when there is one: it is not in its own way. */
  ownEventId: string | null;
  /** The fencing token of a lock that the one who starts holds: that lock is not in its own way either. */
  ownLockToken: number | null;
  startsAt: number;
  endsAt: number;
  /** Somebody asks without deploying: then incidents and plans are told, too. */
  asking: boolean;
}

/** No service and no environment has it. */
export const unknownId = 0;

/** Most of each that are told. */
const most = 20;

interface Facts {
  rules: RuleRow[];
  running: { id: string; version: string | null; at: number }[];
  locks: { id: string; holder: string; reason: string; expires_at: number | null }[];
  arrivals: { environment: string; first_arrived_at: number | null; failed_at: number | null }[];
  approvals: { type: string; environment: string | null; actor: string; approved: boolean }[];
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::int8`;
const list = (select: string) => `coalesce((SELECT json_agg(x) FROM (${select}) x), '[]')`;

/** $1 service, $2 environment, $3 version, $4 own event, $5 path of the place's lock, $6 now, $7 since when what goes on is believed, $8 token of an own lock. */
const statement = `
  WITH running AS (
    SELECT e.id, coalesce(w.name, e.version) AS version, ${ms('e.at')} AS at
    FROM event e LEFT JOIN version w ON w.id = e.version_id
    WHERE e.kind = 'deployment' AND e.service_id = $1 AND e.environment_id = $2 AND e.phase = 'running'
      AND (e.until IS NULL OR e.until > $6) AND e.at > $7 AND e.id IS DISTINCT FROM $4::uuid
    ORDER BY e.at DESC, e.id DESC LIMIT ${most}
  )
  SELECT
    ${list('SELECT * FROM running')} AS running,
    ${list(`SELECT ${ruleRowColumns} FROM deployment_rule r
      WHERE r.mode <> 'disabled' AND (r.service_ids = '{}' OR $1 = ANY (r.service_ids))
        AND (r.environment_ids = '{}' OR $2 = ANY (r.environment_ids)) ORDER BY r.name, r.id`)} AS rules,
    ${list(`SELECT l.id, l.holder, l.reason, ${ms('l.expires_at')} AS expires_at FROM resource_lock l
      WHERE l.state = 'held' AND (l.expires_at IS NULL OR l.expires_at > clock_timestamp())
        AND (starts_with($5, l.path) OR starts_with(l.path, $5)) AND l.token IS DISTINCT FROM $8::int8 AND (l.event_id IS NULL
          OR (l.event_id IS DISTINCT FROM $4::uuid AND l.event_id NOT IN (SELECT id FROM running))) ORDER BY l.path LIMIT ${most}`)} AS locks,
    ${list(`SELECT v.name_key AS environment, ${ms(`min(e.until) FILTER (WHERE e.phase IN ('succeeded', 'attention', 'noted'))`)} AS first_arrived_at,
        ${ms(`max(e.until) FILTER (WHERE e.phase = 'failed')`)} AS failed_at
      FROM event e JOIN environment v ON v.id = e.environment_id
      WHERE e.version_id = $3 AND e.kind = 'deployment' AND e.until <= $6 AND e.phase IN ('succeeded', 'attention', 'noted', 'failed')
      GROUP BY v.name_key`)} AS arrivals,
    ${list(`SELECT DISTINCT ON (lower(a.type), a.actor) a.type, v.name AS environment, a.actor, a.approved
      FROM version_approval a LEFT JOIN environment v ON v.id = a.environment_id
      WHERE a.version_id = $3 AND (a.environment_id IS NULL OR a.environment_id = $2)
      ORDER BY lower(a.type), a.actor, a.at DESC, a.id DESC`)} AS approvals`;

/** Reads what {@link Start} is judged by: the world as it is now, and the rules that are for this place and not disabled. */
export async function readFacts(
  client: Pool | PoolClient,
  start: Start,
  now: number,
): Promise<{ facts: PreflightFacts; rules: ApplicableRule[] }> {
  const { service, environment, startsAt, endsAt } = start;
  const { rows } = await client.query<Facts>(statement, [
    service.id,
    environment.id,
    start.versionId,
    start.ownEventId,
    pathOf(start),
    new Date(now),
    new Date(now - ongoingReachMs),
    start.ownLockToken,
  ]);
  const read = rows[0] as Facts;
  const around = start.asking ? await readSurroundings(start) : { incidents: [], planned: [] };
  return {
    rules: read.rules.map((row) => ({ id: row.id, rule: ruleOf(row) })),
    facts: {
      service: service.name,
      environment: environment.name,
      version: start.version,
      startsAt,
      endsAt,
      running: read.running.map(({ id, version, at }) => ({ id, version, status: 'started', startedAt: at })),
      locks: read.locks.map(({ id, holder, reason, expires_at }) => ({
        id,
        holder,
        reason,
        expiresAt: expires_at,
      })),
      arrivals: new Map(
        read.arrivals.flatMap(({ environment, first_arrived_at: firstArrivedAt, failed_at: failedAt }) =>
          firstArrivedAt === null ? [] : [[environment, { firstArrivedAt, failedAt }]],
        ),
      ),
      approvals: read.approvals,
      ...around,
    },
  };
}

/** Nothing but wider scopes contain a place that nobody knows; 0 would be that of services without an environment. */
function pathOf({ service, environment }: Start): string {
  return lockPath({
    serviceId: service.id,
    environmentId: environment.id === unknownId ? Number.NaN : environment.id,
    resource: 'deployment',
  });
}
