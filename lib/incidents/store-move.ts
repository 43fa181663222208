import type { PoolClient } from 'pg';
import { DomainError } from '@/lib/errors';
import { appendEntries } from './append-entries';
import { collectLoose } from './detection/collect-loose';
import type { LockedIncident } from './lock-incident';
import { tellChange } from './tell-change';
import { transition } from './transition';
import { type IncidentStatus, isActive } from './vocabulary';

/** A move of one incident, whichever door it came by. */
export interface Move {
  to: IncidentStatus;
  actor: string;
  /** When it happened. */
  at: Date;
  /** Markdown. */
  comment?: string | undefined;
  /** The product itself moves it: that acknowledges nothing. */
  system?: boolean | undefined;
}

/**
 * Writes a move of a locked incident, its entry and its row in the feed; the event is the caller's to move. Answers the
 * incident as it is then. Throws `conflict` for a merged one and where another one is active already.
 */
export async function storeMove(
  client: PoolClient,
  incident: LockedIncident,
  { to, actor, at, comment, system = false }: Move,
): Promise<LockedIncident> {
  if (incident.merged_into !== null) throw await mergedAway(client, incident);
  const after = { ...incident, ...transition(incident, to, { at, actor, system }) };
  if (isActive(to)) await refuseSecondActive(client, after);
  await client.query(
    `UPDATE incident SET status = $2, acknowledged_at = $3, acknowledged_by = $4, resolved_at = $5, resolved_by = $6,
       closed_at = $7, ended_at = $8, reopened = $9, revision = revision + 1, updated_at = now() WHERE number = $1`,
    [
      after.number,
      after.status,
      after.acknowledged_at,
      after.acknowledged_by,
      after.resolved_at,
      after.resolved_by,
      after.closed_at,
      after.ended_at,
      after.reopened,
    ],
  );
  if (isActive(to) && !isActive(incident.status)) await collectLoose(client, incident.number);
  await appendEntries(client, [
    {
      incident: incident.number,
      actor,
      type: after.reopened > incident.reopened ? 'reopened' : 'status',
      field: 'status',
      oldValue: incident.status,
      newValue: to,
      text: comment ?? '',
      at,
    },
  ]);
  await tellChange(client, 'moved', incident.event_id);
  return after;
}

/** The refusal of whatever would change an incident that went on in another one. */
export async function mergedAway(client: PoolClient, incident: LockedIncident): Promise<DomainError> {
  const into = incident.merged_into as number;
  return new DomainError('conflict', `Incident ${incident.number} was merged into incident ${into}.`, {
    mergedInto: into,
    ...(await lastMove(client, incident)),
  });
}

/** Where an incident stands, who moved it there and when: what a refusal tells. */
export interface LastMove {
  /** Not `status`, which is the answer's own in a problem document. */
  incidentStatus: IncidentStatus;
  actor: string;
  at: string;
  [name: string]: unknown;
}

/** {@link LastMove} of an incident. */
export async function lastMove(
  client: PoolClient,
  { number, status }: Pick<LockedIncident, 'number' | 'status'>,
): Promise<LastMove> {
  const { rows } = await client.query<{ actor: string; at: Date }>(
    `SELECT coalesce(n.actor, e.created_by) AS actor, coalesce(n.at, i.updated_at) AS at
     FROM incident i JOIN event e ON e.id = i.event_id LEFT JOIN LATERAL (
       SELECT actor, at FROM incident_entry
       WHERE incident_number = i.number AND (field = 'status' OR type IN ('opened', 'merged', 'split')) ORDER BY id DESC LIMIT 1) n ON true
     WHERE i.number = $1`,
    [number],
  );
  return {
    incidentStatus: status,
    actor: rows[0]?.actor || 'system',
    at: (rows[0]?.at ?? new Date()).toISOString(),
  };
}

/**
 * Throws `conflict` where another incident of the same rule, service, environment and group is active: the index `incident_active_key`
 * would refuse this one without a word.
 */
export async function refuseSecondActive(
  client: PoolClient,
  incident: Pick<LockedIncident, 'number' | 'rule_id' | 'service_id' | 'environment_id' | 'group_key'>,
): Promise<void> {
  if (incident.rule_id === null) return;
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM incident
     WHERE rule_id = $1 AND service_id = $2 AND coalesce(environment_id, 0) = $3 AND group_key = $4 AND number <> $5
       AND status IN ('open', 'investigating')`,
    [
      incident.rule_id,
      incident.service_id,
      incident.environment_id ?? 0,
      incident.group_key,
      incident.number,
    ],
  );
  const other = rows[0]?.number;
  if (other === undefined) return;
  throw new DomainError(
    'conflict',
    `Incident ${other} is active for the same errors. Merge incident ${incident.number} into it instead.`,
    { active: other },
  );
}
