import { cn } from '@/components/ui/cn';
import { type EventStatus, type Phase, type Priority, phaseOf } from '@/lib/events/vocabulary';
import { PhaseMark } from './phase-mark';
import { phaseLabel, statusLabel } from './phases';

const pill =
  'inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap align-middle';

/**
 * The state of something: mark, colour and word. The word is the status it was reported with, else the phase itself.
 * `plain` leaves the box away, for dense tables.
 */
export function PhaseBadge(props: {
  phase: Phase;
  status?: EventStatus | null;
  plain?: boolean;
  className?: string;
}) {
  const { phase, status, plain = false, className } = props;
  return (
    <span
      data-phase={phase}
      className={cn(
        plain
          ? 'inline-flex items-center gap-1.5 whitespace-nowrap'
          : cn(pill, 'border-phase-border bg-phase-bg'),
        !plain && phase === 'planned' && 'border-dashed bg-transparent',
        'text-phase-fg',
        className,
      )}
    >
      <PhaseMark phase={phase} size={plain ? 14 : 12} />
      {status ? statusLabel[status] : phaseLabel[phase]}
    </span>
  );
}

/** A status by its name alone; the phase follows from it. An event without a status is noted. */
export function StatusBadge(props: { status: EventStatus | null; plain?: boolean; className?: string }) {
  return <PhaseBadge phase={phaseOf(props.status)} {...props} />;
}

const priorityWords: Record<Priority, string> = {
  P1: 'critical',
  P2: 'high',
  P3: 'medium',
  P4: 'low',
  P5: 'trivial',
};

const priorityTone: Record<Priority, string> = {
  P1: 'border-transparent bg-fg text-fg-inverse',
  P2: 'border-fg-subtle text-fg',
  P3: 'border-line-strong text-fg-muted',
  P4: 'border-line text-fg-muted',
  P5: 'border-line text-fg-subtle',
};

/** How urgent: P1 stands out by weight, not by colour, which belongs to the state. */
export function PriorityBadge({ priority, className }: { priority: Priority; className?: string }) {
  return (
    <span
      data-tip={`Priority ${priority.slice(1)}, ${priorityWords[priority]}`}
      className={cn(
        'nums inline-flex h-5 min-w-6.5 items-center justify-center rounded-sm border px-1 text-2xs font-semibold',
        priorityTone[priority],
        className,
      )}
    >
      {priority}
    </span>
  );
}
