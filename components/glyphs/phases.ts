import type { EventStatus, Phase } from '@/lib/events/vocabulary';

export const phaseLabel: Record<Phase, string> = {
  planned: 'Planned',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  aborted: 'Aborted',
  attention: 'Attention',
  noted: 'Noted',
};

export const statusLabel: Record<EventStatus, string> = {
  planned: 'Planned',
  pending: 'Pending',
  waiting_approval: 'Waiting for approval',
  start: 'Started',
  in_progress: 'In progress',
  open: 'Open',
  success: 'Success',
  done: 'Done',
  close: 'Closed',
  warning: 'Warning',
  failure: 'Failure',
  error: 'Error',
  aborted: 'Aborted',
  snapshot: 'Snapshot',
  user_update: 'User update',
  recommendation: 'Recommendation',
};

/**
 * The CSS variable of a phase's colour, for a chart's `fill` or `stroke`. In markup prefer `data-phase="…"` on an
 * element with the classes `text-phase-fg`, `bg-phase-bg`, `border-phase-border`, `bg-phase-solid text-phase-on`.
 */
export function phaseColour(
  phase: Phase,
  variant: 'fg' | 'bg' | 'border' | 'solid' | 'on' = 'solid',
): string {
  return `var(--${phase}-${variant})`;
}

/**
 * The order in which phases are stacked in a chart, from the axis up: what went well at the bottom, what needs eyes on
 * top, where its edge shows.
 */
export const phaseStack: readonly Phase[] = [
  'noted',
  'aborted',
  'succeeded',
  'planned',
  'running',
  'attention',
  'failed',
];
