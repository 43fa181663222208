import type { GrantWire, LockEnding, LockState, LockWire, ObstacleWire } from './schemas';
import type { ScopeLevel } from './scope';

/** One lock as the functions of the database answer it: times as text, in any zone. */
export interface LockRow {
  id: string;
  path: string;
  environment_id: number | null;
  service_id: number | null;
  environment: string | null;
  service: string | null;
  resource: string | null;
  state: LockState;
  token: number | null;
  holder: string;
  reason: string;
  claim_id: string;
  event_id: string | null;
  automatic: boolean;
  ttl_ms: number | null;
  review_at: string | null;
  queued_at: string | null;
  seen_until: string | null;
  granted_at: string | null;
  renewed_at: string | null;
  expires_at: string | null;
  ended_at: string | null;
  ended_as: LockEnding | null;
  ended_by: string | null;
  end_reason: string;
  free_at: string | null;
  picked_up: boolean;
}

const iso = (value: string | null) => (value === null ? null : new Date(value).toISOString());

/** How much a path locks. */
export function levelOf(path: string): ScopeLevel {
  const depth = path.split('/').length - 1;
  return depth === 0 ? 'global' : depth === 1 ? 'environment' : depth === 2 ? 'service' : 'resource';
}

/**
 * The wire form. A lock whose time is up but that nobody has ended yet is answered as what it is: expired.
 * @param now the database's clock, in milliseconds
 */
export function toLockWire(row: LockRow, now: number): LockWire {
  const over = row.state === 'held' && row.expires_at !== null && Date.parse(row.expires_at) <= now;
  return {
    id: row.id,
    level: levelOf(row.path),
    environment: row.environment,
    service: row.service,
    resource: row.resource,
    state: over ? 'ended' : row.state,
    holder: row.holder,
    reason: row.reason,
    automatic: row.automatic,
    eventId: row.event_id,
    sticky: row.ttl_ms === null,
    ttlSeconds: row.ttl_ms === null ? null : row.ttl_ms / 1000,
    queuedAt: iso(row.queued_at),
    acquiredAt: iso(row.granted_at),
    renewedAt: iso(row.renewed_at),
    expiresAt: iso(row.expires_at),
    reviewAt: iso(row.review_at),
    endedAt: over ? iso(row.expires_at) : iso(row.ended_at),
    endedAs: over ? (row.picked_up ? 'expired' : 'dropped') : row.ended_as,
    endedBy: over ? 'system' : row.ended_by,
    endReason: row.end_reason,
  };
}

/** The form for its holder. */
export function toGrantWire(row: LockRow, now: number): GrantWire {
  return {
    ...toLockWire(row, now),
    token: row.token as number,
    claimId: row.claim_id,
    expiresInMs: row.expires_at === null ? null : Math.max(0, Date.parse(row.expires_at) - now),
  };
}

/** The form for whom it is in the way of. */
export function toObstacleWire(row: LockRow, now: number): ObstacleWire {
  const { id, level, environment, service, resource, holder, reason, eventId, acquiredAt, expiresAt } =
    toLockWire(row, now);
  return {
    id,
    level,
    environment,
    service,
    resource,
    holder,
    reason,
    eventId,
    acquiredAt,
    expiresAt,
    freeAt: iso(row.free_at),
  };
}
