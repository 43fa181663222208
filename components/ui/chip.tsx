'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type ChipProps = {
  /** The name of the filter, set apart from its value: `Service`. */
  name?: string;
  children: ReactNode;
  /** How the removal reads: `Remove filter Service checkout`. */
  removeLabel: string;
  onRemove: () => void;
  className?: string;
};

/** A filter that is active, and the way to take it back. */
export function Chip({ name, children, removeLabel, onRemove, className }: ChipProps) {
  return (
    <span
      className={cn(
        'inline-flex h-6 max-w-full items-center rounded-sm border border-line-strong bg-surface-1 text-xs pointer-coarse:h-9',
        className,
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5 pl-2">
        {name && <span className="shrink-0 text-fg-subtle">{name}</span>}
        <span className="truncate font-medium">{children}</span>
      </span>
      <button
        type="button"
        aria-label={removeLabel}
        data-tip="Remove"
        onClick={onRemove}
        className="ml-1 flex h-full w-6 shrink-0 items-center justify-center rounded-r-sm text-fg-subtle hover:bg-surface-2 hover:text-fg pointer-coarse:w-9"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
