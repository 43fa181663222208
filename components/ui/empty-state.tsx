'use client';

import type { ReactNode } from 'react';
import { useCurl } from '@/components/frame/use-curl';
import { cn } from './cn';
import { CodeBlock } from './code-block';
import type { CurlRequest } from './curl';

type EmptyStateProps = {
  title: string;
  /** What would be here, and why it is not yet. */
  text: ReactNode;
  icon?: ReactNode;
  /** The request that makes the first row appear, shown as a `curl` with the reader's own address. */
  example?: Omit<CurlRequest, 'origin' | 'withToken'>;
  /** Instead of one request, more for a terminal to do. */
  command?: string;
  /** A button or a link: clear the filters, create one by hand. */
  actions?: ReactNode;
  className?: string;
};

/** Nothing is here, and this is how something gets here. */
export function EmptyState(props: EmptyStateProps) {
  const { title, text, icon, example, actions, className } = props;
  const curl = useCurl();
  const command = example ? curl(example) : props.command;
  return (
    <section
      className={cn('mx-auto flex w-full max-w-xl min-w-0 flex-col items-start gap-4 px-4 py-10', className)}
    >
      {icon && <div className="text-fg-subtle">{icon}</div>}
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-1 max-w-prose text-fg-muted">{text}</p>
      </div>
      {command && <CodeBlock label="the command" code={command} className="w-full" />}
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
