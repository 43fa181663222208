import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Skeleton } from '@/components/ui/skeleton';

/** What the insights are made of. */

/** A number that opens the rows behind it; plain where there are none. */
export function Rows({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return <>{children}</>;
  return (
    <Link
      href={href as Route}
      prefetch={false}
      className="rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg hover:decoration-current"
    >
      {children}
    </Link>
  );
}

export interface Figure {
  label: string;
  value: ReactNode;
  note: ReactNode;
  /** Where the rows behind it are. */
  href: string | null;
}

/** The figures at the top of a page. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, value, note, href }) => (
        <div
          key={label}
          className="relative flex min-w-0 flex-col rounded-lg border border-line bg-surface-1 px-panel py-3 has-[a:hover]:border-line-strong"
        >
          <dt className="text-xs font-medium text-fg-muted">{label}</dt>
          <dd className="nums mt-0.5 text-2xl font-semibold">
            {href === null ? (
              value
            ) : (
              <Link href={href as Route} prefetch={false} className="rounded-xs after:absolute after:inset-0">
                {value}
              </Link>
            )}
          </dd>
          <dd className="nums text-xs text-fg-subtle">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The page as long as it is waited for, in its final geometry. */
export function InsightsSkeleton({ label }: { label: string }) {
  return (
    <div role="status" className="mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6">
      <span className="sr-only">{label}</span>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[0, 1, 2, 3].map((box) => (
          <Skeleton key={box} height="5.75rem" className="rounded-lg" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton height="19.25rem" className="rounded-lg" />
        <Skeleton height="19.25rem" className="rounded-lg" />
      </div>
      <Skeleton height="24rem" className="rounded-lg" />
    </div>
  );
}
