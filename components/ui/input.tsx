'use client';

import { ChevronDown, Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { useFieldAttributes } from './field';
import { useTypedBefore } from './use-typed-before';

const control =
  'w-full min-w-0 rounded border border-line-control bg-surface-1 text-fg transition-colors duration-100 hover:not-disabled:border-fg-subtle disabled:cursor-not-allowed disabled:bg-surface-2 disabled:text-fg-subtle aria-invalid:border-danger-fg';

/** One line of text. Inside a Field it is labelled by it; otherwise give it an `aria-label`. */
export function Input({ className, type = 'text', ref, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      {...useFieldAttributes()}
      className={cn(control, 'h-control px-2.5', className)}
      {...rest}
      ref={useTypedBefore(ref)}
    />
  );
}

/** Several lines of text; grows with what is written, up to half the window. */
export function Textarea({ className, rows = 3, ref, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      {...useFieldAttributes()}
      className={cn(control, 'field-sizing-content max-h-[50dvh] min-h-16 px-2.5 py-1.5', className)}
      {...rest}
      ref={useTypedBefore(ref)}
    />
  );
}

/** One of a known list: the platform's own list, which works everywhere and on phones best. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <select
        {...useFieldAttributes()}
        className={cn(control, 'h-control appearance-none truncate pr-7 pl-2.5')}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-fg-subtle"
      />
    </span>
  );
}

/** A search field. With `data-search` the key `/` leads to it. */
export function SearchInput({ className, ref, ...rest }: ComponentProps<'input'>) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-fg-subtle"
      />
      <input
        type="search"
        {...useFieldAttributes()}
        className={cn(control, 'h-control pr-2 pl-8')}
        {...rest}
        ref={useTypedBefore(ref)}
      />
    </span>
  );
}
