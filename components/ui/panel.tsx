import type { ReactNode } from 'react';
import { cn } from './cn';

type PanelProps = {
  title?: ReactNode;
  /** A sentence under the title. */
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Whether the content stands off the edges. Turn off for tables and lists. */
  padded?: boolean;
  /** The level of the title in the page's outline. */
  level?: 2 | 3;
  className?: string;
};

/** A bordered part of a page with its own heading. */
export function Panel(props: PanelProps) {
  const { title, description, actions, children, padded = true, level = 2, className } = props;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={cn('min-w-0 rounded-lg border border-line bg-surface-1', className)}>
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-panel py-2">
          <div className="min-w-0 flex-1 basis-40">
            {title && <Heading className="text-sm font-semibold">{title}</Heading>}
            {description && <p className="text-xs text-fg-muted">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className={padded ? 'p-panel' : undefined}>{children}</div>
    </section>
  );
}

/** Facts about one thing: term and value, in two columns. */
export function Facts({
  facts,
  className,
}: {
  facts: ReadonlyArray<{ term: ReactNode; value: ReactNode }>;
  className?: string;
}) {
  return (
    <dl className={cn('grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4', className)}>
      {facts.map(({ term, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of facts, in a fixed order
        <div key={index} className="col-span-2 grid grid-cols-subgrid items-baseline py-cell-y">
          <dt className="text-fg-subtle">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
