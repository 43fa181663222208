'use client';

import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { Button } from './button';
import { cn } from './cn';

type ErrorStateProps = {
  /** What happened, in a short sentence. */
  title: string;
  /** What was kept and what to do. */
  text: ReactNode;
  /** What to hand to whoever runs the server: a status, a code. */
  detail?: string;
  onRetry?: () => void;
  retrying?: boolean;
  actions?: ReactNode;
  /** In a panel or list instead of a whole page. */
  compact?: boolean;
  className?: string;
};

/** Something failed: what happened, what was kept, what to do. */
export function ErrorState(props: ErrorStateProps) {
  const { title, text, detail, onRetry, retrying, actions, compact = false, className } = props;
  return (
    <section
      role="alert"
      className={cn(
        'mx-auto flex w-full max-w-xl items-start gap-3',
        compact ? 'p-panel' : 'px-4 py-10',
        className,
      )}
    >
      <PhaseMark phase="failed" size={16} className="mt-0.5" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
        <div>
          <h2 className={compact ? 'font-semibold' : 'text-lg font-semibold'}>{title}</h2>
          <p className="mt-0.5 max-w-prose text-fg-muted">{text}</p>
        </div>
        {detail && <p className="max-w-full font-mono text-xs wrap-anywhere text-fg-subtle">{detail}</p>}
        {(onRetry || actions) && (
          <div className="flex flex-wrap gap-2">
            {onRetry && (
              <Button busy={retrying} icon={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
                Try again
              </Button>
            )}
            {actions}
          </div>
        )}
      </div>
    </section>
  );
}
