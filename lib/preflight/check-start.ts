import type { Pool, PoolClient } from 'pg';
import type { KnownName } from '@/lib/catalog/known-names';
import { ongoingReachMs } from '@/lib/events/span';
import { newId } from '@/lib/ids';
import { lockPath } from '@/lib/locks/scope';
import type { PreflightReasonWire, PreflightWire } from './schemas';
import type { ReasonCode, RuleKind, RuleMode } from './vocabulary';

/** A start that is to be judged. Times are milliseconds since the epoch. */
export interface Start {
  service: KnownName;
  environment: KnownName;
  /** Null when it is not known, or new. */
  versionId: number | null;
  version: string | null;
  /** The event of the deployment itself, when there is one: it is not in its own way. */
  ownEventId: string | null;
  startsAt: number;
  endsAt: number;
  /** Somebody asks without deploying: then incidents and plans are told, too. */
  asking: boolean;
}

/**
 * Judges a start by what is known now. Whoever starts a deployment by it holds the place's turn (see `recordRun`), so that of two
 * the second sees the first.
 */
export async function checkStart(client: Pool | PoolClient, start: Start): Promise<PreflightWire> {
  const { service, environment, ownEventId } = start;
  const now = Date.now();
  const running = await runningAt(client, start, now);
  const locks = await locksAt(client, start, [
    ...(ownEventId === null ? [] : [ownEventId]),
    ...running.map(({ id }) => id),
  ]);
  const rules = await concurrencyRules(client, service.id, environment.id);
  const place = `${service.name} in ${environment.name}`;

  const reasons: PreflightReasonWire[] = [];
  const [other] = running;
  for (const rule of other ? rules : []) {
    reasons.push({
      code: 'CONCURRENT_DEPLOYMENT',
      effect: rule.mode === 'enabled' ? 'block' : 'warn',
      rule,
      message: `Another deployment of ${place} is running`,
      details: {
        conflicting_deployment_id: (other as Running).id,
        conflicting_deployment_status: 'started',
        conflicting_deployment_started: (other as Running).at.toISOString(),
      },
      retryAt: null,
      link: `/events/${(other as Running).id}`,
    });
  }
  for (const lock of locks) {
    reasons.push({
      code: 'LOCK_HELD',
      effect: 'block',
      rule: null,
      message: `${place} is locked by ${lock.holder}${lock.reason && `: ${lock.reason}`}`,
      details: { lock_id: lock.id, holder: lock.holder, reason: lock.reason },
      retryAt: lock.expires_at?.toISOString() ?? null,
      link: '/locks',
    });
  }
  const blocking = reasons.filter(({ effect }) => effect === 'block');
  const retryAt = blocking.flatMap(({ retryAt }) => retryAt ?? []).sort()[0];
  return {
    verdict: blocking.length > 0 ? 'block' : reasons.length > 0 ? 'warn' : 'allow',
    reasons: reasons.toSorted((a, b) => Number(b.effect === 'block') - Number(a.effect === 'block')),
    rules: rules.map((rule) => ({ ...rule, outcome: other ? ('failed' as const) : ('passed' as const) })),
    retryAfterSeconds:
      retryAt === undefined ? null : Math.max(1, Math.ceil((Date.parse(retryAt) - now) / 1000)),
    checkedAt: new Date(now).toISOString(),
  };
}

interface Running {
  id: string;
  at: Date;
}

async function runningAt(
  client: Pool | PoolClient,
  { service, environment, ownEventId }: Start,
  now: number,
): Promise<Running[]> {
  const { rows } = await client.query<Running>(
    `SELECT id, at FROM event
     WHERE kind = 'deployment' AND service_id = $1 AND environment_id = $2 AND phase = 'running' AND until IS NULL
       AND at > $3 AND id IS DISTINCT FROM $4::uuid
     ORDER BY at DESC, id DESC LIMIT 20`,
    [service.id, environment.id, new Date(now - ongoingReachMs), ownEventId],
  );
  return rows;
}

async function locksAt(
  client: Pool | PoolClient,
  { service, environment }: Start,
  without: readonly string[],
): Promise<{ id: string; holder: string; reason: string; expires_at: Date | null }[]> {
  const path = lockPath({ serviceId: service.id, environmentId: environment.id, resource: 'deployment' });
  const { rows } = await client.query<{
    id: string;
    holder: string;
    reason: string;
    expires_at: Date | null;
  }>(
    `SELECT id, holder, reason, expires_at FROM resource_lock
     WHERE state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())
       AND (starts_with($1, path) OR starts_with(path, $1)) AND (event_id IS NULL OR event_id <> ALL ($2::uuid[]))
     ORDER BY path LIMIT 20`,
    [path, without],
  );
  return rows;
}

async function concurrencyRules(
  client: Pool | PoolClient,
  serviceId: number,
  environmentId: number,
): Promise<{ id: string; name: string; mode: RuleMode }[]> {
  const { rows } = await client.query<{ id: string; name: string; mode: RuleMode }>(
    `SELECT id, name, mode FROM deployment_rule
     WHERE kind = 'concurrency' AND mode <> 'disabled'
       AND (service_ids = '{}' OR $1 = ANY (service_ids)) AND (environment_ids = '{}' OR $2 = ANY (environment_ids))
     ORDER BY name, id`,
    [serviceId, environmentId],
  );
  return rows;
}

const kindOf: Partial<Record<ReasonCode, RuleKind>> = {
  CONCURRENT_DEPLOYMENT: 'concurrency',
  NO_DEPLOY_WINDOW: 'window',
  FLOW_VIOLATION: 'order',
  INSUFFICIENT_SOAK_TIME: 'order',
  APPROVAL_REQUIRED: 'approval',
};

/** Keeps what a start broke: one row for each reason that stems from a rule or a lock. */
export async function recordViolations(
  client: Pool | PoolClient,
  verdict: PreflightWire,
  about: {
    serviceId: number;
    environmentId: number;
    version: string | null;
    eventId: string | null;
    actor: string;
  },
): Promise<void> {
  const broken = verdict.reasons.filter(({ rule, code }) => rule !== null || code === 'LOCK_HELD');
  for (const { rule, code, effect, message, details } of broken) {
    await client.query(
      `INSERT INTO rule_violation (id, rule_id, rule_name, rule_kind, blocked, code, message, details, service_id, environment_id, version, event_id, actor)
       VALUES ($1, (SELECT id FROM deployment_rule WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        newId(),
        rule?.id ?? null,
        rule?.name ?? 'Held lock',
        kindOf[code] ?? null,
        effect === 'block',
        code,
        message,
        JSON.stringify(details),
        about.serviceId,
        about.environmentId,
        about.version ?? '',
        about.eventId,
        about.actor,
      ],
    );
  }
}
