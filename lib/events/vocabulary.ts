/**
 * The closed vocabularies of an event, and the facts that follow from them. Client-safe: no imports.
 *
 * Names are what the API answers. Dialects translate their own spellings and numbers to these.
 */

export const eventKinds = [
  'deployment',
  'operation',
  'drift',
  'incident',
  'rpa_usage',
  'build',
  'signal',
  'infra',
] as const;
/** What sort of activity an event reports. */
export type EventKind = (typeof eventKinds)[number];

export const phases = ['planned', 'running', 'succeeded', 'failed', 'aborted', 'attention', 'noted'] as const;
/** The one axis of state that colours, "has it ended" and success rates use. */
export type Phase = (typeof phases)[number];

export const statuses = [
  'planned',
  'pending',
  'waiting_approval',
  'start',
  'in_progress',
  'open',
  'success',
  'done',
  'close',
  'warning',
  'failure',
  'error',
  'aborted',
  'snapshot',
  'user_update',
  'recommendation',
] as const;
/** What a reporter says of an activity. Stored and answered by name. */
export type EventStatus = (typeof statuses)[number];

const statusFacts: Record<EventStatus, { phase: Phase; ended: boolean }> = {
  planned: { phase: 'planned', ended: false },
  pending: { phase: 'planned', ended: false },
  waiting_approval: { phase: 'planned', ended: false },
  start: { phase: 'running', ended: false },
  in_progress: { phase: 'running', ended: false },
  open: { phase: 'attention', ended: false },
  success: { phase: 'succeeded', ended: true },
  done: { phase: 'succeeded', ended: true },
  close: { phase: 'succeeded', ended: true },
  warning: { phase: 'attention', ended: true },
  failure: { phase: 'failed', ended: true },
  error: { phase: 'failed', ended: true },
  aborted: { phase: 'aborted', ended: true },
  snapshot: { phase: 'noted', ended: true },
  user_update: { phase: 'noted', ended: true },
  recommendation: { phase: 'noted', ended: true },
};

/** The phase of a status; an event that reports no status is simply noted. */
export function phaseOf(status: EventStatus | null): Phase {
  return status === null ? 'noted' : statusFacts[status].phase;
}

/** Whether a status says that the activity is over. An event without a status is a point in time, so it is over. */
export function hasEnded(status: EventStatus | null): boolean {
  return status === null || statusFacts[status].ended;
}

/** Whether an activity with this status is going on at the moment it is reported (neither over nor still ahead). */
export function isOngoing(status: EventStatus | null): boolean {
  return !hasEnded(status) && phaseOf(status) !== 'planned';
}

export const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
/** P1 is critical, P5 trivial. */
export type Priority = (typeof priorities)[number];

export const levels = ['trace', 'debug', 'info', 'essential', 'warn', 'error', 'critical', 'fatal'] as const;
/** Severity of a signal or an infrastructure event, least first. */
export type EventLevel = (typeof levels)[number];

export const changeTypes = [
  'created',
  'updated',
  'status_changed',
  'approved',
  'rejected',
  'commented',
  'linked',
  'locked',
  'unlocked',
] as const;
/** What a changelog entry records. */
export type ChangeType = (typeof changeTypes)[number];

export const environmentTiers = ['development', 'test', 'staging', 'production', 'other'] as const;
/** How near to users an environment is. */
export type EnvironmentTier = (typeof environmentTiers)[number];
