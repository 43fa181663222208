import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & { children?: ReactNode };

/** A checkbox with its words; the whole line can be pressed. */
export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <label className={cn('inline-flex cursor-pointer items-center gap-2', className)}>
      <span className="relative inline-flex size-4 shrink-0">
        <input
          type="checkbox"
          className="peer size-4 appearance-none rounded-xs border border-line-control bg-surface-1 checked:border-accent checked:bg-accent disabled:opacity-50"
          {...rest}
        />
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 hidden text-accent-on peer-checked:block"
        >
          <path d="m4 8.2 2.6 2.6L12 5.4" fill="none" stroke="currentColor" strokeWidth="1.75" />
        </svg>
      </span>
      {children}
    </label>
  );
}

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role' | 'children'> & { children?: ReactNode };

/** Something that is on or off at once, without a form to send. */
export function Switch({ children, className, ...rest }: SwitchProps) {
  return (
    <label className={cn('inline-flex cursor-pointer items-center gap-2.5', className)}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
        role="switch"
        className="relative h-4.5 w-8 shrink-0 appearance-none rounded-full border border-line-control bg-surface-3 transition-colors duration-100 before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-fg-muted before:transition-transform before:duration-100 checked:border-accent checked:bg-accent checked:before:translate-x-3.5 checked:before:bg-accent-on disabled:opacity-50"
        {...rest}
      />
      {children}
    </label>
  );
}
