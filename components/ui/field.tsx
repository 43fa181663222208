'use client';

import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './cn';

type FieldContext = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

const Context = createContext<FieldContext | null>(null);

/** What an input inside a Field says about itself. Empty outside of one: then it needs an `aria-label` of its own. */
export function useFieldAttributes(): {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
} {
  const field = useContext(Context);
  if (!field) return {};
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
  };
}

type FieldProps = {
  label: ReactNode;
  /** What is expected, before anything went wrong. */
  hint?: ReactNode;
  /** What is wrong and what is allowed. Replaces the hint; read out when it appears. */
  error?: ReactNode;
  required?: boolean;
  children: ReactNode;
  className?: string;
};

/** A label, one input, and its hint or error, tied together for screen readers. */
export function Field({ label, hint, error, required = false, children, className }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  const shown = error || hint;
  const context = { id, describedBy: shown ? note : undefined, invalid: Boolean(error), required };
  return (
    <Context value={context}>
      <div className={cn('flex min-w-0 flex-col gap-1', className)}>
        <label htmlFor={id} className="text-xs font-medium text-fg-muted">
          {label}
          {required && (
            <span className="ml-1 font-normal text-fg-subtle" aria-hidden>
              required
            </span>
          )}
        </label>
        {children}
        {shown && (
          <p
            id={note}
            role={error ? 'alert' : undefined}
            className={cn('text-xs wrap-anywhere', error ? 'text-danger-fg' : 'text-fg-subtle')}
          >
            {shown}
          </p>
        )}
      </div>
    </Context>
  );
}
