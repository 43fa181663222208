'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { FieldChange } from './rebased';

/**
 * Over a form of something that somebody else has changed while it was filled: who did what, and what that is now. Whoever fills it goes on
 * from there with what they have typed.
 */
export function Faster(props: {
  /** A sentence: who has changed what, and when. */
  children: ReactNode;
  /** What it has become, where that can be said shortly. */
  changes?: readonly FieldChange<ReactNode>[];
  onReload: () => void;
  className?: string;
}) {
  const { children, changes = [], onReload, className } = props;
  return (
    <div
      role="alert"
      data-phase="attention"
      className={cn(
        'flex flex-wrap items-center gap-3 rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg',
        className,
      )}
    >
      <div className="min-w-0 flex-1 basis-72">
        <p>
          <strong className="font-semibold">Somebody was faster.</strong> {children} Nothing was overwritten,
          and what you typed is still here.
        </p>
        {changes.length > 0 && (
          <dl aria-label="What they changed" className="mt-1.5 flex flex-col gap-1">
            {changes.map(({ label, now }) => (
              <div key={label} className="flex flex-wrap gap-x-2">
                <dt className="font-medium">{label}</dt>
                <dd className="min-w-0 wrap-anywhere">now {now}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <Button size="sm" onClick={onReload}>
        Reload and keep what I typed
      </Button>
    </div>
  );
}
