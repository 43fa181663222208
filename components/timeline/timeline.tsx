'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { changedQuery, useRange, useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { eventListOptions, type LanesShape } from '@/lib/events/queries';
import { urlFilterNames } from '@/lib/events/url-filters';
import { Drawing } from './drawing';
import { EventList, RowsSkeleton, WaitingPill } from './event-list';
import { Facets, useActiveFilters } from './facets';
import { readTimelineUrl } from './timeline-url';
import { TimelineFilters, Toolbar } from './toolbar';
import { useLiveTimeline } from './use-live-timeline';

const EventPanel = dynamic(() =>
  import('@/components/events/event-panel').then((module) => module.EventPanel),
);

/**
 * The timeline: facets, drawing, list and panel. `first` is how the lanes were asked for on the server; `position` is where the
 * change feed was before anything was read.
 */
export function Timeline({ first, position }: { first: LanesShape; position: string | null }) {
  const router = useRouter();
  const { query, setUrl } = useUrlState();
  const { live } = useRange();
  // The panel is no part of what is asked for: opening it must not make the page another one.
  const search = query.toString();
  const state = useMemo(() => readTimelineUrl(new URLSearchParams(search)), [search]);
  const list = useInfiniteQuery(eventListOptions(state.listQuery));
  const events = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const top = useRef<HTMLDivElement>(null);
  const reveal = useRef<((id: string) => void) | null>(null);
  const [current, setCurrent] = useState<string | null>(null);

  const atTop = () => {
    const box = top.current?.getBoundingClientRect();
    return box === undefined || box.top > 0;
  };
  const { waiting, showWaiting, fresh, gone, lost } = useLiveTimeline({ state, live, position, atTop });

  const open = (id: string) => {
    setCurrent(id);
    setUrl({ event: id }, state.event === null ? 'push' : 'replace');
  };
  const hrefOf = useMemo(() => {
    const base = new URLSearchParams(search);
    return (id: string) => `/?${changedQuery(base, { event: id })}`;
  }, [search]);
  const stable = useStable(open);
  const more = useStable(() => void list.fetchNextPage());

  // The row that is open counts as the one the keyboard is at; a row that is gone does not.
  const at = state.event ?? current;
  const step = (by: 1 | -1) => {
    const index = events.findIndex(({ id }) => id === at);
    const next = events[index < 0 ? (by > 0 ? 0 : -1) : index + by];
    if (!next) return;
    setCurrent(next.id);
    reveal.current?.(next.id);
    if (state.event !== null) setUrl({ event: next.id }, 'replace');
  };
  useKeys('Timeline', {
    j: { label: 'Next event', run: () => step(1) },
    k: { label: 'Previous event', run: () => step(-1) },
    n: { label: 'New event', run: () => router.push('/events/new') },
    enter: {
      label: 'Open the event',
      run: () => {
        if (current !== null && events.some(({ id }) => id === current)) open(current);
      },
    },
  });

  useCommands([
    ...(['service', 'environment', 'kind'] as const).map((group) => ({
      id: `timeline lanes ${group}`,
      label: `Lanes by ${group}`,
      group: 'Timeline',
      keywords: ['group', 'swim lanes'],
      run: () => setUrl({ group: group === 'service' ? null : group }),
    })),
    {
      id: 'timeline clear',
      label: 'Clear all filters',
      group: 'Timeline',
      run: () => setUrl(Object.fromEntries(urlFilterNames.map((name) => [name, null]))),
    },
  ]);

  const showNew = () => {
    showWaiting();
    top.current?.scrollIntoView({ block: 'nearest' });
    window.scrollTo({ top: Math.max(0, (top.current?.offsetTop ?? 0) - 120) });
  };

  return (
    <div className="flex min-w-0 flex-1" data-timeline>
      <aside
        aria-label="Filters"
        className={cn(
          'sticky top-bar hidden h-[calc(100dvh-var(--bar-height))] w-60 shrink-0 overflow-y-auto overscroll-contain border-r border-line lg:block',
          state.event !== null && 'lg:hidden 2xl:block',
        )}
        data-print="hide"
      >
        <Facets query={state.windowQuery} />
      </aside>
      <div className="@container min-w-0 flex-1">
        <Toolbar query={state.windowQuery} />
        <TimelineFilters refused={state.refused} />
        <Drawing state={state} first={first} onOpen={stable} />
        <section aria-labelledby="events-heading" className="min-w-0 pb-8">
          <h2 id="events-heading" className="sr-only">
            Events
          </h2>
          <div ref={top} />
          <WaitingPill count={waiting} onShow={showNew} />
          {lost && (
            <p
              role="status"
              className="border-b border-line px-3 py-1.5 text-xs text-attention-fg"
              data-phase="attention"
            >
              Live updates are interrupted; trying again. What is shown may be a little old.
            </p>
          )}
          {list.isPending ? (
            <RowsSkeleton rows={12} label="Loading the events" />
          ) : list.isError && events.length === 0 ? (
            <ErrorState
              title="The events could not be read"
              text="Nothing is lost: this page only shows them."
              detail={list.error.message}
              onRetry={() => list.refetch()}
              retrying={list.isFetching}
            />
          ) : events.length === 0 ? (
            <NoEvents narrowed={state.window !== null} />
          ) : (
            <div className={cn(list.isPlaceholderData && 'opacity-70')} aria-busy={list.isPlaceholderData}>
              <EventList
                events={events}
                sort={state.sort}
                current={at}
                open={state.event}
                fresh={fresh}
                hrefOf={hrefOf}
                onOpen={stable}
                hasMore={list.hasNextPage && !list.isPlaceholderData}
                loadingMore={list.isFetchingNextPage}
                failedMore={list.isFetchNextPageError}
                onMore={more}
                reveal={reveal}
              />
            </div>
          )}
        </section>
      </div>
      {state.event !== null && (
        <EventPanel
          key="panel"
          id={state.event}
          known={events.find(({ id }) => id === state.event) ?? null}
          gone={gone.has(state.event)}
          onStep={step}
          onOpen={stable}
        />
      )}
    </div>
  );
}

/** A function that stays the same while what it does may change: for rows that are rendered only when they differ. */
function useStable<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const [stable] = useState(
    () =>
      (...args: A) =>
        latest.current(...args),
  );
  return stable;
}

const example = {
  path: '/api/v2/events',
  body: {
    kind: 'deployment',
    title: 'Deploy checkout 2.14.0',
    service: 'checkout',
    environment: 'production',
    status: 'success',
    version: '2.14.0',
  },
};

function NoEvents({ narrowed }: { narrowed: boolean }) {
  const { setUrl } = useUrlState();
  const { range, setRange } = useRange();
  const active = useActiveFilters();
  if (active.length > 0) {
    const none = Object.fromEntries(active.map(({ name }) => [name, null]));
    return (
      <EmptyState
        title="No event fits these filters"
        text="Nothing in this range has all of them. Take one back, or look at a longer range."
        actions={
          <>
            <Button onClick={() => setUrl(none)}>Clear the filters</Button>
            <Button onClick={() => setUrl({ window: null, from: 'now-90d', to: null })}>
              Look at 90 days
            </Button>
          </>
        }
      />
    );
  }
  if (narrowed) {
    return (
      <EmptyState
        title="Nothing happened here"
        text="There is no event in the stretch you are looking at."
        actions={<Button onClick={() => setUrl({ window: null })}>Show the whole range</Button>}
      />
    );
  }
  return (
    <EmptyState
      title="Nothing has been reported in this range"
      text="An event is one thing that shipped, ran or broke. CI, scripts and people report them to this address; paste this into a terminal and watch it appear here."
      example={example}
      actions={
        range.from === 'now-90d' ? undefined : (
          <Button onClick={() => setRange({ from: 'now-90d', to: 'now' })}>Look at 90 days</Button>
        )
      }
    />
  );
}
