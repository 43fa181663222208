import type { EventStatus } from './vocabulary';
import { hasEnded, isOngoing } from './vocabulary';

/**
 * When an activity effectively starts and ends, and how long it took. Pure; all times are milliseconds since the epoch.
 */

/** Further than this from its start, an activity is looked up separately by windows. */
export const longAfterMs = 24 * 3_600_000;

/** An activity with no end is taken to go on for at most this long after its start: most that never end were forgotten. */
export const ongoingReachMs = 30 * longAfterMs;

export interface SpanInput {
  status: EventStatus | null;
  startsAt: number | null;
  endsAt: number | null;
  /** When an ending status was reported by an update, if one was. */
  endedAt: number | null;
  createdAt: number;
  /** Creation of the event it is related to, when it was created as related to one. */
  relatedCreatedAt: number | null;
}

export interface Span {
  at: number;
  /** Null while the activity goes on. */
  until: number | null;
  long: boolean;
  durationMs: number | null;
}

/** Effective start and end of an event and what follows from them; times in milliseconds since the epoch. */
export function spanOf(input: SpanInput): Span {
  const at = input.startsAt ?? input.createdAt;
  const until = Math.max(at, input.endsAt ?? input.endedAt ?? at);
  const open = input.endsAt === null && isOngoing(input.status);
  return {
    at,
    until: open ? null : until,
    long: open || until - at > longAfterMs,
    durationMs: durationOf(input),
  };
}

/**
 * The duration of an activity: end minus start when both are known; else, once an ending status was reported, the time
 * from creation to that report; else the time between the creation of the related event and its own (reference:
 * Tracker A4, "duration between linked events", made the same for every ending status).
 */
function durationOf(input: SpanInput): number | null {
  if (input.startsAt !== null && input.endsAt !== null) return input.endsAt - input.startsAt;
  if (input.endedAt !== null && hasEnded(input.status)) return Math.max(0, input.endedAt - input.createdAt);
  if (input.relatedCreatedAt !== null) return Math.max(0, input.createdAt - input.relatedCreatedAt);
  return null;
}
