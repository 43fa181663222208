import type { ReactNode } from 'react';
import { cn } from './cn';

const tones = {
  neutral: 'border-line bg-surface-2 text-fg-muted',
  strong: 'border-line-strong bg-surface-3 text-fg',
  accent: 'border-accent-border bg-accent-bg text-accent-fg',
  phase: 'border-phase-border bg-phase-bg text-phase-fg',
};

/** A short word or a count about something. For states use PhaseBadge; `phase` takes the colours of [data-phase] around it. */
export function Badge(props: {
  children: ReactNode;
  tone?: keyof typeof tones;
  tip?: string;
  className?: string;
}) {
  return (
    <span
      data-tip={props.tip}
      className={cn(
        'nums inline-flex h-5 min-w-5 items-center justify-center gap-1 rounded-sm border px-1.5 align-middle text-xs font-medium whitespace-nowrap',
        tones[props.tone ?? 'neutral'],
        props.className,
      )}
    >
      {props.children}
    </span>
  );
}
