'use client';

import { ExternalLink, GitPullRequest, Ticket } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { PhaseBadge, PriorityBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { EventWire } from '@/lib/events/schemas';
import { httpUrl } from '@/lib/links';
import styles from './event-row.module.css';
import { SafeLink } from './safe-link';

type EventRowProps = {
  event: EventWire;
  /** The row the keyboard is at. */
  current: boolean;
  /** Its panel is open. */
  open: boolean;
  /** It came in by itself a moment ago. */
  fresh: boolean;
  /** The address of the event with the list beside it. */
  href: string;
  onOpen: (id: string) => void;
};

/** One event in a list. The row's link covers it; what else can be pressed lies above. Columns come and go with the list's width. */
export const EventRow = memo(function EventRow({ event, current, open, fresh, href, onOpen }: EventRowProps) {
  return (
    <div
      data-row={event.id}
      data-current={current || undefined}
      className={cn(
        'group/row relative flex h-row items-center gap-3 border-b border-line px-3 hover:bg-surface-2 data-current:bg-surface-2 @max-md:h-auto @max-md:flex-wrap @max-md:gap-x-2 @max-md:gap-y-0.5 @max-md:py-2.5',
        open && 'bg-accent-bg hover:bg-accent-bg data-current:bg-accent-bg',
        fresh && styles.fresh,
      )}
    >
      {(current || open) && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <KindGlyph kind={event.kind} phase={event.phase} />
      <span className="w-16 shrink-0 text-fg-muted print:w-44 @max-md:hidden">
        <Time value={event.at} focusable={false} />
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <a
          href={href}
          data-row-link
          className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus)"
          onClick={(press) => {
            if (press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
            press.preventDefault();
            onOpen(event.id);
          }}
        >
          <span className="sr-only">{kindLabel[event.kind]}: </span>
          {event.title}
        </a>
        {event.version !== null && !event.title.includes(event.version) && (
          <span className="max-w-32 shrink-0 truncate rounded-sm bg-surface-2 px-1.5 font-mono text-2xs leading-5 text-fg-muted group-hover/row:bg-surface-3 @max-md:hidden">
            {event.version}
          </span>
        )}
        {(event.priority === 'P1' || event.priority === 'P2') && (
          <PriorityBadge priority={event.priority} className="shrink-0" />
        )}
      </span>
      <Cell className="w-32 @max-xl:hidden" tip={event.service}>
        {event.service}
      </Cell>
      <Cell className="w-30 @max-3xl:hidden">
        {event.environment !== null && (
          <EnvironmentTag name={event.environment} plain className="align-top" />
        )}
      </Cell>
      <span className="flex w-28 shrink-0 items-center @max-md:w-auto">
        <PhaseBadge phase={event.phase} status={event.status} plain />
      </span>
      <Cell className="w-24 text-fg-muted @max-5xl:hidden" tip={event.owner || undefined}>
        {event.owner}
      </Cell>
      <span className="w-16 shrink-0 text-right text-fg-muted @max-2xl:hidden">
        <Took event={event} />
      </span>
      <span className="relative z-1 flex w-12 shrink-0 justify-end gap-1 print:hidden @max-4xl:hidden">
        <RowLinks event={event} />
      </span>
      {/* On a phone: a second line instead of columns. */}
      <span className="hidden w-full min-w-0 items-center gap-2 pl-5.5 text-xs text-fg-muted @max-md:flex">
        <span className="truncate">{event.service}</span>
        {event.environment !== null && <EnvironmentTag name={event.environment} plain className="text-xs" />}
        <Time value={event.at} focusable={false} className="ml-auto" />
      </span>
    </div>
  );
});

function Cell({ className, tip, children }: { className: string; tip?: string; children: ReactNode }) {
  return (
    <span className={cn('min-w-0 shrink-0 truncate', className)} title={tip}>
      {children}
    </span>
  );
}

/** How long it took, or has been going on. */
export function Took({ event }: { event: EventWire }) {
  if (event.until === null && event.phase !== 'planned')
    return <Elapsed since={event.at} className="text-running" />;
  return event.durationMs === null ? (
    <span className="text-fg-subtle">–</span>
  ) : (
    <Duration millis={event.durationMs} />
  );
}

const iconLink =
  'flex size-5 items-center justify-center rounded-xs text-fg-subtle hover:bg-surface-3 hover:text-fg pointer-coarse:size-9';

function RowLinks({ event }: { event: EventWire }) {
  const first = event.links.find(({ url }) => httpUrl(url) !== null);
  return (
    <>
      {httpUrl(event.pullRequestUrl) !== null && (
        <SafeLink
          href={event.pullRequestUrl}
          className={iconLink}
          tip="Pull request"
          label={`Pull request of ${event.title}`}
        >
          <GitPullRequest size={13} aria-hidden />
        </SafeLink>
      )}
      {httpUrl(event.ticket) !== null && (
        <SafeLink href={event.ticket} className={iconLink} tip="Ticket" label={`Ticket of ${event.title}`}>
          <Ticket size={13} aria-hidden />
        </SafeLink>
      )}
      {first && (
        <SafeLink
          href={first.url}
          className={iconLink}
          tip={first.title}
          label={`${first.title} of ${event.title}`}
        >
          <ExternalLink size={13} aria-hidden />
        </SafeLink>
      )}
    </>
  );
}
