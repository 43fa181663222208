import { ArrowLeft } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';

/** Up to the list that a page belongs to. */
export function BackLink({ href, children }: { href: Route; children: string }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1.5 self-start rounded-xs text-xs text-fg-muted hover:text-fg"
      data-print="hide"
    >
      <ArrowLeft size={13} aria-hidden />
      {children}
    </Link>
  );
}
