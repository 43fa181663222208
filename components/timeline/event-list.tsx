'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { EventRow } from '@/components/events/event-row';
import { usePreferences, useTimeZone } from '@/components/frame/preferences';
import { useNow } from '@/components/time/clock';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { EventSort } from '@/lib/events/filters';
import type { EventWire } from '@/lib/events/schemas';
import { dayOf, listRows } from './list-rows';
import { usePrinting } from './use-printing';

type EventListProps = {
  events: readonly EventWire[];
  sort: EventSort;
  current: string | null;
  open: string | null;
  fresh: ReadonlySet<string>;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  hasMore: boolean;
  loadingMore: boolean;
  failedMore: boolean;
  onMore: () => void;
  /** Filled with a function that brings an event into sight. */
  reveal: RefObject<((id: string) => void) | null>;
};

/** The list's own element tells the browser where it stands; the window scrolls it. Only what is in sight is in the document; on paper all that is loaded. */
export function EventList(props: EventListProps) {
  const {
    events,
    sort,
    current,
    open,
    fresh,
    hrefOf,
    onOpen,
    hasMore,
    loadingMore,
    failedMore,
    onMore,
    reveal,
  } = props;
  const { timeZone } = useTimeZone();
  const { preferences } = usePreferences();
  const today = useNow((now) => dayOf(now, timeZone));
  const rows = useMemo(() => listRows(events, sort, timeZone, today), [events, sort, timeZone, today]);
  const printing = usePrinting();
  const list = useRef<HTMLOListElement>(null);
  const [margin, setMargin] = useState(0);
  const height = preferences.density === 'compact' ? 30 : 40;

  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.type === 'day' ? 28 : height),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollMargin: margin,
    // The server has no window: it renders the rows of a tall one from the top, and the browser begins with the same.
    initialRect: { width: 1_280, height: 700 },
    initialOffset: 0,
  });

  // The outside system: layout. What stands above the list may grow or shrink.
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current) setMargin(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    if (list.current?.parentElement?.previousElementSibling) {
      observer.observe(list.current.parentElement.previousElementSibling);
    }
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    reveal.current = (id) => {
      const index = rows.findIndex((row) => row.key === id);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    };
  });

  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const near = !printing && hasMore && !loadingMore && !failedMore && lastShown >= rows.length - 20;
  // The outside system: the server, asked for the next page when its place comes near.
  useEffect(() => {
    if (near) onMore();
  }, [near, onMore]);

  const first = items[0];
  const last = items.at(-1);
  const shown = printing ? rows.map((_, index) => ({ index })) : items;
  return (
    <>
      <ol
        ref={list}
        aria-label="Events"
        style={{
          paddingTop: first && !printing ? Math.max(0, first.start - margin) : 0,
          paddingBottom: last && !printing ? Math.max(0, virtual.getTotalSize() - (last.end - margin)) : 0,
        }}
      >
        {shown.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li key={row.key} data-index={item.index} ref={printing ? null : virtual.measureElement}>
              {row.type === 'day' ? (
                <h3 className="flex h-7 items-center border-b border-line bg-surface-0 px-3 text-2xs font-medium text-fg-subtle">
                  {row.label}
                </h3>
              ) : (
                <EventRow
                  event={row.event}
                  current={row.event.id === current}
                  open={row.event.id === open}
                  fresh={fresh.has(row.event.id)}
                  href={hrefOf(row.event.id)}
                  onOpen={onOpen}
                />
              )}
            </li>
          );
        })}
      </ol>
      {loadingMore && <RowsSkeleton rows={3} label="Loading more events" />}
      {failedMore && (
        <div role="alert" className="flex items-center gap-3 px-3 py-3 text-fg-muted">
          The next events could not be read. What is above stays.
          <Button size="sm" onClick={onMore}>
            Try again
          </Button>
        </div>
      )}
      {hasMore && (
        <p className="hidden px-3 py-4 text-xs text-fg-subtle print:block">
          More events are in this range than were on the page when it was printed.
        </p>
      )}
      {!hasMore && rows.length > 20 && (
        <p className="px-3 py-4 text-center text-xs text-fg-subtle">That is all in this range.</p>
      )}
    </>
  );
}

/** Rows that are still waited for, with the geometry of real ones. */
export function RowsSkeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="flex h-row items-center gap-3 border-b border-line px-3">
          <Skeleton width="0.875rem" height="0.875rem" className="shrink-0" />
          <Skeleton width="3rem" className="shrink-0" />
          <Skeleton width={`${30 + ((index * 13) % 30)}%`} />
          <Skeleton width="5rem" className="ml-auto shrink-0" />
          <Skeleton width="4rem" className="shrink-0" />
        </div>
      ))}
    </div>
  );
}

/** Says how many came in while the reader was further down. */
export function WaitingPill({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <div
      className="pointer-events-none sticky top-[calc(var(--bar-height)+0.5rem)] z-rail flex h-0 justify-center"
      data-print="hide"
    >
      <button
        type="button"
        onClick={onShow}
        className="enter-fade nums pointer-events-auto flex h-7 items-center gap-1.5 rounded-full border border-accent-border bg-accent-bg px-3 text-xs font-medium text-accent-fg shadow-overlay hover:border-accent"
      >
        <ArrowUp size={13} aria-hidden />
        {count} new
      </button>
    </div>
  );
}
