'use client';

import { useId } from 'react';
import { cn } from '@/components/ui/cn';

/** How long a lock is to last: seconds as text, or until it is released. */
export type Lasting = '900' | '1800' | '3600' | '14400' | '86400' | 'sticky';

const options: ReadonlyArray<{ value: Lasting; label: string }> = [
  { value: '900', label: '15 min' },
  { value: '1800', label: '30 min' },
  { value: '3600', label: '1 h' },
  { value: '14400', label: '4 h' },
  { value: '86400', label: '24 h' },
  { value: 'sticky', label: 'Until released' },
];

/** A choice of lengths, all in sight. */
export function LastingChoice({ value, onChange }: { value: Lasting; onChange: (value: Lasting) => void }) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium text-fg-muted">How long</legend>
      <div className="grid grid-cols-3 gap-1 sm:grid-cols-[repeat(5,minmax(0,1fr))_minmax(0,1.7fr)]">
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              'relative flex h-control cursor-pointer items-center justify-center rounded border border-line-control px-1 text-xs font-medium whitespace-nowrap text-fg-muted hover:text-fg has-checked:border-accent has-checked:bg-accent-bg has-checked:text-accent-fg has-focus-visible:outline-2 has-focus-visible:outline-(--focus)',
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
            {option.label}
          </label>
        ))}
      </div>
      <p className="mt-1 text-xs text-fg-subtle">
        {value === 'sticky'
          ? 'Sticky: it never expires by itself. A day from now the page asks whether it is still needed.'
          : 'It expires by itself unless you renew it.'}
      </p>
    </fieldset>
  );
}

/** The choice as the API takes it. */
export function lastingInput(value: Lasting): { sticky: true } | { ttlSeconds: number } {
  return value === 'sticky' ? { sticky: true } : { ttlSeconds: Number(value) };
}
