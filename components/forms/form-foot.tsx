import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** The end of a form that is a page of its own: what is wrong with all of it, and the ways out. */
export function FormFoot(props: {
  /** What is wrong and belongs to no field. */
  problem?: string | undefined;
  /** Who was faster. */
  faster?: ReactNode;
  /** Small print beside the buttons. */
  note?: string;
  /** Where Cancel leads. */
  cancel: Route;
  /** The button that sends it. */
  children: ReactNode;
  className?: string;
}) {
  const { problem, faster, note, cancel, children, className } = props;
  return (
    <div className={cn('flex flex-col gap-2 px-panel py-3', className)}>
      {problem && (
        <p role="alert" className="wrap-anywhere text-danger-fg">
          {problem}
        </p>
      )}
      {faster}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {note && <p className="mr-auto text-xs text-fg-subtle">{note}</p>}
        <Link href={cancel} className={buttonClass()}>
          Cancel
        </Link>
        {children}
      </div>
    </div>
  );
}
