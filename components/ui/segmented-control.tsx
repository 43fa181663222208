'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type SegmentedControlProps<T extends string> = {
  /** What is being chosen, for screen readers. */
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: ReadonlyArray<{ value: T; label: ReactNode; icon?: ReactNode; tip?: string }>;
  /** Fills the width it has, in equal parts. */
  wide?: boolean;
  className?: string;
};

/** One of a few, all in sight. Radio buttons underneath: arrow keys move the choice. */
export function SegmentedControl<T extends string>(props: SegmentedControlProps<T>) {
  const { label, value, onChange, options, wide = false, className } = props;
  const name = useId();
  return (
    <fieldset
      aria-label={label}
      className={cn(
        'inline-flex min-w-0 shrink-0 gap-0.5 rounded border border-line bg-surface-2 p-0.5',
        wide && 'flex w-full',
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          data-tip={option.tip}
          className={cn(
            'relative flex h-[calc(var(--control-height)-6px)] cursor-pointer items-center justify-center gap-1.5 rounded-sm border border-transparent px-2.5 font-medium whitespace-nowrap text-fg-muted hover:text-fg has-checked:border-line-strong has-checked:bg-surface-1 has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-(--focus)',
            wide && 'flex-1',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
