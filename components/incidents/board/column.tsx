'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { incidentListOptions } from '@/lib/incidents/queries';
import type { IncidentStatus } from '@/lib/incidents/vocabulary';
import styles from './board.module.css';
import { itemsOf } from './cache';
import { Card } from './card';
import type { CardActions } from './card-menu';
import { counted, incidentStatusLabel, incidentStatusPhase } from './words';

interface ColumnProps {
  status: IncidentStatus;
  query: string;
  /** Where only one column fits: whether this is the one. */
  chosen: boolean;
  /** A card is about to be put here by keyboard. */
  target: boolean;
  fresh: ReadonlySet<number>;
  held: number | null;
  menuFor: number | null;
  actions: CardActions;
  /** Under the name: what is left out, and how to see it. */
  note?: ReactNode;
  /** Called when other cards are shown, after they are. */
  onCards: () => void;
}

const nothing: Record<IncidentStatus, string> = {
  open: 'Nothing is open.',
  investigating: 'Nobody is looking into anything.',
  resolved: 'Nothing waits to be closed.',
  closed: 'Nothing was closed.',
};

/** One column of the board: its cards, how many there are in all, and more of them when asked. */
export function Column(props: ColumnProps) {
  const { status, query, chosen, target, fresh, held, menuFor, actions, note, onCards } = props;
  const list = useInfiniteQuery(incidentListOptions(query));
  const cards = itemsOf(list.data);
  const numbers = cards.map(({ number }) => number).join(' ');
  // The outside system: focus. A card that was moved by keyboard keeps it in its new column.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other cards are shown
  useEffect(onCards, [numbers]);
  const label = incidentStatusLabel[status];

  return (
    <section
      aria-labelledby={`column-${status}`}
      data-column={status}
      data-target={target || undefined}
      className={cn(
        'flex min-w-0 flex-col border-line @4xl:border-l @4xl:first:border-l-0',
        styles.column,
        !chosen && '@max-4xl:hidden print:flex',
      )}
    >
      <header className="sticky top-bar z-2 flex h-10 items-center gap-2 border-b border-line bg-surface-0 px-3 @max-4xl:hidden print:static">
        <PhaseMark phase={incidentStatusPhase[status]} size={13} />
        <h2 id={`column-${status}`} className="font-semibold">
          {label}
        </h2>
        <ColumnCount query={query} />
        {note && <span className="ml-auto min-w-0">{note}</span>}
      </header>
      {note && <div className="flex px-3 pt-2 @4xl:hidden">{note}</div>}
      {list.isPending ? (
        <CardsSkeleton label={`Loading what is ${label.toLowerCase()}`} />
      ) : list.isError && !list.data ? (
        <ErrorState
          compact
          title="These could not be read"
          text="Nothing is lost: the board only shows them."
          detail={list.error.message}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : (
        <>
          {list.isError && !list.isFetchNextPageError && (
            <p role="alert" data-phase="attention" className="px-3 pt-2 text-xs text-phase-fg">
              The server did not answer: this is what it said last.
            </p>
          )}
          {cards.length === 0 ? (
            <p className="px-3 py-4 text-fg-subtle">{nothing[status]}</p>
          ) : (
            <ul
              aria-label={label}
              className={cn(
                'grid grid-cols-1 gap-2 p-2 @max-4xl:grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] @max-4xl:p-3',
                list.isPlaceholderData && 'opacity-70',
              )}
              aria-busy={list.isPlaceholderData}
            >
              {cards.map((incident) => (
                <li key={incident.number} className="@container grid min-w-0 grid-cols-1">
                  <Card
                    incident={incident}
                    fresh={fresh.has(incident.number)}
                    held={held === incident.number}
                    menuOpen={menuFor === incident.number}
                    actions={actions}
                  />
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && !list.isPlaceholderData && (
            <div className="px-2 pb-3 @max-4xl:px-3" data-print="hide">
              <Button
                size="sm"
                className="w-full"
                busy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                Show more
              </Button>
              {list.isFetchNextPageError && (
                <p role="alert" className="pt-1 text-xs text-danger-fg">
                  The next ones could not be read. What is above stays.
                </p>
              )}
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** How many incidents a column has in all, not only those in sight. */
export function ColumnCount({ query }: { query: string }) {
  const { data } = useInfiniteQuery(incidentListOptions(query));
  const total = data?.pages[0]?.total;
  if (!total) return null;
  const text = `${total.count.toLocaleString('en-GB')}${total.exact ? '' : '+'}`;
  return (
    <span className="nums text-xs text-fg-muted">
      <span aria-hidden>{text}</span>
      <span className="sr-only">{counted(total.count, 'incident')}</span>
    </span>
  );
}

/** Cards that are still waited for, in the size of real ones. */
function CardsSkeleton({ label }: { label: string }) {
  return (
    <div
      role="status"
      className="grid gap-2 p-2 @max-4xl:grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] @max-4xl:p-3"
    >
      <span className="sr-only">{label}</span>
      {['70%', '55%', '80%'].map((width) => (
        <div
          key={width}
          className="flex h-34 flex-col gap-3 rounded-md border border-line bg-surface-1 p-2.5"
        >
          <Skeleton width="4.5rem" />
          <Skeleton width={width} />
          <Skeleton width="50%" />
          <Skeleton width="60%" className="mt-auto" />
        </div>
      ))}
    </div>
  );
}
