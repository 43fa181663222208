import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** A table that scrolls sideways within itself when it is wider than its place, also by keyboard. */
export function Table({ label, className, children, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      // Positioned, so that words for screen readers inside scroll along instead of widening the page.
      className="relative overflow-x-auto rounded-[inherit] print:overflow-visible"
    >
      <table className={cn('w-full border-collapse text-left', className)} {...rest}>
        {children}
      </table>
    </section>
  );
}

type ThProps = Omit<ComponentProps<'th'>, 'align'> & {
  align?: 'start' | 'end';
  /** Makes the head a button that sorts; says which way it is sorted now, or null when by another column. */
  sort?: { direction: 'ascending' | 'descending' | null; onSort: () => void };
};

/** The head of a column. */
export function Th({ align = 'start', sort, className, children, ...rest }: ThProps) {
  const Arrow = sort?.direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sort?.direction ?? undefined}
      className={cn(
        'h-8 border-b border-line px-cell-x text-xs font-medium whitespace-nowrap text-fg-subtle first:pl-panel last:pr-panel',
        align === 'end' && 'text-right',
        className,
      )}
      {...rest}
    >
      {sort ? (
        <button
          type="button"
          onClick={sort.onSort}
          className="group inline-flex items-center gap-1 rounded-xs hover:text-fg"
        >
          {children}
          <Arrow
            size={12}
            aria-hidden
            className={
              sort.direction ? 'text-fg' : 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60'
            }
          />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** A row. `selected` marks the one whose panel is open. */
export function Tr({ selected, className, ...rest }: ComponentProps<'tr'> & { selected?: boolean }) {
  return (
    <tr
      aria-selected={selected}
      className={cn(
        'border-b border-line last:border-b-0 hover:bg-surface-2 aria-selected:bg-accent-bg',
        className,
      )}
      {...rest}
    />
  );
}

type TdProps = Omit<ComponentProps<'td'>, 'align'> & {
  align?: 'start' | 'end';
  /** Versions, hashes, ids. */
  mono?: boolean;
  /** Breaks into lines when it must; a cell is one line otherwise. */
  wrap?: boolean;
  children?: ReactNode;
};

export function Td({ align = 'start', mono = false, wrap = false, className, ...rest }: TdProps) {
  return (
    <td
      className={cn(
        'h-row px-cell-x py-0 first:pl-panel last:pr-panel',
        align === 'end' && 'nums text-right',
        !wrap && 'whitespace-nowrap',
        mono && 'font-mono text-xs',
        className,
      )}
      {...rest}
    />
  );
}
