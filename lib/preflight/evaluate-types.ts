import type { RuleBody, Schedule } from './rule-schemas';
import type { PreflightWire } from './schemas';

/**
 * What the decision about a start is made from, and what it is. The decision itself is one pure function that is given the time;
 * reading the facts is another matter.
 */

/** A rule that is for the service and environment in question. */
export interface ApplicableRule {
  id: string;
  rule: RuleBody;
}

/** Everything that is asked of the world. Times are milliseconds since the epoch. */
export interface PreflightFacts {
  service: string;
  environment: string;
  /** Null when it is not known: then order, soak and approvals are `not_applicable`. */
  version: string | null;
  /** When it is to start. */
  startsAt: number;
  /** Until when it is expected to take. */
  endsAt: number;
  /** Deployments of this service that run in this environment, without the one in question. */
  running: readonly { id: string; version: string | null; status: string; startedAt: number }[];
  /** Held locks in whose scope the deployment lies, without its own and without those of `running`. */
  locks: readonly { id: string; holder: string; reason: string; expiresAt: number | null }[];
  /** For each environment by its name's key where the version has arrived: when first, and when it last failed there. */
  arrivals: ReadonlyMap<string, { firstArrivedAt: number; failedAt: number | null }>;
  /** The newest word of each person about each type, of those for this environment or for all. */
  approvals: readonly { type: string; environment: string | null; actor: string; approved: boolean }[];
  /** Active incidents of the service, or of one it depends on, in this environment or in none. */
  incidents: readonly { number: number; title: string; service: string; upstream: boolean }[];
  /** What is planned for the service there within the time it takes. */
  planned: readonly { id: string; title: string; startsAt: number; endsAt: number }[];
}

/**
 * Judges a start: each rule by itself, then what is no rule. `now` is milliseconds since the epoch.
 *
 * - A disabled rule is not among `rules`. A broken `report_only` rule warns. A held lock blocks. Incidents and plans warn.
 * - `window`: blocks when `startsAt` lies in a window (its end is outside of it); warns when one begins before `endsAt`.
 * - `order`: `FLOW_VIOLATION` names the first prerequisite where the version never arrived (`strict`: also when they were not reached in the
 *   order given); else `INSUFFICIENT_SOAK_TIME` with `remaining_minutes`, counted from the first arrival, or from the last failure there if later. An
 *   environment that is its own prerequisite is skipped.
 * - `concurrency`: `running` is not empty.
 * - `approval`: for each type, fewer than `count` people whose newest word for this environment (or all) is yes; one no is a no.
 *
 * Reasons come in the order of `reasonCodes`, those that block first. Total: never throws.
 */
export type EvaluatePreflight = (
  facts: PreflightFacts,
  rules: readonly ApplicableRule[],
  now: number,
) => PreflightWire;

/** A stretch of time in which nobody may deploy; the end is outside of it. Milliseconds since the epoch. */
export interface WindowSpan {
  startsAt: number;
  endsAt: number;
}

/**
 * The window of a schedule that is open at an instant, or null; of several, the one that ends last, joined with those that it
 * touches. By the clock of the schedule's zone: a time that the clocks skip is the moment after the gap; of one that comes
 * twice a window begins with the first and ends with the second, so that a night of changing clocks is never shorter than it reads.
 */
export type OpenWindow = (schedule: Schedule, instant: number) => WindowSpan | null;

/** The window that is open, else the next one that begins within 400 days, or null. */
export type NextWindow = (schedule: Schedule, instant: number) => WindowSpan | null;
