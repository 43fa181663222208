import type { ReactNode } from 'react';
import { httpUrl } from '@/lib/links';

/**
 * A link that came with an event. Only http and https become a link, whatever the database holds; anything else is shown as the
 * text it is.
 */
export function SafeLink(props: {
  href: string | null;
  children?: ReactNode;
  className?: string;
  tip?: string;
  label?: string;
}) {
  const { href, children, className, tip, label } = props;
  const url = httpUrl(href);
  if (url === null) return <span className={className}>{children ?? href}</span>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className={className}
      data-tip={tip}
      aria-label={label}
    >
      {children ?? url}
    </a>
  );
}

/** The host of a link, for a short label; null when it is none. */
export function hostOf(href: string | null): string | null {
  const url = httpUrl(href);
  return url === null ? null : new URL(url).host.replace(/^www\./, '');
}
