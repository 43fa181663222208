import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { Pressable } from './pressable';
import { Spinner } from './spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'bar';
export type ButtonSize = 'md' | 'sm';

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-accent-on hover:not-disabled:bg-accent-hover',
  secondary: 'border-line-strong bg-surface-1 text-fg hover:not-disabled:bg-surface-2',
  ghost:
    'border-transparent bg-transparent text-fg-muted hover:not-disabled:bg-surface-2 hover:not-disabled:text-fg aria-expanded:bg-surface-2 aria-expanded:text-fg',
  // The frame's own controls: quiet, narrow, in full ink.
  bar: 'border-transparent bg-transparent text-fg hover:not-disabled:bg-surface-2 aria-expanded:bg-surface-2',
  danger: 'border-transparent bg-danger text-danger-on hover:not-disabled:opacity-90',
};

const base =
  'inline-flex select-none items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap transition-colors duration-100 disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:cursor-not-allowed [&_svg]:shrink-0';

/** The look of a button for something that is not one, such as a link: `<Link className={buttonClass('secondary')}>`. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  const padding = variant === 'bar' || size === 'sm' ? 'px-2' : 'px-3';
  return cn(base, variants[variant], padding, size === 'md' ? 'h-control' : 'h-control-sm text-xs');
}

type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Something is under way: shows a spinner in place of the icon, refuses another click, keeps its width. */
  busy?: boolean;
  icon?: ReactNode;
};

/**
 * A button with words. Add only layout in `className` (margins, widths): a class does not reliably override another.
 *
 * primary one is what most people want here: one per view.
 */
export function Button({
  variant = 'secondary',
  size = 'md',
  busy = false,
  icon,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <Pressable
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(buttonClass(variant, size), className)}
      {...rest}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </Pressable>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** What it does: its accessible name and its tip. */
  label: string;
  /** Keys that do the same, shown in the tip: `g t`. */
  keys?: string;
  size?: ButtonSize;
  variant?: ButtonVariant;
};

/** A square button with an icon alone. */
export function IconButton({
  label,
  keys,
  size = 'md',
  variant = 'ghost',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Pressable
      type={type}
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      className={cn(
        'shrink-0',
        base,
        variants[variant],
        size === 'md' ? 'size-control' : 'size-control-sm',
        className,
      )}
      {...rest}
    />
  );
}
