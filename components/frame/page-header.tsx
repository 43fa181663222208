import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** The head of a page: its one `h1`, a sentence under it when it needs one, and its actions. */
export function PageHeader(props: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn('flex flex-wrap items-start gap-x-4 gap-y-2', props.className)}>
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="text-xl font-semibold text-balance">{props.title}</h1>
        {props.description && (
          <p className="mt-1 max-w-prose text-pretty text-fg-muted">{props.description}</p>
        )}
      </div>
      {props.actions && <div className="flex shrink-0 flex-wrap gap-2">{props.actions}</div>}
    </header>
  );
}

/** The ordinary width and margins of a page that is read rather than operated. */
export function PageBody({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cn('mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 py-6 sm:px-6', className)}>
      {children}
    </div>
  );
}
