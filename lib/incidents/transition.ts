import type { LockedIncident } from './lock-incident';
import { type IncidentStatus, isActive } from './vocabulary';

/** What a move makes of an incident: the columns that depend on where it stands. */
export type Standing = Pick<
  LockedIncident,
  | 'status'
  | 'acknowledged_at'
  | 'acknowledged_by'
  | 'resolved_at'
  | 'resolved_by'
  | 'closed_at'
  | 'ended_at'
  | 'reopened'
>;

/**
 * Moves an incident; any status can follow any other. Pure.
 *
 * Whoever moves it to investigating first acknowledges it. It ends when it stops being active; closing what is resolved ends
 * it no second time. Becoming active again takes its end back.
 */
export function transition(
  from: Standing,
  to: IncidentStatus,
  { at, actor, system = false }: { at: Date; actor: string; system?: boolean },
): Standing {
  const acknowledges = to === 'investigating' && from.acknowledged_at === null && !system;
  const acknowledged = {
    acknowledged_at: acknowledges ? at : from.acknowledged_at,
    acknowledged_by: acknowledges ? actor : from.acknowledged_by,
  };
  if (isActive(to)) {
    return {
      ...acknowledged,
      status: to,
      resolved_at: null,
      resolved_by: '',
      closed_at: null,
      ended_at: null,
      reopened: from.reopened + (isActive(from.status) ? 0 : 1),
    };
  }
  const resolves = to === 'resolved' && from.resolved_at === null;
  return {
    ...acknowledged,
    status: to,
    resolved_at: resolves ? (from.ended_at ?? at) : from.resolved_at,
    resolved_by: resolves ? actor : from.resolved_by,
    closed_at: to === 'closed' ? (from.closed_at ?? at) : null,
    ended_at: from.ended_at ?? at,
    reopened: from.reopened,
  };
}
