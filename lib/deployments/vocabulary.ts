import type { EventStatus, Phase } from '@/lib/events/vocabulary';

/** The words of deployments and builds, and the facts that follow from them. Client-safe. */

export const runKinds = ['deployment', 'build'] as const;
/** What a pipeline run does. */
export type RunKind = (typeof runKinds)[number];

export const runStatuses = ['pending', 'started', 'completed', 'failed', 'aborted'] as const;
/** What a run can report of itself: the canonical statuses. */
export type RunStatus = (typeof runStatuses)[number];

/** The status that the event of a run has while the run stands there. */
export const eventStatusOf: Record<RunStatus, EventStatus> = {
  pending: 'pending',
  started: 'start',
  completed: 'success',
  failed: 'failure',
  aborted: 'aborted',
};

/** The dotted type of a run's event, such as `deployment.started`. */
export function eventTypeOf(kind: RunKind, status: RunStatus): `${RunKind}.${RunStatus}` {
  return `${kind}.${status}`;
}

/** Whether a run is over with this status. */
export function endsRun(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'aborted';
}

/** Where the event of any deployment stands, as a run would have said it; null for what is merely noted or warns. */
export function runStatusOf(phase: Phase): RunStatus | null {
  return (
    {
      planned: 'pending',
      running: 'started',
      succeeded: 'completed',
      failed: 'failed',
      aborted: 'aborted',
      attention: null,
      noted: null,
    } as const
  )[phase];
}

/**
 * Phases in which a deployment that is over has put its version into place. What ended with a warning runs; what was noted without a
 * status is the report of something done.
 */
export const arrivedPhases = ['succeeded', 'attention', 'noted'] as const satisfies readonly Phase[];

/** Whether a deployment has put its version into place. `until` is null while it goes on. */
export function hasArrived({ phase, until }: { phase: Phase; until: unknown }): boolean {
  return until !== null && (arrivedPhases as readonly Phase[]).includes(phase);
}

export const changeKinds = ['first', 'upgrade', 'redeploy', 'rollback'] as const;
/**
 * What a deployment does to the version that was in place: there was none, another one takes its place, the same one comes again, or
 * an earlier one comes back.
 */
export type ChangeKind = (typeof changeKinds)[number];

export const cellDrifts = ['same', 'behind', 'ahead', 'different'] as const;
/** How the version in one environment stands to that of the environment after it: 'different' where versions have no order. */
export type CellDrift = (typeof cellDrifts)[number];
