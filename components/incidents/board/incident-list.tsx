'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { incidentHref } from '@/components/frame/navigation';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { IncidentSort } from '@/lib/incidents/filters';
import { incidentListOptions } from '@/lib/incidents/queries';
import { AllQuiet, NothingFits } from './board-empty';
import type { BoardState } from './board-url';
import { itemsOf } from './cache';
import { IncidentTable } from './incident-table';
import { counted } from './words';

interface IncidentListProps {
  state: BoardState;
  filtered: boolean;
  fresh: ReadonlySet<number>;
  onClear: () => void;
  onReport: () => void;
}

/** Many incidents at once: a table, sorted by the server, page after page. */
export function IncidentList({ state, filtered, fresh, onClear, onReport }: IncidentListProps) {
  const router = useRouter();
  const { setUrl } = useUrlState();
  const list = useInfiniteQuery(incidentListOptions(state.listQuery));
  const incidents = itemsOf(list.data);
  const total = list.data?.pages[0]?.total;
  const [current, setCurrent] = useState<number | null>(null);
  const step = (by: 1 | -1) => {
    const index = incidents.findIndex(({ number }) => number === current);
    const next = incidents[index < 0 ? (by > 0 ? 0 : -1) : index + by];
    if (!next) return;
    setCurrent(next.number);
    document.querySelector(`[data-row="${next.number}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys('Incidents', {
    j: { label: 'Next incident', run: () => step(1) },
    k: { label: 'Previous incident', run: () => step(-1) },
    enter: {
      label: 'Open the incident',
      run: () => {
        if (current !== null) router.push(incidentHref(current));
      },
    },
  });
  const sortBy = (sort: IncidentSort) => setUrl({ sort: sort === '-startedAt' ? null : sort });

  if (list.isPending) return <SkeletonRows rows={12} label="Loading the incidents" />;
  if (list.isError && !list.data) {
    return (
      <ErrorState
        title="The incidents could not be read"
        text="Nothing is lost: this page only shows them. Detection goes on."
        detail={list.error.message}
        onRetry={() => list.refetch()}
        retrying={list.isFetching}
      />
    );
  }
  if (incidents.length === 0) {
    return filtered ? (
      <NothingFits closedCut={false} onClear={onClear} />
    ) : (
      <AllQuiet closedCut={false} onReport={onReport} />
    );
  }
  return (
    <div className={cn('pb-8', list.isPlaceholderData && 'opacity-70')} aria-busy={list.isPlaceholderData}>
      {list.isError && !list.isFetchNextPageError && (
        <p
          role="alert"
          data-phase="attention"
          className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
        >
          The server did not answer: this is what it said last.
        </p>
      )}
      <IncidentTable
        incidents={incidents}
        sort={state.sort}
        onSort={sortBy}
        current={current}
        fresh={fresh}
      />
      <div className="flex items-center gap-3 px-panel py-3 text-xs text-fg-muted" data-print="hide">
        {total && (
          <output>
            {incidents.length.toLocaleString('en-GB')} of {counted(total.count, 'incident')}
            {!total.exact && ' or more'}
          </output>
        )}
        {list.hasNextPage && !list.isPlaceholderData && (
          <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        )}
        {list.isFetchNextPageError && (
          <span role="alert" className="text-danger-fg">
            The next ones could not be read. What is above stays.
          </span>
        )}
      </div>
    </div>
  );
}
